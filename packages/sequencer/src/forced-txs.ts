import { InvariantViolation } from "@openledger/primitives";
import type { StateMachine } from "@openledger/state-machine";
import { mempoolLimits } from "./block-limits.ts";

/** What tells whether a transaction could run. */
export type ForcedJudge = Pick<StateMachine, "checkAlone" | "checksInTurn" | "trips">;

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
  const tripped = app.trips(tx);
  return tripped === undefined ? undefined : `it trips an assertion: ${tripped}`;
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
 * Hashes of what runs in its turn: of all that waits, in the order of DA, what {@link checkForcedInTurn} lets through. What it costs is
 * bounded by what is kept of a window, so that nothing is executed; whether something trips an assertion is asked when it is due.
 * Every node answers alike. Changes nothing.
 */
export function runsInTurn(app: Pick<ForcedJudge, "checksInTurn">, params: Params, waiting: readonly ForcedWaiting[]): ReadonlySet<string> {
  return new Set(waiting.filter(checkForcedInTurn(app, params)).map(({ hash }) => hash));
}
