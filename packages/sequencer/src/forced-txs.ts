import { InvariantViolation } from "@openledger/primitives";
import type { StateMachine } from "@openledger/state-machine";
import { mempoolLimits } from "./block-limits.ts";

/** What tells whether a transaction could run. */
export type ForcedJudge = Pick<StateMachine, "checkAlone" | "checksInTurn" | "trippingIn">;

/** A transaction that was posted to DA and waits for a block. */
export interface ForcedWaiting {
  readonly tx: Uint8Array;
  /** Its gas limit. */
  readonly gas: bigint;
  readonly hash: string;
}

type Params = Parameters<typeof mempoolLimits>[0];

/** Whether no block takes a transaction of this length and gas limit. */
function isTooLarge(params: Params, { tx, gas }: Pick<ForcedWaiting, "tx" | "gas">): boolean {
  const { maxTxBytes, maxTxGas } = mempoolLimits(params);
  return tx.length > maxTxBytes || (maxTxGas >= 0n && gas > maxTxGas);
}

/**
 * Why nobody owes a block with this transaction on the last commit; undefined when it could run: it is not too large,
 * passes the ante chain, and trips no assertion when it is executed. Every node answers alike. Changes nothing.
 */
export function whyNotOwed(app: ForcedJudge, params: Params, tx: Uint8Array): string | undefined {
  const { maxTxBytes, maxTxGas } = mempoolLimits(params);
  if (tx.length > maxTxBytes) return `it has ${tx.length} bytes, more than ${maxTxBytes}`;
  try {
    const { code, codespace, log, gasWanted } = app.checkAlone(tx);
    if (code !== 0) return `the ante chain refuses it: ${codespace} ${code}: ${log}`;
    if (maxTxGas >= 0n && gasWanted > maxTxGas) return `its gas limit is above the ${maxTxGas} of a block`;
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    return `it trips an assertion: ${error.message}`;
  }
  const [tripped] = app.trippingIn([tx]);
  return tripped === undefined ? undefined : `it trips an assertion: ${tripped.reason}`;
}

/**
 * Asked of what waits, in the order of DA: whether a block after the last commit can take it, after those before it that it can
 * take. For use until the next commit.
 */
export function checkForcedInTurn(app: Pick<ForcedJudge, "checksInTurn">, params: Params): (forced: ForcedWaiting) => boolean {
  const check = app.checksInTurn();
  return (forced) => {
    if (isTooLarge(params, forced)) return false;
    try {
      return check(forced.tx).code === 0;
    } catch (error) {
      // What trips an assertion is owed by nobody.
      if (error instanceof InvariantViolation) return false;
      throw error;
    }
  };
}

/**
 * Hashes of what runs in its turn: of all that waits, in the order of DA, what the blocks after the last commit hold that take
 * whatever {@link checkForcedInTurn} lets through, and set aside what trips an assertion. Every node answers alike. Changes nothing.
 */
export function runsInTurn(app: ForcedJudge, params: Params, waiting: readonly ForcedWaiting[]): ReadonlySet<string> {
  const tripping = new Set<string>();
  for (;;) {
    const canRun = checkForcedInTurn(app, params);
    const running = waiting.filter((one) => !tripping.has(one.hash) && canRun(one));
    const tripped = running.length === 0 ? [] : app.trippingIn(running.map(({ tx }) => tx));
    if (tripped.length === 0) return new Set(running.map(({ hash }) => hash));
    // What only runs after one that was set aside does not.
    for (const { index } of tripped) tripping.add(running[index]?.hash ?? "");
  }
}
