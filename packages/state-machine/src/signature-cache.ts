import { charsOf, createBoundedMemo, type Crypto, type SignatureCheck } from "@openledger/primitives";

/** Signatures of each verdict; up to twice as many are kept. */
const CAPACITY = 16_384;

/** Cryptography that remembers what became of signatures. */
export interface RememberingCrypto extends Crypto {
  /** True for a signature whose verification would be answered from memory. */
  isKnown(check: SignatureCheck): boolean;
  /** Takes a signature that was verified elsewhere, and found good, for verified here. */
  rememberGood(check: SignatureCheck): void;
}

/**
 * The same cryptography, except that a secp256k1 signature is not verified twice: CheckTx pays, the block that includes the
 * transaction does not; nor does each look at a bad one that waits on DA. Verdicts are kept under key, message hash and
 * signature themselves, so an answer never depends on what is kept. Bad signatures, which anybody makes for nothing, are kept
 * apart, and push out no good one.
 */
export function rememberSignatures(crypto: Crypto): RememberingCrypto {
  const good = createBoundedMemo<string, true>(CAPACITY);
  const bad = createBoundedMemo<string, true>(CAPACITY);
  const verdictOn = (name: string): boolean | undefined => good.get(name) ?? (bad.get(name) === true ? false : undefined);
  return {
    ...crypto,
    isKnown: (check) => verdictOn(nameOf(check)) !== undefined,
    rememberGood: (check) => good.set(nameOf(check), true),
    verifySecp256k1(publicKey, messageHash, signature) {
      // All three have fixed lengths where verification can succeed, so joining them is unambiguous.
      if (publicKey.length !== 33 || messageHash.length !== 32 || signature.length !== 64) {
        return crypto.verifySecp256k1(publicKey, messageHash, signature);
      }
      const name = nameOf({ publicKey, messageHash, signature });
      const known = verdictOn(name);
      if (known !== undefined) return known;
      const isGood = crypto.verifySecp256k1(publicKey, messageHash, signature);
      (isGood ? good : bad).set(name, true);
      return isGood;
    },
  };
}

function nameOf({ publicKey, messageHash, signature }: SignatureCheck): string {
  return charsOf(publicKey) + charsOf(messageHash) + charsOf(signature);
}
