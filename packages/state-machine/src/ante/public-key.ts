import { DecodeError } from "@openledger/messages";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import type { Any } from "@openledger/messages/google/protobuf";
import { addressBytesFromSecp256k1, addressFromBytes, charsOf, createBoundedMemo, type BoundedMemo, type Crypto } from "@openledger/primitives";
import type { Context } from "../context.ts";
import { sdkErrors } from "../sdk-errors.ts";

/** A key that this chain can verify with. */
export interface VerifyingKey {
  /** 33 bytes, compressed. */
  readonly secp256k1: Uint8Array;
}

/** Reads a secp256k1 key. Throws the SDK's invalid-pubkey error for any other kind or length. */
export function readPublicKey(any: Any | undefined): VerifyingKey {
  if (any === undefined) throw sdkErrors.invalidPublicKey("unrecognized public key type: <nil>");
  if (any.typeUrl === Ed25519PubKey.typeUrl) {
    throw sdkErrors.invalidPublicKey("ED25519 public keys are unsupported");
  }
  if (any.typeUrl !== Secp256k1PubKey.typeUrl) {
    throw sdkErrors.invalidPublicKey(`unrecognized public key type: ${any.typeUrl.slice(0, 200)}`);
  }
  const key = decodeKey(any.value);
  if (key.length !== 33) throw sdkErrors.invalidPublicKey("length of pubkey is incorrect");
  return { secp256k1: key };
}

/** Bech32 address that a key controls. */
export function addressOfKey({ chain, crypto }: Context, { secp256k1 }: VerifyingKey): string {
  const memo = addressMemoOf(crypto);
  const name = charsOf(secp256k1);
  const known = memo.get(name);
  const bytes = known ?? addressBytesFromSecp256k1(crypto, secp256k1);
  if (known === undefined) memo.set(name, bytes);
  return addressFromBytes(chain.bech32Prefix, bytes);
}

/** Two hashes per key are saved for those who send often. */
const KEYS_KEPT = 16_384;
const addressMemos = new WeakMap<Crypto, BoundedMemo<string, Uint8Array>>();

function addressMemoOf(crypto: Crypto): BoundedMemo<string, Uint8Array> {
  let memo = addressMemos.get(crypto);
  if (memo === undefined) addressMemos.set(crypto, (memo = createBoundedMemo(KEYS_KEPT)));
  return memo;
}

function decodeKey(bytes: Uint8Array): Uint8Array {
  try {
    return Secp256k1PubKey.decode(bytes).key;
  } catch (error) {
    if (error instanceof DecodeError) throw sdkErrors.invalidPublicKey(error.message);
    throw error;
  }
}
