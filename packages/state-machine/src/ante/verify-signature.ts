import type { Crypto } from "@openledger/primitives";
import { goKeyTypes, type VerifyingKey } from "./public-key.ts";
import type { SignBytes } from "./sign-bytes.ts";
import { bitAt, bitCount, type SignatureData } from "./signature-data.ts";

type MultisigKey = Extract<VerifyingKey, { readonly kind: "multisig" }>;
type MultiSignatureData = Extract<SignatureData, { readonly kind: "multi" }>;

/** Why a signature does not hold, in the SDK's words; undefined when it does. */
export function signatureFault(crypto: Crypto, key: VerifyingKey, data: SignatureData, signBytes: SignBytes): string | undefined {
  if (data.kind === "multi") {
    if (key.kind !== "multisig") return `expected <nil>, got ${goKeyTypes[key.kind]}`;
    return multisigFault(crypto, key, data, signBytes);
  }
  const bytes = signBytes(data.mode);
  if (typeof bytes === "string") return bytes;
  return isSignedBy(crypto, key, bytes, data.signature) ? undefined : "unable to verify single signer signature";
}

/** Counts before curves: a multisignature of wrong shape costs no verification. */
function multisigFault(crypto: Crypto, key: MultisigKey, { bits, signatures }: MultiSignatureData, signBytes: SignBytes): string | undefined {
  const size = bitCount(bits);
  if (size !== key.keys.length) return `bit array size is incorrect, expecting: ${key.keys.length}`;
  const set = key.keys.map((_, i) => i).filter((i) => bitAt(bits, i));
  if (signatures.length < key.threshold || signatures.length > size) return `signature size is incorrect ${signatures.length}`;
  if (set.length < key.threshold) return `not enough signatures set, have ${set.length}, expected ${key.threshold}`;
  if (set.length !== signatures.length) return `signature size is incorrect ${signatures.length}`;
  for (const [at, index] of set.entries()) {
    const fault = memberFault(crypto, key.keys[index], signatures[at], index, signBytes);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function memberFault(
  crypto: Crypto,
  key: VerifyingKey | undefined,
  data: SignatureData | undefined,
  index: number,
  signBytes: SignBytes,
): string | undefined {
  if (key === undefined || data === undefined) return `improper signature data type for index ${index}`;
  if (data.kind === "multi") {
    return key.kind === "multisig" ? multisigFault(crypto, key, data, signBytes) : `unable to parse pubkey of index ${index}`;
  }
  const bytes = signBytes(data.mode);
  if (typeof bytes === "string") return bytes;
  return isSignedBy(crypto, key, bytes, data.signature) ? undefined : `unable to verify signature at index ${index}`;
}

function isSignedBy(crypto: Crypto, key: VerifyingKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  // A multisig key that got a single signature; ed25519 keys never come here, since their gas is refused.
  if (key.kind !== "secp256k1") return false;
  return crypto.verifySecp256k1(key.bytes, crypto.sha256(bytes), signature);
}
