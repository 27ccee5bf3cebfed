import { concatBytes, equalBytes, readU64be, toHex, toUtf8, u64be, type Crypto, type Sha256 } from "@openledger/primitives";
import { encodeOpenEnvelope } from "./batch.ts";
import { decodeEnvelope, openEnvelope } from "./envelope.ts";

/** What somebody who executed a block says of it. */
export interface AttestedBlock {
  readonly height: bigint;
  /** 32 bytes. */
  readonly blockHash: Uint8Array;
  /** State after the block, 32 bytes. */
  readonly appHash: Uint8Array;
}

/** An attested block with the signature of a registered key. */
export interface Attestation extends AttestedBlock {
  /** 32 bytes ed25519. */
  readonly publicKey: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const DOMAIN = toUtf8("openledger/attestation/1\0");
const HASH_BYTES = 32;
const PAYLOAD_BYTES = 8 + 3 * HASH_BYTES + 64;

/** The message of an attestation's signature: a domain of its own ‖ sha256 of the chain id ‖ height ‖ block hash ‖ app hash. */
export function attestationSignBytes(sha256: Sha256, chainId: string, { height, blockHash, appHash }: AttestedBlock): Uint8Array {
  return concatBytes(DOMAIN, sha256(toUtf8(chainId)), u64be(height), blockHash, appHash);
}

/** The blob that says it in the forced namespace. */
export function encodeAttestation(sha256: Sha256, chainId: string, { height, blockHash, appHash, publicKey, signature }: Attestation): Uint8Array {
  return encodeOpenEnvelope(sha256, chainId, "attestation", concatBytes(u64be(height), blockHash, appHash, publicKey, signature));
}

/** Whether an attestation is signed by its key. */
export function isAttestationGenuine(crypto: Crypto, chainId: string, attestation: Attestation): boolean {
  return crypto.verifyEd25519(attestation.publicKey, attestationSignBytes(crypto.sha256, chainId, attestation), attestation.signature);
}

/** The attestation in a blob, unverified; undefined for anything else. Total on arbitrary bytes. */
export function decodeAttestation(sha256: Sha256, chainIdHash: Uint8Array, blob: Uint8Array): Attestation | undefined {
  const envelope = decodeEnvelope(blob);
  if ("reason" in envelope || envelope.kind !== "attestation" || !equalBytes(envelope.chainIdHash, chainIdHash)) return undefined;
  if (envelope.compression !== "none" || envelope.parts !== 1 || envelope.partBytes !== PAYLOAD_BYTES) return undefined;
  const payload = openEnvelope(sha256, () => undefined, envelope)?.slice();
  if (payload === undefined) return undefined;
  const hashAt = (index: number): Uint8Array => payload.subarray(8 + index * HASH_BYTES, 8 + (index + 1) * HASH_BYTES);
  return { height: readU64be(payload.subarray(0, 8)), blockHash: hashAt(0), appHash: hashAt(1), publicKey: hashAt(2), signature: payload.subarray(PAYLOAD_BYTES - 64) };
}

export interface AttestationBookOptions {
  readonly crypto: Crypto;
  readonly chainId: string;
  /** Registered keys. */
  readonly attesters: readonly Uint8Array[];
}

/** Attestations of registered keys that were read from DA, the last ones; a function of the blobs in the order of DA. */
export interface AttestationBook {
  /** Takes the blobs of a DA height. Total on arbitrary bytes. */
  read(blobs: readonly { readonly data: Uint8Array }[]): void;
  /** What was said of a height, by whomever, the first of each key. */
  at(height: bigint): readonly Attestation[];
  /** The last height up to `limit` of which more than two thirds of the registered keys say what `known` says; undefined without one. */
  attested(limit: bigint, known: (height: bigint) => AttestedBlock | undefined): bigint | undefined;
  /** The last height of which a key said anything; 0 when it did not. */
  lastOf(publicKey: Uint8Array): bigint;
}

/** Heights of which attestations are kept, and of each key: a key that attests anything at all must not push others out. */
const HEIGHTS_KEPT = 1_000;

export function createAttestationBook({ crypto, chainId, attesters }: AttestationBookOptions): AttestationBook {
  const chainIdHash = crypto.sha256(toUtf8(chainId));
  /** Of each key what it said, by height, oldest first. */
  const said = new Map<string, Map<bigint, Attestation>>(attesters.map((key) => [toHex(key), new Map()]));

  const take = (attestation: Attestation): void => {
    const own = said.get(toHex(attestation.publicKey));
    if (own === undefined || own.has(attestation.height) || !isAttestationGenuine(crypto, chainId, attestation)) return;
    own.set(attestation.height, attestation);
    const [oldest] = own.keys();
    if (own.size > HEIGHTS_KEPT && oldest !== undefined) own.delete(oldest);
  };

  const at = (height: bigint): readonly Attestation[] => attesters.flatMap((key) => said.get(toHex(key))?.get(height) ?? []);

  return {
    read(blobs) {
      for (const { data } of blobs) {
        const attestation = decodeAttestation(crypto.sha256, chainIdHash, data);
        if (attestation !== undefined) take(attestation);
      }
    },
    at,
    attested(limit, known) {
      const heights = [...new Set([...said.values()].flatMap((own) => [...own.keys()]))].filter((height) => height <= limit);
      heights.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
      return heights.find((height) => {
        const block = known(height);
        return block !== undefined && isAttested(attesters.length, at(height), block);
      });
    },
    lastOf(publicKey) {
      let last = 0n;
      for (const height of said.get(toHex(publicKey))?.keys() ?? []) if (height > last) last = height;
      return last;
    },
  };
}

/** Whether more than two thirds of so many keys say exactly this. The attestations are genuine, one per registered key. */
export function isAttested(registered: number, attestations: readonly Attestation[], block: AttestedBlock): boolean {
  const agreeing = attestations.filter(({ blockHash, appHash }) => equalBytes(blockHash, block.blockHash) && equalBytes(appHash, block.appHash));
  return agreeing.length * 3 > registered * 2;
}
