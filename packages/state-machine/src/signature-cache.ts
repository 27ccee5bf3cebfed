import { charsOf, type Crypto } from "@openledger/primitives";

const CAPACITY = 16_384;

/**
 * The same cryptography, except that a secp256k1 signature once found good is not verified again: CheckTx pays, the
 * block that includes the transaction does not. Only successes are kept, under key, message hash and signature
 * themselves, so an answer never depends on what is kept.
 */
export function rememberGoodSignatures(crypto: Crypto): Crypto {
  let recent = new Set<string>();
  let older = new Set<string>();
  return {
    ...crypto,
    verifySecp256k1(publicKey, messageHash, signature) {
      // All three have fixed lengths where verification can succeed, so joining them is unambiguous.
      if (publicKey.length !== 33 || messageHash.length !== 32 || signature.length !== 64) {
        return crypto.verifySecp256k1(publicKey, messageHash, signature);
      }
      const name = charsOf(publicKey) + charsOf(messageHash) + charsOf(signature);
      if (recent.has(name) || older.has(name)) return true;
      if (!crypto.verifySecp256k1(publicKey, messageHash, signature)) return false;
      recent.add(name);
      if (recent.size >= CAPACITY) [older, recent] = [recent, new Set()];
      return true;
    },
  };
}
