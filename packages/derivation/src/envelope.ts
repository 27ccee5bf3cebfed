import { concatBytes, equalBytes, readU32be, readU64be, startsWith, toUtf8, u32be, u64be, type Crypto, type Sha256 } from "@openledger/primitives";
import { BATCH_BLOCKS_MAX, PART_BYTES_MAX, PARTS_MAX } from "./limits.ts";

/** What a blob carries. The first two are the sequencer's and signed here; the others bring their own signatures. */
export type EnvelopeKind = "headers" | "data" | "forced-tx" | "rotation" | "attestation";
/** How the body is stored. Hashes are of uncompressed bytes only: compressors differ, decompression does not. */
export type Compression = "none" | "zstd";

/** What an envelope says of its body, and what its signature covers. */
export interface EnvelopeFields {
  readonly kind: EnvelopeKind;
  /** sha256 of the chain id. */
  readonly chainIdHash: Uint8Array;
  /** Height of the first block; 0 for kinds that are not of blocks. */
  readonly firstHeight: bigint;
  /** Blocks, 1..1,024; 0 for kinds that are not of blocks. */
  readonly count: number;
  /** Which slice of the payload this blob carries, 0..parts-1. */
  readonly part: number;
  /** Slices of the payload, 1..32; 1 for headers. */
  readonly parts: number;
  /** Uncompressed length of this slice, 1..4 MiB. */
  readonly partBytes: number;
  /** sha256 of this slice, uncompressed. */
  readonly partHash: Uint8Array;
  /** sha256 of the whole payload, uncompressed; the same as `partHash` where there is one part. */
  readonly payloadHash: Uint8Array;
}

/** A blob's fields, who signed them, and its stored body. */
export interface Envelope extends EnvelopeFields {
  readonly compression: Compression;
  /** 32-byte ed25519 key; zeros for kinds that bring their own signatures. */
  readonly signer: Uint8Array;
  /** 64 bytes over {@link envelopeSignBytes}; zeros with a zero key. */
  readonly signature: Uint8Array;
  /** A view into the blob. */
  readonly body: Uint8Array;
}

const MAGIC = toUtf8("OLDA\u0001");
const KINDS: readonly EnvelopeKind[] = ["headers", "data", "forced-tx", "rotation", "attestation"];
const COMPRESSIONS: readonly Compression[] = ["none", "zstd"];
const SIGN_DOMAIN = toUtf8("openledger/da/envelope/1");
const FIELD_BYTES = 1 + 32 + 8 + 4 + 2 + 2 + 4 + 32 + 32;
const INT64_MAX = (1n << 63n) - 1n;
const NO_KEY = new Uint8Array(32);
const NO_SIGNATURE = new Uint8Array(64);

/** Bytes of a blob before its body: magic and version, fields, compression, signer, signature. */
export const ENVELOPE_BYTES: number = MAGIC.length + FIELD_BYTES + 1 + 32 + 64;
/** Longer blobs are not ours. */
export const BLOB_BYTES_MAX: number = ENVELOPE_BYTES + PART_BYTES_MAX;

/** Whether envelopes of this kind carry the sequencer's signature. */
export function isSigned(kind: EnvelopeKind): boolean {
  return kind === "headers" || kind === "data";
}

/** The message that the sequencer signs: a domain and the fields, so that no vote or transaction is one. */
export function envelopeSignBytes(fields: EnvelopeFields): Uint8Array {
  return concatBytes(SIGN_DOMAIN, encodeFields(fields));
}

/** The fields that a message of {@link envelopeSignBytes} signs, for a kind that the sequencer signs; undefined for any other bytes. */
export function decodeEnvelopeSignBytes(message: Uint8Array): EnvelopeFields | undefined {
  if (message.length !== SIGN_DOMAIN.length + FIELD_BYTES || !startsWith(message, SIGN_DOMAIN)) return undefined;
  const fields = decodeFields(message.subarray(SIGN_DOMAIN.length));
  return fields === undefined || !isSigned(fields.kind) || whyImpossible(fields) !== undefined ? undefined : fields;
}

/** A blob. `signer` and `signature` are left out for kinds that bring their own signatures. */
export function encodeEnvelope(
  fields: EnvelopeFields,
  { compression, body }: { readonly compression: Compression; readonly body: Uint8Array },
  signed: { readonly signer: Uint8Array; readonly signature: Uint8Array } = { signer: NO_KEY, signature: NO_SIGNATURE },
): Uint8Array {
  const stored = Uint8Array.of(COMPRESSIONS.indexOf(compression));
  return concatBytes(MAGIC, encodeFields(fields), stored, signed.signer, signed.signature, body);
}

/**
 * The envelope of a blob, or why it is none. Total on arbitrary bytes, without copying, in time that does not depend on their length;
 * says nothing of signature and body: {@link isEnvelopeGenuine}, {@link openEnvelope}.
 */
