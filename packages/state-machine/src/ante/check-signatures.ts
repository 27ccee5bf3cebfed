import type { Address } from "@openledger/primitives";
import type { Account, AuthLimits } from "../expected-keepers.ts";
import type { GasMeter } from "../context.ts";
import { sdkErrors, unregisteredError } from "../sdk-errors.ts";
import { signerAccount, type AnteInput } from "./ante-input.ts";
import { countKeys, readPublicKey, type VerifyingKey } from "./public-key.ts";
import { createSignBytes, signedAccountNumber } from "./sign-bytes.ts";
import { bitAt, isAminoOnly, signatureDataOf, type SignatureData } from "./signature-data.ts";
import { simulatedKey } from "./simulated-key.ts";
import { signatureFault } from "./verify-signature.ts";

/** ValidateSigCount: a multisig counts with all its keys. */
export function checkSignatureLimit({ ctx, tx, accounts }: AnteInput): void {
  const limit = accounts.params(ctx).txSigLimit;
  let count = 0;
  for (const { publicKey } of tx.authInfo.signerInfos) {
    if (publicKey === undefined) continue;
    count += countKeys(readPublicKey(publicKey));
    if (BigInt(count) > limit) throw sdkErrors.tooManySignatures(`signatures: ${count}, limit: ${limit}`);
  }
}

/** SigGasConsume: one verification per key that signed; a simulation assumes secp256k1 where no key is known yet. */
export function consumeSignatureGas(input: AnteInput): void {
  const { ctx, tx, mode, accounts } = input;
  const limits = accounts.params(ctx);
  tx.signers.forEach((signer, i) => {
    const { publicKey } = signerAccount(input, signer);
    const key = readPublicKey(publicKey ?? (mode === "simulate" ? simulatedKey : undefined));
    consumeForKey(ctx.gas, limits, key, signatureDataOf(tx, i));
  });
}

function consumeForKey(meter: GasMeter, limits: AuthLimits, key: VerifyingKey, data: SignatureData): void {
  switch (key.kind) {
    case "secp256k1":
      meter.consume(limits.sigVerifyCostSecp256k1, "ante verify: secp256k1");
      return;
    case "ed25519":
      meter.consume(limits.sigVerifyCostEd25519, "ante verify: ed25519");
      throw sdkErrors.invalidPublicKey("ED25519 public keys are unsupported");
    case "multisig":
      if (data.kind === "single") throw unregisteredError("expected *signing.MultiSignatureData, got, *signing.SingleSignatureData");
      consumeForMembers(meter, limits, key.keys, data);
  }
}

function consumeForMembers(
  meter: GasMeter,
  limits: AuthLimits,
  keys: readonly VerifyingKey[],
  { bits, signatures }: Extract<SignatureData, { readonly kind: "multi" }>,
): void {
  let at = 0;
  // Bits beyond the keys cost nothing: the verification refuses them by their number alone.
  keys.forEach((key, i) => {
    if (!bitAt(bits, i)) return;
    const data = signatures[at++];
    if (data === undefined) throw sdkErrors.unauthorized("the bit array names signatures that are not there");
    consumeForKey(meter, limits, key, data);
  });
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

function verifySignature(input: AnteInput, account: Account, index: number): void {
  const { ctx, tx } = input;
  const data = signatureDataOf(tx, index);
  const fault = signatureFault(ctx.crypto, readPublicKey(account.publicKey), data, createSignBytes(input, account));
  if (fault === undefined) return;
  const number = signedAccountNumber(input, account);
  const [also, why] = isAminoOnly(data) ? [`, sequence (${account.sequence})`, ""] : ["", `: (${fault})`];
  throw sdkErrors.unauthorized(
    `signature verification failed; please verify account number (${number})${also} and chain-id (${ctx.chain.chainId})${why}`,
  );
}

/** IncrementSequence: makes the signatures useless from here on. */
export function incrementSequences(input: AnteInput): void {
  const { ctx, tx, accounts } = input;
  tx.signers.forEach((signer: Address) => {
    const account = signerAccount(input, signer);
    accounts.updateAccount(ctx, { ...account, sequence: account.sequence + 1n });
  });
}
