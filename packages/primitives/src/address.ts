import { bech32 } from "@scure/base";
import type { Crypto } from "./crypto.ts";
import { EncodingError } from "./encoding.ts";

declare const addressBrand: unique symbol;
/** Checksummed bech32 text of an account, 20 or 32 bytes behind the chain's prefix. */
export type Address = string & { readonly [addressBrand]: "Address" };

/** Bech32 text of raw address bytes. Throws {@link EncodingError} for lengths other than 20 and 32. */
export function addressFromBytes(prefix: string, bytes: Uint8Array): Address {
  if (bytes.length !== 20 && bytes.length !== 32) throw new EncodingError(`address of ${bytes.length} bytes`);
  // The bytes come first: their number is known, so no two pairs have one name.
  const name = `${bytes.length}${String.fromCharCode(...bytes)}${prefix}`;
  return remembered(texts, name, () => bech32.encode(prefix, bech32.toWords(bytes), 100) as Address);
}

/** Raw bytes of a bech32 address under `prefix`. Throws {@link EncodingError} with what is wrong. */
export function addressToBytes(prefix: string, address: string): Uint8Array {
  if (address.length > 100) throw new EncodingError("address is longer than 100 characters");
  const known = remembered(decodings, address, () => decodeAddress(prefix, address));
  if (known.prefix !== prefix) throw wrongPrefix(prefix, known.prefix);
  return known.bytes.slice();
}

interface Decoding {
  readonly prefix: string;
  readonly bytes: Uint8Array;
}

function decodeAddress(prefix: string, address: string): Decoding {
  const decoded = decodingBech32(() => bech32.decode(address as `${string}1${string}`, 100));
  if (decoded.prefix !== prefix) throw wrongPrefix(prefix, decoded.prefix);
  // A right checksum may stand over bits that do not fill whole bytes.
  const bytes = decodingBech32(() => bech32.fromWords(decoded.words));
  if (bytes.length !== 20 && bytes.length !== 32) throw new EncodingError(`address of ${bytes.length} bytes`);
  return { prefix, bytes };
}

function wrongPrefix(expected: string, actual: string): EncodingError {
  return new EncodingError(`invalid Bech32 prefix; expected ${expected}, got ${actual}`);
}

/** A block names the same few accounts again and again, and their checksums take longer than most of what is done with them. */
const REMEMBERED_MAX = 8_192;
const texts = new Map<string, Address>();
const decodings = new Map<string, Decoding>();

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  const before = known.get(name);
  if (before !== undefined) return before;
  const made = make();
  if (known.size >= REMEMBERED_MAX) known.clear();
  known.set(name, made);
  return made;
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
