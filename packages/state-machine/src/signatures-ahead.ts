/** Which signatures checking or executing transactions would verify, for whoever can verify them in another thread meanwhile. */
import type { SignatureCheck } from "@openledger/primitives";
import { createSignBytes } from "./ante/sign-bytes.ts";
import { readPublicKey } from "./ante/public-key.ts";
import { signatureDataOf } from "./ante/signature-data.ts";
import type { QueryContext } from "./context.ts";
import { contextAt, isCommitted, passedCheck, requireRunning, type Machine } from "./machine.ts";
import { checkStateOf } from "./pending-tx.ts";
import type { DecodedTx } from "./tx.ts";
import { isLong } from "./tx-decoder.ts";

/**
 * The secp256k1 signatures of transactions as the state stands, without those whose verdict is known. Sign bytes come from the
 * account that the check state holds: should it be another one when the transaction runs, its signature is verified then.
 * Multisignatures and what cannot be read are left out, for whatever reason: who runs the transaction meets the reason.
 * So are long transactions: this thread would decode them once more, which takes longer than a signature.
 */
export function signaturesAhead(machine: Machine, txs: readonly Uint8Array[]): readonly SignatureCheck[] {
  if (!isCommitted(machine)) return [];
  const { environment, stores } = requireRunning(machine);
  const { limits, store } = checkStateOf(machine);
  const ctx = { ...contextAt(machine, stores.reader()), store };
  return txs.flatMap((bytes) => {
    if (isLong(bytes)) return [];
    try {
      const tx = environment.decoder.decode(bytes, limits);
      return passedCheck(machine, tx)?.hasVerifiedSignatures === true ? [] : signaturesOf(machine, ctx, tx);
    } catch {
      return [];
    }
  });
}

function signaturesOf({ parts }: Machine, ctx: QueryContext, tx: DecodedTx): readonly SignatureCheck[] {
  const { accounts, crypto } = parts;
  return tx.signers.flatMap((signer, i) => {
    const account = accounts.account(ctx, signer);
    const info = tx.authInfo.signerInfos[i];
    const publicKey = account?.publicKey ?? info?.publicKey;
    const data = signatureDataOf(tx, i);
    if (account === undefined || info === undefined || publicKey === undefined || data.kind !== "single") return [];
    const key = readPublicKey(publicKey);
    const bytes = createSignBytes({ ctx: { chain: ctx.chain, block: {} }, tx }, { ...account, sequence: info.sequence })(data.mode);
    if (key.kind !== "secp256k1" || typeof bytes === "string") return [];
    const check = { publicKey: key.bytes, messageHash: crypto.sha256(bytes), signature: data.signature };
    return crypto.isKnown(check) ? [] : [check];
  });
}
