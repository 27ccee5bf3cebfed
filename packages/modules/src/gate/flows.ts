/** Arithmetic of the demand ledger: units as decimal texts of any length, since cumulative sums outgrow balances. */
import type { Flows, Ledger } from "@openledger/messages/openledger/gate/v1";
import { assert } from "@openledger/primitives";

export type FlowName = keyof Flows;

/** What one event changes of a ledger. */
export type LedgerChange = { readonly [name in FlowName | "externalHeld" | "externalEscrowed"]?: bigint };

export const NO_FLOWS: Flows = {
  entered: "0",
  left: "0",
  leftExternal: "0",
  externalDemand: "0",
  internalDemand: "0",
  retired: "0",
  toProtocol: "0",
};

const NAMES: readonly FlowName[] = [
  "entered",
  "left",
  "leftExternal",
  "externalDemand",
  "internalDemand",
  "retired",
  "toProtocol",
];

/** Each flow of `a` and `b` by `combine`; none may become negative. */
function combineFlows(a: Flows, b: LedgerChange | Flows, sign: 1n | -1n): Flows {
  const combined = { ...a };
  for (const name of NAMES) {
    const units = BigInt(a[name]) + sign * BigInt(b[name] ?? 0n);
    assert(units >= 0n, `${name} of the demand ledger is ${units}`);
    combined[name] = units.toString();
  }
  return combined;
}

export function addToFlows(flows: Flows, change: LedgerChange): Flows {
  return combineFlows(flows, change, 1n);
}

/** What happened after `before`. */
export function flowsSince(total: Flows, before: Flows): Flows {
  return combineFlows(total, before, -1n);
}

/** External units that entered, and where they are: the sum of the parts. */
export interface ExternalBalance {
  readonly entered: bigint;
  readonly held: bigint;
  readonly escrowed: bigint;
  readonly spent: bigint;
  readonly retired: bigint;
  readonly left: bigint;
}

export function externalBalance({ total = NO_FLOWS, externalHeld, externalEscrowed }: Ledger): ExternalBalance {
  return {
    entered: BigInt(total.entered),
    held: BigInt(externalHeld),
    escrowed: BigInt(externalEscrowed),
    spent: BigInt(total.externalDemand),
    retired: BigInt(total.retired),
    left: BigInt(total.leftExternal),
  };
}

/** Units that entered and are in none of the parts, or in more than one: 0 in a ledger that holds. */
export function unaccounted({ entered, held, escrowed, spent, retired, left }: ExternalBalance): bigint {
  return entered - held - escrowed - spent - retired - left;
}

/** The identity of protocol.md section 6 with this ledger's numbers. */
export function balanceText(balance: ExternalBalance): string {
  const { entered, held, escrowed, spent, retired, left } = balance;
  const sum = `${held} held + ${escrowed} in sessions + ${spent} spent on answers + ${retired} retired + ${left} left`;
  return `${entered} entered ${unaccounted(balance) === 0n ? "=" : "!="} ${sum}`;
}
