import { uvarint } from "@openledger/primitives";
import type { AnteInput } from "./ante-input.ts";
import { aminoKeyBytes, readPublicKey } from "./public-key.ts";
import { isIncomplete, signatureDataOf } from "./signature-data.ts";
import { simulatedKey } from "./simulated-key.ts";

/** A signature of 64 bytes in an amino StdSignature, and the field that would hold that in a transaction. */
const SIGNATURE_FIELD_BYTES = 66 + 6;

/** ConsumeGasForTxSize: every byte costs; a simulation also pays for signatures that are not there yet. */
export function consumeTxSize({ ctx, tx, mode, accounts }: AnteInput): void {
  const { txSizeCostPerByte, txSigLimit } = accounts.params(ctx);
  ctx.gas.consume(txSizeCostPerByte * BigInt(tx.size), "txSize");
  if (mode !== "simulate") return;
  tx.signers.forEach((signer, i) => {
    if (!isIncomplete(signatureDataOf(tx, i))) return;
    const key = readPublicKey(accounts.account(ctx, signer)?.publicKey ?? simulatedKey);
    const keyBytes = aminoKeyBytes(key).length;
    const bytes = BigInt(1 + uvarint(keyBytes).length + keyBytes + SIGNATURE_FIELD_BYTES);
    // As many keys of a multisig as may sign at all: how many will is not known yet.
    ctx.gas.consume(txSizeCostPerByte * (key.kind === "multisig" ? bytes * txSigLimit : bytes), "txSize");
  });
}