export function decodeEnvelope(blob: Uint8Array): Envelope | { readonly reason: string } {
  if (blob.length <= ENVELOPE_BYTES) return { reason: "shorter than an envelope" };
  if (blob.length > BLOB_BYTES_MAX) return { reason: "longer than any blob of ours" };
  if (!startsWith(blob, MAGIC)) return { reason: "no envelope of version 1" };
  let at = MAGIC.length;
  const take = (length: number): Uint8Array => blob.subarray(at, (at += length));
  const fields = decodeFields(take(FIELD_BYTES));
  const compression = COMPRESSIONS[take(1)[0] ?? 0];
  if (fields === undefined) return { reason: "an unknown kind" };
  if (compression === undefined) return { reason: "an unknown compression" };
  const envelope = { ...fields, compression, signer: take(32), signature: take(64), body: blob.subarray(at) };
  const reason = whyWrong(envelope);
  return reason === undefined ? envelope : { reason };
}

/** Whether the signer of a signed kind is `publicKey` and its signature verifies. */
export function isEnvelopeGenuine(crypto: Crypto, envelope: Envelope, publicKey: Uint8Array): boolean {
  if (!isSigned(envelope.kind) || !equalBytes(envelope.signer, publicKey)) return false;
  return crypto.verifyEd25519(publicKey, envelopeSignBytes(envelope), envelope.signature);
}

/** Decompresses to exactly `length` bytes, in memory bounded by them, or gives undefined. Never throws. */
export type Inflate = (compression: Exclude<Compression, "none">, body: Uint8Array, length: number) => Uint8Array | undefined;

/** The slice of the payload that a blob carries, checked against its hash, or undefined. */
export function openEnvelope(sha256: Sha256, inflate: Inflate, envelope: Envelope): Uint8Array | undefined {
  const { compression, body, partBytes, partHash } = envelope;
  const slice = compression === "none" ? body : inflate(compression, body, partBytes);
  if (slice === undefined || slice.length !== partBytes) return undefined;
  return equalBytes(sha256(slice), partHash) ? slice : undefined;
}

function whyWrong(envelope: Envelope): string | undefined {
  const { kind, partBytes, compression, signer, signature, body } = envelope;
  if (compression === "none" && body.length !== partBytes) return "a body that is not as long as it says";
  const impossible = whyImpossible(envelope);
  if (impossible !== undefined || isSigned(kind)) return impossible;
  const unsigned = equalBytes(signer, NO_KEY) && equalBytes(signature, NO_SIGNATURE);
  return unsigned ? undefined : "a signature of the envelope in a kind that has none";
}

function whyImpossible({ kind, firstHeight, count, part, parts, partBytes, partHash, payloadHash }: EnvelopeFields): string | undefined {
  if (parts < 1 || parts > PARTS_MAX || part >= parts) return "parts that do not count";
  if (partBytes < 1 || partBytes > PART_BYTES_MAX) return "an impossible length";
  if (parts === 1 && !equalBytes(partHash, payloadHash)) return "one part with another hash than the whole";
  // One signer's headers always fit, and parts of another height's could not be compared with what is there.
  if (kind === "headers" && parts > 1) return "headers in parts";
  if (isSigned(kind)) {
    if (firstHeight < 1n || firstHeight > INT64_MAX - BigInt(BATCH_BLOCKS_MAX)) return "an impossible height";
    return count < 1 || count > BATCH_BLOCKS_MAX ? "an impossible number of blocks" : undefined;
  }
  return firstHeight !== 0n || count !== 0 ? "blocks in a kind that has none" : undefined;
}

/** Undefined for an unknown kind. `bytes` has FIELD_BYTES. */
function decodeFields(bytes: Uint8Array): EnvelopeFields | undefined {
  let at = 0;
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  const kind = KINDS[(take(1)[0] ?? 0) - 1];
  const chainIdHash = take(32);
  const firstHeight = readU64be(take(8));
  const count = readU32be(take(4));
  const part = readU16be(take(2));
  const parts = readU16be(take(2));
  const partBytes = readU32be(take(4));
  return kind === undefined ? undefined : { kind, chainIdHash, firstHeight, count, part, parts, partBytes, partHash: take(32), payloadHash: take(32) };
}

function encodeFields(fields: EnvelopeFields): Uint8Array {
  return concatBytes(
    Uint8Array.of(KINDS.indexOf(fields.kind) + 1),
    fields.chainIdHash,
    u64be(fields.firstHeight),
    u32be(fields.count),
    u16be(fields.part),
    u16be(fields.parts),
    u32be(fields.partBytes),
    fields.partHash,
    fields.payloadHash,
  );
}

function u16be(value: number): Uint8Array {
  return u32be(value).subarray(2);
}

function readU16be(bytes: Uint8Array): number {
  return ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
}
