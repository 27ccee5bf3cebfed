/** Checks that long transactions passed, so that a recheck neither decodes nor keeps what would fill the memory. */
import { toHex, type Sha256 } from "@openledger/primitives";
import type { MultiStore } from "@openledger/store";
import type { CheckTxResponse } from "./app.ts";
import { repeatCheck, type PassedCheck, type TxRun } from "./run-tx.ts";

export interface LongCheck {
  /** Without the decoded transaction. */
  readonly passed: PassedCheck;
  readonly limits: TxRun["limits"];
  readonly response: CheckTxResponse;
}

/** Remembered by the hash of a transaction's bytes, until the second commit after its last check. */
export interface LongChecks {
  remember(bytes: Uint8Array, check: LongCheck): void;
  /** Does the check again where all that it saw is as it was; undefined, with nothing done, where not. */
  repeat(bytes: Uint8Array, target: MultiStore, run: Pick<TxRun, "block" | "limits">): CheckTxResponse | undefined;
  onCommit(): void;
}

/** Each takes some kilobytes; a mempool holds fewer. */
const KEPT = 5_000;

export function createLongChecks(sha256: Sha256): LongChecks {
  let recent = new Map<string, LongCheck>();
  let before = new Map<string, LongCheck>();
  const remember = (name: string, check: LongCheck): void => {
    if (recent.size < KEPT) recent.set(name, check);
  };
  return {
    remember: (bytes, check) => remember(toHex(sha256(bytes)), check),
    repeat(bytes, target, run) {
      if (recent.size + before.size === 0) return undefined;
      const name = toHex(sha256(bytes));
      const found = recent.get(name) ?? before.get(name);
      if (found === undefined || !areEqual(found.limits, run.limits) || repeatCheck(found.passed, target, run) === undefined) return undefined;
      remember(name, found);
      return found.response;
    },
    onCommit() {
      before = recent;
      recent = new Map();
    },
  };
}

function areEqual(a: TxRun["limits"], b: TxRun["limits"]): boolean {
  return a.maxTxBytes === b.maxTxBytes && a.maxTxMessages === b.maxTxMessages;
}
