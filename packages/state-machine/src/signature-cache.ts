import { charsOf, type Crypto, type SignatureCheck } from "@openledger/primitives";

const CAPACITY = 16_384;

/** Cryptography that remembers good signatures. */
export interface RememberingCrypto extends Crypto {
  /** True for a signature whose verification would be answered from memory. */
  isKnownGood(check: SignatureCheck): boolean;
  /** Takes a signature that was verified elsewhere, and found good, for verified here. */
  rememberGood(check: SignatureCheck): void;
}

/**
 * The same cryptography, except that a secp256k1 signature once found good is not verified again: CheckTx pays, the
 * block that includes the transaction does not. Only successes are kept, under key, message hash and signature
 * themselves, so an answer never depends on what is kept.
 */
export function rememberGoodSignatures(crypto: Crypto): RememberingCrypto {
  let recent = new Set<string>();
  let older = new Set<string>();
  const isKnown = (name: string): boolean => recent.has(name) || older.has(name);
  const remember = (name: string): void => {
    recent.add(name);
    if (recent.size >= CAPACITY) [older, recent] = [recent, new Set()];
  };
  return {
    ...crypto,
    isKnownGood: (check) => isKnown(nameOf(check)),
    rememberGood: (check) => remember(nameOf(check)),
    verifySecp256k1(publicKey, messageHash, signature) {
      // All three have fixed lengths where verification can succeed, so joining them is unambiguous.
      if (publicKey.length !== 33 || messageHash.length !== 32 || signature.length !== 64) {
        return crypto.verifySecp256k1(publicKey, messageHash, signature);
      }
      const name = nameOf({ publicKey, messageHash, signature });
      if (isKnown(name)) return true;
      if (!crypto.verifySecp256k1(publicKey, messageHash, signature)) return false;
      remember(name);
      return true;
    },
  };
}

function nameOf({ publicKey, messageHash, signature }: SignatureCheck): string {
  return charsOf(publicKey) + charsOf(messageHash) + charsOf(signature);
}
