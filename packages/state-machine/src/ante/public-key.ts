import { DecodeError, type MessageCodec } from "@openledger/messages";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { LegacyAminoPubKey } from "@openledger/messages/cosmos/crypto/multisig";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import type { Any } from "@openledger/messages/google/protobuf";
import {
  addressBytesFromSecp256k1,
  addressFromBytes,
  charsOf,
  concatBytes,
  createBoundedMemo,
  fromHex,
  uvarint,
  type BoundedMemo,
  type Crypto,
} from "@openledger/primitives";
import type { Context } from "../context.ts";
import { sdkErrors } from "../sdk-errors.ts";

/** A key that an account can have. */
export type VerifyingKey =
  | {
      /** 33 bytes, compressed; or 32 bytes of ed25519, which this chain's accounts do not sign with, as in the SDK. */
      readonly kind: "secp256k1" | "ed25519";
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "multisig"; readonly threshold: number; readonly keys: readonly VerifyingKey[] };

/** Go's name of a key's type, as the SDK's error texts print it. */
export const goKeyTypes: Readonly<Record<VerifyingKey["kind"], string>> = {
  secp256k1: "*secp256k1.PubKey",
  ed25519: "*ed25519.PubKey",
  multisig: "*multisig.LegacyAminoPubKey",
};

// Amino's prefix of a registered type; for fixed-length keys the length follows.
const SECP256K1_PREFIX = fromHex("eb5ae98721");
const ED25519_PREFIX = fromHex("1624de6420");
const MULTISIG_PREFIX = fromHex("22c1f7e2");

/** Reads a key of any kind. Throws the SDK's invalid-pubkey error for other types and wrong lengths. */
export function readPublicKey(any: Any | undefined): VerifyingKey {
  if (any === undefined) throw sdkErrors.invalidPublicKey("unrecognized public key type: <nil>");
  switch (any.typeUrl) {
    case Secp256k1PubKey.typeUrl:
      return { kind: "secp256k1", bytes: ofLength(33, decodeKey(Secp256k1PubKey, any.value).key) };
    case Ed25519PubKey.typeUrl:
      return { kind: "ed25519", bytes: ofLength(32, decodeKey(Ed25519PubKey, any.value).key) };
    case LegacyAminoPubKey.typeUrl:
      return readMultisigKey(decodeKey(LegacyAminoPubKey, any.value));
    default:
      throw sdkErrors.invalidPublicKey(`unrecognized public key type: ${any.typeUrl.slice(0, 200)}`);
  }
}

/** Bech32 address that a key controls. */
export function addressOfKey({ chain, crypto }: Context, key: VerifyingKey): string {
  if (key.kind === "secp256k1") return addressFromBytes(chain.bech32Prefix, secp256k1AddressBytes(crypto, key.bytes));
  const hashed = key.kind === "ed25519" ? key.bytes : aminoKeyBytes(key);
  return addressFromBytes(chain.bech32Prefix, crypto.sha256(hashed).subarray(0, 20));
}

/** Two hashes per key are saved for those who send often. */
const KEYS_KEPT = 16_384;
const addressMemos = new WeakMap<Crypto, BoundedMemo<string, Uint8Array>>();

function secp256k1AddressBytes(crypto: Crypto, key: Uint8Array): Uint8Array {
  let memo = addressMemos.get(crypto);
  if (memo === undefined) addressMemos.set(crypto, (memo = createBoundedMemo(KEYS_KEPT)));
  const name = charsOf(key);
  const known = memo.get(name);
  if (known !== undefined) return known;
  const bytes = addressBytesFromSecp256k1(crypto, key);
  memo.set(name, bytes);
  return bytes;
}

/** Amino's binary form of a key, from which the address of a multisig account comes. */
export function aminoKeyBytes(key: VerifyingKey): Uint8Array {
  if (key.kind !== "multisig") return concatBytes(key.kind === "secp256k1" ? SECP256K1_PREFIX : ED25519_PREFIX, key.bytes);
  const keys = key.keys.map(aminoKeyBytes);
  const parts = keys.flatMap((bytes) => [Uint8Array.of(0x12), uvarint(bytes.length), bytes]);
  return concatBytes(MULTISIG_PREFIX, Uint8Array.of(0x08), uvarint(key.threshold), ...parts);
}

/** How many single keys a key consists of. */
export function countKeys(key: VerifyingKey): number {
  return key.kind === "multisig" ? key.keys.reduce((sum, one) => sum + countKeys(one), 0) : 1;
}

function readMultisigKey({ threshold, publicKeys }: LegacyAminoPubKey): VerifyingKey {
  // A threshold of nothing would let everybody sign, one above the number of keys nobody.
  if (threshold === 0 || threshold > publicKeys.length) {
    throw sdkErrors.invalidPublicKey(`a multisig of ${publicKeys.length} keys needs a threshold from 1 to ${publicKeys.length}, not ${threshold}`);
  }
  return { kind: "multisig", threshold, keys: publicKeys.map((key) => readPublicKey(key)) };
}

function ofLength(length: number, key: Uint8Array): Uint8Array {
  if (key.length !== length) throw sdkErrors.invalidPublicKey("length of pubkey is incorrect");
  return key;
}

function decodeKey<T extends object>(codec: MessageCodec<T>, bytes: Uint8Array): T {
  try {
    return codec.decode(bytes);
  } catch (error) {
    if (error instanceof DecodeError) throw sdkErrors.invalidPublicKey(error.message);
    throw error;
  }
}
