import { SignDoc } from "@openledger/messages/cosmos/tx/v1beta1";
import { SignMode } from "@openledger/messages/cosmos/tx/signing/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Account } from "../expected-keepers.ts";
import { sdkErrors } from "../sdk-errors.ts";
import { signerAccount, type AnteInput } from "./ante-input.ts";
import { readPublicKey } from "./public-key.ts";

/** ValidateSigCount. */
export function checkSignatureLimit({ ctx, tx, accounts }: AnteInput): void {
  const limit = accounts.params(ctx).txSigLimit;
  const count = tx.raw.signatures.length;
  if (BigInt(count) > limit) throw sdkErrors.tooManySignatures(`signatures: ${count}, limit: ${limit}`);
}

/** SigGasConsume: one verification per signer; a simulation assumes secp256k1 where no key is known yet. */
export function consumeSignatureGas(input: AnteInput): void {
  const { ctx, tx, mode, accounts } = input;
  const { sigVerifyCostSecp256k1 } = accounts.params(ctx);
  for (const signer of tx.signers) {
    const { publicKey } = signerAccount(input, signer);
    if (mode !== "simulate" || publicKey !== undefined) readPublicKey(publicKey);
    ctx.gas.consume(sigVerifyCostSecp256k1, "ante verify: secp256k1");
  }
}

/** SigVerification: sequences always, signatures unless this is a recheck or a simulation. */
export function checkSignatures(input: AnteInput): void {
  const { tx, mode } = input;
  tx.signers.forEach((signer, i) => {
    const account = signerAccount(input, signer);
    if (mode !== "simulate" && account.publicKey === undefined) {
      throw sdkErrors.invalidPublicKey("pubkey on account is not set");
    }
    const got = tx.authInfo.signerInfos[i]?.sequence ?? 0n;
    if (got !== account.sequence) {
      throw sdkErrors.wrongSequence(`account sequence mismatch, expected ${account.sequence}, got ${got}`);
    }
    if (mode === "check" || mode === "deliver") verifySignature(input, account, i);
  });
}

function verifySignature({ ctx, tx }: AnteInput, account: Account, index: number): void {
  const refuse = (reason: string) =>
    sdkErrors.unauthorized(
      `signature verification failed; please verify account number (${account.accountNumber}) and chain-id (${ctx.chain.chainId}): (${reason})`,
    );
  const mode = tx.authInfo.signerInfos[index]?.modeInfo?.single?.mode ?? SignMode.SIGN_MODE_UNSPECIFIED;
  if (mode === SignMode.SIGN_MODE_TEXTUAL) throw refuse("unable to verify single signer signature");
  if (mode !== SignMode.SIGN_MODE_DIRECT) throw refuse(`unsupported sign mode ${mode}`);
  const signBytes = SignDoc.toBytes({
    bodyBytes: tx.raw.bodyBytes,
    authInfoBytes: tx.raw.authInfoBytes,
    chainId: ctx.chain.chainId,
    accountNumber: account.accountNumber,
  });
  const signature = tx.raw.signatures[index] ?? new Uint8Array(0);
  const key = readPublicKey(account.publicKey).secp256k1;
  if (!ctx.crypto.verifySecp256k1(key, ctx.crypto.sha256(signBytes), signature)) {
    throw refuse("unable to verify single signer signature");
  }
}

/** IncrementSequence: makes the signatures useless from here on. */
export function incrementSequences(input: AnteInput): void {
  const { ctx, tx, accounts } = input;
  tx.signers.forEach((signer: Address) => {
    const account = signerAccount(input, signer);
    accounts.updateAccount(ctx, { ...account, sequence: account.sequence + 1n });
  });
}
