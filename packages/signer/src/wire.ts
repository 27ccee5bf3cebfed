/** How node and signer write to each other: JSON, and behind it bytes where there are any. */
import { concatBytes, fromBase64, fromHex, fromUtf8, readU32be, toBase64, toHex, toUtf8, u32be } from "@openledger/primitives";
import { z } from "zod";
import type { JournalBlock, SignerStatus } from "./signer.ts";

/** Requests without a block. */
export const SMALL_BODY_BYTES: number = 16 * 1024;
/** The largest block that CometBFT knows, and what is around it. */
export const SEAL_BODY_BYTES: number = 100 * 1024 * 1024 + SMALL_BODY_BYTES;
/** Blocks of one answer to `sealed`, except that one block is always there. */
export const SEALED_BYTES: number = 8 * 1024 * 1024;
/** Tokens are bearer secrets: shorter ones can be guessed. */
export const TOKEN_CHARS_MIN = 32;

const int64 = z.string().regex(/^\d{1,18}$/).transform(BigInt);
const bytes = z.string().max(4_096).transform((text) => fromBase64(text));
const round = z.int().min(0).max(2 ** 31 - 1);

interface UnderLease {
  readonly lease: bigint;
}
type WireTip = SignerStatus["tip"];

export const emptySchema: z.ZodType<object> = z.strictObject({});
export const acquireSchema: z.ZodType<{ readonly node: string; readonly ttl_ms: number }> = z.strictObject({ node: z.string().regex(/^[\w.:-]{1,80}$/), ttl_ms: z.int().min(1_000).max(60_000) });
export const leaseSchema: z.ZodType<UnderLease> = z.strictObject({ lease: int64 });
export const sealSchema: z.ZodType<UnderLease & { readonly height: bigint; readonly round: number; readonly sign_bytes: Uint8Array }> = z.strictObject({ lease: int64, height: int64, round, sign_bytes: bytes });
export const sealedSchema: z.ZodType<{ readonly from: bigint }> = z.strictObject({ from: int64 });
export const includedSchema: z.ZodType<UnderLease & { readonly height: bigint }> = z.strictObject({ lease: int64, height: int64 });
export const envelopeSchema: z.ZodType<UnderLease & { readonly message: Uint8Array }> = z.strictObject({ lease: int64, message: bytes });

const HASH = /^[0-9a-f]{64}$/;
export const advanceSchema: z.ZodType<UnderLease & { readonly height: bigint; readonly hash: Uint8Array }> = z.strictObject({ lease: int64, height: int64, hash: z.string().regex(HASH).transform((text) => fromHex(text)) });

const hex = z.string().regex(/^([0-9a-f]{2})*$/).transform((text) => fromHex(text));
const tip = z.object({ height: int64, hash: hex });
/** A signer may be older than the nodes, and answer without `included_height`. */
export const renewAnswer: z.ZodType<{ readonly tip: WireTip; readonly included_height?: bigint | undefined }> = z.object({ tip, included_height: int64.optional() });
export const acquireAnswer: z.ZodType<UnderLease & { readonly status?: unknown }> = z.object({ lease: int64, status: z.unknown() });
export const signatureAnswer: z.ZodType<{ readonly signature: Uint8Array }> = z.object({ signature: bytes });
export const failureAnswer: z.ZodType<{ readonly code: string; readonly message: string; readonly retryable: boolean }> = z.object({ code: z.string(), message: z.string().max(2_000), retryable: z.boolean() });
const statusAnswer = z.object({
  chain_id: z.string(),
  address: hex,
  public_key: bytes,
  tip,
  last: z.object({ height: int64, round }).nullable(),
  lease: z.object({ number: int64, node: z.string(), ttl_ms: z.number(), remaining_ms: z.number() }).nullable(),
  // A signer may be older than the nodes, and answer without it.
  min_round: z.object({ round, up_to_height: int64 }).nullish(),
  journal: z.object({ first_height: int64.nullable(), included_height: int64, pending_bytes: z.number(), limit_bytes: z.number() }),
});
const sealedHead = z.object({ height: int64, round, sign_bytes: bytes, signature: bytes });

