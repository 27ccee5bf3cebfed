import type { SignedHeader } from "@openledger/comet";
import { assert, toUtf8, type Sha256 } from "@openledger/primitives";
import { encodeEnvelope, envelopeSignBytes, type Compression } from "./envelope.ts";
import { BATCH_BLOCKS_MAX, PARTS_MAX } from "./limits.ts";
import { encodeDataBatch, encodeHeaderBatch, type BlockData } from "./payload.ts";

/** Compresses a slice, or gives undefined where that saves nothing. */
export type Deflate = (slice: Uint8Array) => { readonly compression: Exclude<Compression, "none">; readonly body: Uint8Array } | undefined;

export interface BatchSigner {
  /** 32-byte ed25519 key. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

export interface BatchContext {
  readonly sha256: Sha256;
  readonly chainId: string;
  readonly signer: BatchSigner;
  readonly deflate: Deflate;
  /** Uncompressed bytes per blob, at most 4 MiB. */
  readonly partBytes: number;
}

/** The sequencer's two streams. Each has its own batches, whose boundaries need not agree. */
export type BatchKind = "headers" | "data";

/** What a block gives to the batches of either kind. */
export type PostedBlock = SignedHeader & BlockData;

/** The uncompressed payload of a batch: equal blocks give equal bytes. */
export function batchPayload(kind: BatchKind, blocks: readonly PostedBlock[]): Uint8Array {
  return kind === "headers" ? encodeHeaderBatch(blocks) : encodeDataBatch(blocks);
}

/** Signed blobs of 1..1,024 consecutive blocks, in the order of their parts. */
export function encodeBatch(context: BatchContext, kind: BatchKind, blocks: readonly PostedBlock[]): readonly Uint8Array[] {
  return prepareBatch(context, kind, blocks).map(({ message, blob }) => blob(context.signer.sign(message)));
}

/** A blob of a batch that waits for its signature. */
export interface UnsignedBlob {
  /** What the sequencer signs. */
  readonly message: Uint8Array;
  /** `signature` has 64 bytes. */
  blob(signature: Uint8Array): Uint8Array;
}

/** What {@link encodeBatch} signs, for a key that is elsewhere. */
export function prepareBatch(context: Omit<BatchContext, "signer"> & { readonly signer: Pick<BatchSigner, "publicKey"> }, kind: BatchKind, blocks: readonly PostedBlock[]): readonly UnsignedBlob[] {
  const { sha256, chainId, signer, deflate, partBytes } = context;
  const [first] = blocks;
  assert(first !== undefined && blocks.length <= BATCH_BLOCKS_MAX, `a batch has 1 to ${BATCH_BLOCKS_MAX} blocks`);
  const payload = batchPayload(kind, blocks);
  const parts = Math.max(1, Math.ceil(payload.length / partBytes));
  const partsMax = kind === "headers" ? 1 : PARTS_MAX;
  assert(parts <= partsMax, `a payload of ${payload.length} bytes takes ${parts} parts, more than ${partsMax}`);
  const range = { kind, firstHeight: first.header.height, count: blocks.length };
  const whole = { ...range, chainIdHash: sha256(toUtf8(chainId)), payloadHash: sha256(payload), parts };
  return Array.from({ length: parts }, (_, part) => {
    const slice = payload.subarray(part * partBytes, (part + 1) * partBytes);
    const fields = { ...whole, part, partBytes: slice.length, partHash: sha256(slice) };
    const stored = deflate(slice) ?? { compression: "none" as const, body: slice };
    return {
      message: envelopeSignBytes(fields),
      blob: (signature) => encodeEnvelope(fields, stored, { signer: signer.publicKey, signature }),
    };
  });
}

/** An envelope for what anyone may post: a forced transaction, a rotation or an attestation, of 1 byte to 4 MiB. */
export function encodeOpenEnvelope(sha256: Sha256, chainId: string, kind: "forced-tx" | "rotation" | "attestation", payload: Uint8Array): Uint8Array {
  const hash = sha256(payload);
  const none = { firstHeight: 0n, count: 0, part: 0, parts: 1 };
  const fields = { kind, chainIdHash: sha256(toUtf8(chainId)), ...none, partBytes: payload.length, partHash: hash, payloadHash: hash };
  return encodeEnvelope(fields, { compression: "none", body: payload });
}
