import type { AnteInput } from "./ante-input.ts";

/** Bytes of an amino StdSignature with a secp256k1 key and the field in front of it, which a simulation lacks. */
const SIMULATED_SIGNATURE_BYTES = 112n;

/** ConsumeGasForTxSize: every byte costs; a simulation also pays for signatures that are not there yet. */
export function consumeTxSize({ ctx, tx, mode, accounts }: AnteInput): void {
  const { txSizeCostPerByte } = accounts.params(ctx);
  ctx.gas.consume(txSizeCostPerByte * BigInt(tx.size), "txSize");
  if (mode !== "simulate") return;
  const missing = tx.signers.filter((_, i) => (tx.raw.signatures[i]?.length ?? 0) === 0);
  ctx.gas.consume(txSizeCostPerByte * SIMULATED_SIGNATURE_BYTES * BigInt(missing.length), "txSize");
}
