import { equalBytes, toHex, type Crypto } from "@openledger/primitives";
import { CometError, ensure, type CometErrorCode } from "./errors.ts";
import { commitSignBytes } from "./sign-bytes.ts";
import { BLOCK_ID_FLAG_COMMIT, type Commit, type CommitSig, type Validator, type ValidatorSet } from "./types.ts";
import type { TrustLevel } from "./light.ts";

/**
 * More than two thirds of the power of `set`, the commit's own validators, signed it. Looks at votes for the block only,
 * and at no more than it needs (CometBFT's `VerifyCommitLight`).
 * Throws `WRONG_VALIDATORS`, `WRONG_SIGNATURE` or `NOT_ENOUGH_POWER`.
 */
export function verifyCommitLight(crypto: Crypto, chainId: string, set: ValidatorSet, commit: Commit): void {
  const { length } = set.validators;
  const fits = commit.signatures.length === length;
  ensure(fits, "WRONG_VALIDATORS", `${commit.signatures.length} signatures for ${length} validators`);
  const signerAt = ({ validatorAddress }: CommitSig, index: number): Validator => {
    const validator = set.validators[index];
    const isTheirs = validator !== undefined && equalBytes(validator.address, validatorAddress);
    ensure(isTheirs, "WRONG_VALIDATORS", `signature ${index} is not by validator ${index}`);
    return validator;
  };
  requirePower(crypto, chainId, commit, signerAt, {
    total: set.totalPower,
    needed: (set.totalPower * 2n) / 3n,
    code: "NOT_ENOUGH_POWER",
  });
}

/**
 * More than `level` of the power of `trusted`, validators of another height, signed the commit; signers that are not
 * among them are passed over (CometBFT's `VerifyCommitLightTrusting`).
 * Throws `WRONG_VALIDATORS` for a validator that signs twice, `WRONG_SIGNATURE` or `NOT_ENOUGH_TRUST`.
 */
export function verifyCommitTrusting(
  crypto: Crypto,
  chainId: string,
  trusted: ValidatorSet,
  commit: Commit,
  level: TrustLevel,
): void {
  const byAddress = new Map(trusted.validators.map((validator) => [toHex(validator.address), validator]));
  const seen = new Set<string>();
  const signerAt = ({ validatorAddress }: CommitSig, index: number): Validator | undefined => {
    const address = toHex(validatorAddress);
    const validator = byAddress.get(address);
    if (validator === undefined) return undefined;
    ensure(!seen.has(address), "WRONG_VALIDATORS", `signature ${index} is the second one by ${address}`);
    seen.add(address);
    return validator;
  };
  requirePower(crypto, chainId, commit, signerAt, {
    total: trusted.totalPower,
    needed: (trusted.totalPower * level.numerator) / level.denominator,
    code: "NOT_ENOUGH_TRUST",
  });
}

interface PowerBound {
  readonly total: bigint;
  /** Enough is more than this. */
  readonly needed: bigint;
  readonly code: CometErrorCode;
}

function requirePower(
  crypto: Crypto,
  chainId: string,
  commit: Commit,
  signerAt: (sig: CommitSig, index: number) => Validator | undefined,
  { total, needed, code }: PowerBound,
): void {
  const counted: { readonly index: number; readonly sig: CommitSig; readonly publicKey: Uint8Array }[] = [];
  let power = 0n;
  for (const [index, sig] of commit.signatures.entries()) {
    if (power > needed) break;
    const signer = sig.blockIdFlag === BLOCK_ID_FLAG_COMMIT ? signerAt(sig, index) : undefined;
    if (signer === undefined) continue;
    counted.push({ index, sig, publicKey: signer.publicKey });
    power += signer.power;
  }
  // Power comes before signatures: what cannot suffice is not worth verifying.
  if (power <= needed) throw new CometError(code, `${power} of ${total} signed; more than ${needed} must`);
  for (const { index, sig, publicKey } of counted) {
    const genuine = crypto.verifyEd25519(publicKey, commitSignBytes(chainId, commit, index), sig.signature);
    ensure(genuine, "WRONG_SIGNATURE", `signature ${index} does not verify`);
  }
}
