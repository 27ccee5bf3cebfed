import { bech32 } from "@scure/base";
import { bech32Problem } from "./bech32-problem.ts";
import { createBoundedMemo } from "./bounded-memo.ts";
import type { Crypto } from "./crypto.ts";
import { charsOf, EncodingError } from "./encoding.ts";

declare const addressBrand: unique symbol;
/** Checksummed bech32 text of an account, 20 or 32 bytes behind the chain's prefix. */
export type Address = string & { readonly [addressBrand]: "Address" };

/** Addresses that come back again and again, in both directions. What an answer is never depends on what is kept. */
const ADDRESSES_KEPT = 16_384;
const knownTexts = createBoundedMemo<string, Address>(ADDRESSES_KEPT);
const knownBytes = createBoundedMemo<string, { readonly prefix: string; readonly bytes: Uint8Array }>(ADDRESSES_KEPT);

/** Far above what an address of 32 bytes takes. */
const CHARS_LIMIT = 100;

/** Bech32 text of raw address bytes. Throws {@link EncodingError} for lengths other than 20 and 32. */
export function addressFromBytes(prefix: string, bytes: Uint8Array): Address {
  if (bytes.length !== 20 && bytes.length !== 32) throw new EncodingError(`address of ${bytes.length} bytes`);
  const name = `${bytes.length}${charsOf(bytes)}${prefix}`;
  const known = knownTexts.get(name);
  if (known !== undefined) return known;
  const address = bech32.encode(prefix, bech32.toWords(bytes), 100) as Address;
  knownTexts.set(name, address);
  return address;
}

/** Raw bytes of a bech32 address under `prefix`. Throws {@link EncodingError} with what is wrong. */
export function addressToBytes(prefix: string, address: string): Uint8Array {
  const known = knownBytes.get(address);
  if (known?.prefix === prefix) return known.bytes.slice();
  if (address.trim() === "") throw new EncodingError("empty address string is not allowed");
  const problem = bech32Problem(address, CHARS_LIMIT);
  if (problem !== undefined) throw new EncodingError(`decoding bech32 failed: ${problem}`);
  const decoded = decodingBech32(() => bech32.decode(address as `${string}1${string}`, CHARS_LIMIT));
  if (decoded.prefix !== prefix) {
    throw new EncodingError(`hrp does not match bech32 prefix: expected '${prefix}' got '${decoded.prefix}': internal logic error`);
  }
  // A right checksum may stand over bits that do not fill whole bytes.
  const bytes = decodingBech32(() => bech32.fromWords(decoded.words));
  if (bytes.length !== 20 && bytes.length !== 32) throw new EncodingError(`address of ${bytes.length} bytes`);
  knownBytes.set(address, { prefix, bytes: bytes.slice() });
  return bytes;
}

/** Account address bytes of a compressed secp256k1 key: ripemd160(sha256(key)). */
export function addressBytesFromSecp256k1(crypto: Crypto, publicKey: Uint8Array): Uint8Array {
  return crypto.ripemd160(crypto.sha256(publicKey));
}

function decodingBech32<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new EncodingError(`decoding bech32 failed: ${String((error as Error).message)}`, { cause: error });
  }
}