export function statusJson({ chainId, address, publicKey, tip: end, last, lease, minRound, journal }: SignerStatus): object {
  return {
    chain_id: chainId,
    address: toHex(address),
    public_key: toBase64(publicKey),
    tip: tipJson(end),
    last: last === undefined ? null : { height: `${last.height}`, round: last.round },
    lease: lease === undefined ? null : { number: `${lease.number}`, node: lease.node, ttl_ms: lease.ttlMs, remaining_ms: Math.ceil(lease.remainingMs) },
    min_round: minRound === undefined ? null : { round: minRound.round, up_to_height: `${minRound.upTo}` },
    journal: {
      first_height: journal.firstHeight === undefined ? null : `${journal.firstHeight}`,
      included_height: `${journal.includedHeight}`,
      pending_bytes: journal.pendingBytes,
      limit_bytes: journal.limitBytes,
    },
  };
}

function tipJson({ height, hash }: WireTip): object {
  return { height: `${height}`, hash: toHex(hash) };
}

/** What a renewal is answered with, beside the lease. */
export function standJson({ tip: end, journal }: SignerStatus): object {
  return { tip: tipJson(end), included_height: `${journal.includedHeight}` };
}

export function statusFrom(json: unknown): SignerStatus {
  const { chain_id: chainId, address, public_key: publicKey, tip: end, last, lease, min_round: min, journal } = statusAnswer.parse(json);
  return {
    chainId,
    address,
    publicKey,
    tip: end,
    last: last ?? undefined,
    lease: lease === null ? undefined : { number: lease.number, node: lease.node, ttlMs: lease.ttl_ms, remainingMs: lease.remaining_ms },
    minRound: min === undefined || min === null ? undefined : { round: min.round, upTo: min.up_to_height },
    journal: {
      firstHeight: journal.first_height ?? undefined,
      includedHeight: journal.included_height,
      pendingBytes: journal.pending_bytes,
      limitBytes: journal.limit_bytes,
    },
  };
}

/** JSON with bytes behind it: both lengths first. */
export function withBytes(json: object, data: Uint8Array): Uint8Array {
  const head = toUtf8(JSON.stringify(json));
  return concatBytes(u32be(head.length), u32be(data.length), head, data);
}

/** What {@link withBytes} wrote at `at`, and where the next one begins. Throws for other bytes. */
export function readWithBytes(body: Uint8Array, at = 0): { readonly json: unknown; readonly data: Uint8Array; readonly end: number } {
  const headAt = at + 8;
  if (body.length < headAt) throw new RangeError("the body ends within its lengths");
  const dataAt = headAt + readU32be(body, at);
  const end = dataAt + readU32be(body, at + 4);
  if (end > body.length) throw new RangeError("the body is shorter than it says");
  return { json: JSON.parse(fromUtf8(body.subarray(headAt, dataAt))), data: body.subarray(dataAt, end), end };
}

export function sealedBody(blocks: readonly JournalBlock[]): Uint8Array {
  return concatBytes(
    ...blocks.map(({ height, round: at, signBytes, signature, block }) =>
      withBytes({ height: `${height}`, round: at, sign_bytes: toBase64(signBytes), signature: toBase64(signature) }, block),
    ),
  );
}

export function sealedFrom(body: Uint8Array): readonly JournalBlock[] {
  const blocks: JournalBlock[] = [];
  for (let at = 0; at < body.length;) {
    const { json, data, end } = readWithBytes(body, at);
    const { height, round: atRound, sign_bytes: signBytes, signature } = sealedHead.parse(json);
    blocks.push({ height, round: atRound, signBytes, signature, block: new Uint8Array(data) });
    at = end;
  }
  return blocks;
}
