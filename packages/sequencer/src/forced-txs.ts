import { InvariantViolation, type Height, type UnixNanos } from "@openledger/primitives";
import type { StateMachine } from "@openledger/state-machine";
import { mempoolLimits } from "./block-limits.ts";

/** What tells whether a transaction could run. */
export type ForcedJudge = Pick<StateMachine, "checkAlone" | "executeBlock" | "forget" | "info" | "lastBlockTime">;

/** Whether no block takes a transaction of this length and gas limit. */
export function isTooLarge(params: Parameters<typeof mempoolLimits>[0], { tx, gas }: { readonly tx: Uint8Array; readonly gas: bigint }): boolean {
  const { maxTxBytes, maxTxGas } = mempoolLimits(params);
  return tx.length > maxTxBytes || (maxTxGas >= 0n && gas > maxTxGas);
}

/**
 * Why nobody owes a block with this transaction on the last commit; undefined when it could run: it is not too large,
 * passes the ante chain, and trips no assertion when it is executed. Every node answers alike. Changes nothing.
 */
export function whyNotOwed(app: ForcedJudge, params: Parameters<typeof mempoolLimits>[0], tx: Uint8Array): string | undefined {
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
  const reason = quarantineReason(app, tx);
  return reason === undefined ? undefined : `it trips an assertion: ${reason}`;
}

/** Executes a block that is never made. */
function quarantineReason(app: ForcedJudge, tx: Uint8Array): string | undefined {
  const next = (app.info().height + 1n) as Height;
  const time = (app.lastBlockTime() + 1_000_000n) as UnixNanos;
  const steps = app.executeBlock({ height: next, time, proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: [tx] });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  app.forget?.(step.value);
  return step.value.quarantined[0]?.reason;
}
