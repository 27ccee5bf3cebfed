import { z } from "zod/mini";
import { chainProofSchema } from "../offline/chain-proof.ts";
import { RECEIPT_FILE_FORMAT, type ReceiptFile } from "./receipt-file.ts";

/** Longest text of a receipt file that is read: 4 MiB. */
export const RECEIPT_FILE_BYTES_MAX: number = 4 * 1024 * 1024;

/** A file that is no receipt. The message says what is wrong where. */
export class ReceiptFileError extends Error {
  override readonly name = "ReceiptFileError";
  readonly code = "receipt-file";
}

const text = z.string().check(z.maxLength(4_194_304));
const uint = z.string().check(z.regex(/^(0|[1-9][0-9]{0,38})$/));
const hex = z.string().check(z.regex(/^([0-9a-f]{2}){0,128}$/));
const base64 = text.check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/));
const count = z.int().check(z.gte(0), z.lte(0xffffffff));
const bps = z.int().check(z.gte(0), z.lte(10_000));
const rowRange = z.object({ document: count, firstChunk: count, chunkCount: count });

const facts = z.object({
  chainId: text,
  session: z.object({
    ...{ id: uint, offerId: uint, buyer: text, host: text, modelId: uint, modelVersion: uint },
    ...{ denom: text, sessionKey: hex, openedHeight: uint },
  }),
  offer: z.object({
    ...{ id: uint, host: text, denom: text, perCall: uint, per1kInput: uint, per1kOutput: uint },
    ...{ latencyClassMs: uint, lateBps: bps, receiptKey: hex, region: text, powerSource: text },
  }),
  model: z.object({
    ...{ id: uint, version: uint, name: text, kind: z.enum(["retrieval", "ngram", "external"]), ruleVersion: count, artifactRoot: hex },
    recipe: z.optional(hex),
    ...{ publisher: text, steward: text, approver: text, manifestTokens: uint, acceptedAtPublish: uint },
    publishedHeight: uint,
    manifest: z.array(z.object({ datanetId: uint, version: uint, priorBps: bps })).check(z.maxLength(1024)),
  }),
  datanetVersions: z
    .array(z.object({ datanetId: uint, version: uint, logSize: uint, logRoot: hex }))
    .check(z.maxLength(4096)),
  contributions: z
    .array(
      z.object({
        ...{ datanetId: uint, seq: uint, title: text, licence: text, contributor: text, acceptedSequence: uint },
        revoked: z.optional(z.object({ whole: z.boolean(), rows: z.array(rowRange).check(z.maxLength(256)) })),
        ...{ owner: z.optional(text), struck: z.optional(z.literal(true)) },
      }),
    )
    .check(z.maxLength(4096)),
  rule: z.object({
    ...{ minExcessBits: count, minWords: count, maxOwners: count, tokeniserVersion: count, weightTableHash: hex },
    ...{ maxOutputBytes: count, maxRequestBytes: count },
  }),
  split: z.object({
    ...{ dataBps: bps, hostBps: bps, modelBps: bps, stakersBps: bps, treasuryBps: bps, burnBps: bps },
  }),
});

const settlement = z.object({
  ...{ id: uint, firstIndex: uint, receiptCount: count, state: z.enum(["pending", "final", "void"]) },
  submittedHeight: uint,
  txHash: z.optional(z.string().check(z.regex(/^[0-9A-F]{64}$/))),
});

const span = z.object({
  ...{ start: count, end: count, owner: text, weight: uint },
  status: z.enum(["owned", "no-match", "outside", "revoked", "request", "repeat"]),
  contribution: z.nullable(z.object({ datanetId: uint, seq: uint, title: text })),
  ...{ document: z.nullable(count), offset: z.nullable(uint) },
});

const readable = z.object({
  ...{ sessionId: uint, index: uint, nonce: uint, question: text, answer: text, amount: uint, denom: text },
  ...{ inputTokens: uint, outputTokens: uint, latencyMs: uint, totalWeight: uint, ownedWeight: uint },
  owners: z.array(z.object({ owner: text, amount: uint })).check(z.maxLength(1024)),
  spans: z.array(span).check(z.maxLength(100_000)),
});

const receiptFile = z.object({
  format: z.literal(RECEIPT_FILE_FORMAT),
  opening: base64,
  head: z.nullable(z.object({ signed: base64, inclusionPath: z.array(hex).check(z.maxLength(64)) })),
  facts,
  settlement: z.nullable(settlement),
  chainProof: z.optional(chainProofSchema),
  readable,
});

/** Reads a receipt file out of parsed JSON. Throws {@link ReceiptFileError} with the place that is wrong. */
export function parseReceiptFile(json: unknown): ReceiptFile {
  const result = receiptFile.safeParse(json);
  if (result.success) return result.data as ReceiptFile;
  const issue = result.error.issues[0];
  const place = issue?.path.join(".") ?? "";
  throw new ReceiptFileError(`not a receipt file of format ${RECEIPT_FILE_FORMAT}: ${place || "the file"} ${issue?.message ?? ""}`);
}
