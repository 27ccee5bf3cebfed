import { toBase64 } from "@openledger/primitives";
import { event } from "../event.ts";
import { sdkErrors } from "../sdk-errors.ts";
import { signerAccount, type AnteInput } from "./ante-input.ts";
import { addressOfKey, readPublicKey } from "./public-key.ts";
import { signatureBytes, signatureDataOf } from "./signature-data.ts";
import { simulatedKey } from "./simulated-key.ts";

/** SetPubKey: the first transaction of an account stores its key; also writes the signature events. */
export function setPublicKeys(input: AnteInput): void {
  const { ctx, tx, mode, accounts } = input;
  tx.signers.forEach((signer, i) => {
    const given = tx.authInfo.signerInfos[i]?.publicKey;
    const publicKey = given ?? (mode === "simulate" ? simulatedKey : undefined);
    if (publicKey === undefined) return;
    if (addressOfKey(ctx, readPublicKey(publicKey)) !== signer && mode !== "simulate") {
      throw sdkErrors.invalidPublicKey(`pubKey does not match signer address ${signer} with signer index: ${i}`);
    }
    const account = signerAccount(input, signer);
    if (account.publicKey === undefined) accounts.updateAccount(ctx, { ...account, publicKey });
  });
  tx.signers.forEach((signer, i) => {
    ctx.emit(event("tx", { acc_seq: `${signer}/${tx.authInfo.signerInfos[i]?.sequence ?? 0n}` }));
    for (const signature of signatureBytes(signatureDataOf(tx, i))) ctx.emit(event("tx", { signature: toBase64(signature) }));
  });
}
