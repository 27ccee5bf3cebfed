import { randomBytes } from "node:crypto";
import { decodeVoteSignBytes, PRECOMMIT, voteSignBytes, ZERO_BLOCK_ID } from "@openledger/comet";
import { concatBytes, toUtf8, u32be } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBatch, encodeOpenEnvelope, prepareBatch, type BatchContext } from "./batch.ts";
import { CHAIN_ID, crypto, sealedBlocks, testKey } from "./blocks.fixture.ts";
import { BLOB_BYTES_MAX, decodeEnvelope, decodeEnvelopeSignBytes, encodeEnvelope, ENVELOPE_BYTES, envelopeSignBytes, isEnvelopeGenuine, openEnvelope, type Envelope } from "./envelope.ts";
import { PART_BYTES_MAX } from "./limits.ts";
import { namespacesOf } from "./namespaces.ts";
import { decodeDataBatch, decodeHeaderBatch, payloadBytes } from "./payload.ts";

const { sha256 } = crypto;
const signer = testKey(1);
const neverInflates = (): undefined => undefined;

function context(partBytes = PART_BYTES_MAX): BatchContext {
  return { sha256, chainId: CHAIN_ID, signer, deflate: () => undefined, partBytes };
}

function decoded(blob: Uint8Array): Envelope {
  const envelope = decodeEnvelope(blob);
  if ("reason" in envelope) throw new Error(envelope.reason);
  return envelope;
}

function opened(blob: Uint8Array): Uint8Array {
  return openEnvelope(sha256, neverInflates, decoded(blob)) ?? new Uint8Array(0);
}

const blocks = sealedBlocks([[], [toUtf8("a"), toUtf8("")], [new Uint8Array(3_000).fill(7)]]);

test("a batch gives back the headers, commits and transactions of its blocks", () => {
  const headers = encodeBatch(context(), "headers", blocks);
  const data = encodeBatch(context(), "data", blocks);
  expect(headers).toHaveLength(1);
  const payload = opened(headers[0] as Uint8Array);
  expect(decodeHeaderBatch(payload, 3)).toEqual(blocks.map(({ header, commit }) => ({ header, commit })));
  expect(decodeDataBatch(opened(data[0] as Uint8Array), 3)).toEqual(blocks.map(({ txs, evidence }) => ({ txs, evidence })));
  const sizes = blocks.map((block) => payloadBytes(block, block));
  expect(sizes.reduce((sum, { headers: bytes }) => sum + bytes, 0)).toBe(payload.length);
  expect(sizes.reduce((sum, { data: bytes }) => sum + bytes, 0)).toBe(opened(data[0] as Uint8Array).length);
});

test("a payload longer than a blob is cut into parts that name the whole", () => {
  const data = encodeBatch(context(1_000), "data", blocks);
  expect(data).toHaveLength(4);
  const envelopes = data.map(decoded);
  expect(envelopes.map(({ part, parts }) => [part, parts])).toEqual([[0, 4], [1, 4], [2, 4], [3, 4]]);
  const whole = concatBytes(...data.map(opened));
  expect(envelopes.every(({ payloadHash }) => Buffer.from(payloadHash).equals(sha256(whole)))).toBe(true);
  expect(decodeDataBatch(whole, 3)).toHaveLength(3);
});

test("headers are in one blob: a part of earlier ones could not be compared with what is there", () => {
  expect(() => encodeBatch(context(500), "headers", blocks)).toThrow("parts");
  const [blob = new Uint8Array(0)] = encodeBatch(context(1_000), "data", blocks);
  const asHeaders = blob.slice();
  asHeaders[5] = 1;
  expect(decodeEnvelope(asHeaders)).toEqual({ reason: "headers in parts" });
});

test("a payload of more items than its bound is none, however they are spread over blocks", () => {
  const items = (count: number): Uint8Array => concatBytes(u32be(count), new Uint8Array(4 * count));
  const payload = (more: number): Uint8Array => concatBytes(items(131_072), items(0), items(0), items(131_072), items(more), items(0));
  expect(decodeDataBatch(payload(0), 3)).toHaveLength(3);
  expect(decodeDataBatch(payload(1), 3)).toBeUndefined();
});

test("the same blocks make the same blobs", () => {
  for (const kind of ["headers", "data"] as const) expect(encodeBatch(context(), kind, blocks)).toEqual(encodeBatch(context(), kind, blocks));
});

test("only the named key's signature is genuine, and every byte before the body is covered but compression", () => {
  const [blob = new Uint8Array(0)] = encodeBatch(context(), "data", blocks);
  expect(isEnvelopeGenuine(crypto, decoded(blob), signer.publicKey)).toBe(true);
  expect(isEnvelopeGenuine(crypto, decoded(blob), testKey(2).publicKey)).toBe(false);
  const compressionAt = ENVELOPE_BYTES - 97;
  for (let at = 0; at < ENVELOPE_BYTES; at++) {
    if (at === compressionAt) continue;
    const flipped = blob.slice();
    flipped[at] = (flipped[at] as number) ^ 1;
    const envelope = decodeEnvelope(flipped);
    expect("reason" in envelope || !isEnvelopeGenuine(crypto, envelope, signer.publicKey)).toBe(true);
  }
});

test("a body of other bytes, or one that inflates to another length, is refused", () => {
  const [blob = new Uint8Array(0)] = encodeBatch(context(), "data", blocks);
  const flipped = blob.slice();
  flipped[ENVELOPE_BYTES] = 1;
  expect(openEnvelope(sha256, neverInflates, decoded(flipped))).toBeUndefined();
  const { kind, chainIdHash, firstHeight, count, part, parts, partBytes, partHash, payloadHash, signer: by, signature } = decoded(blob);
  const fields = { kind, chainIdHash, firstHeight, count, part, parts, partBytes, partHash, payloadHash };
  const packed = encodeEnvelope(fields, { compression: "zstd", body: toUtf8("x") }, { signer: by, signature });
  expect(isEnvelopeGenuine(crypto, decoded(packed), signer.publicKey)).toBe(true);
  expect(openEnvelope(sha256, () => opened(blob), decoded(packed))).toEqual(opened(blob));
  expect(openEnvelope(sha256, () => opened(blob).subarray(1), decoded(packed))).toBeUndefined();
  expect(openEnvelope(sha256, neverInflates, decoded(packed))).toBeUndefined();
});

test("what anyone posts has no signature of the envelope and cannot claim blocks", () => {
  const blob = encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", toUtf8("tx"));
  expect(decoded(blob)).toMatchObject({ kind: "forced-tx", firstHeight: 0n, count: 0 });
  expect(opened(blob)).toEqual(toUtf8("tx"));
  expect(isEnvelopeGenuine(crypto, decoded(blob), new Uint8Array(32))).toBe(false);
  const asData = blob.slice();
  asData[5] = 2;
  expect(decodeEnvelope(asData)).toEqual({ reason: "an impossible height" });
});

test("sign bytes begin with a domain of their own", () => {
  const [blob = new Uint8Array(0)] = encodeBatch(context(), "data", blocks);
  expect(Buffer.from(envelopeSignBytes(decoded(blob))).toString("latin1").startsWith("openledger/da/envelope/1")).toBe(true);
});

test("namespaces differ by name and by chain", () => {
  const all = [namespacesOf(sha256, "a"), namespacesOf(sha256, "b")].flatMap(({ headers, data, forced }) => [headers, data, forced]);
  expect(new Set(all.map((one) => Buffer.from(one).toString("hex"))).size).toBe(6);
  expect(all.every(({ length }) => length === 10)).toBe(true);
});

test("decoding is total on arbitrary bytes, and on batches with damage", () => {
  const [headers = new Uint8Array(0)] = encodeBatch(context(), "headers", blocks);
  const [data = new Uint8Array(0)] = encodeBatch(context(), "data", blocks);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(), fc.nat(255), fc.nat(5), (noise, at, byte, count) => {
      for (const blob of [headers, data, noise]) {
        const damaged = blob.slice();
        if (damaged.length > 0) damaged[at % damaged.length] = byte;
        const envelope = decodeEnvelope(damaged);
        if ("reason" in envelope) continue;
        isEnvelopeGenuine(crypto, envelope, signer.publicKey);
        openEnvelope(sha256, neverInflates, envelope);
      }
      for (const payload of [noise, opened(headers), opened(data)]) {
        const damaged = payload.slice();
        if (damaged.length > 0) damaged[at % damaged.length] = byte;
        decodeHeaderBatch(damaged, count);
        decodeDataBatch(damaged, count);
      }
    }),
    { numRuns: 300 },
  );
});

test("what is too long or too short is told without reading it", () => {
  expect(decodeEnvelope(randomBytes(ENVELOPE_BYTES))).toEqual({ reason: "shorter than an envelope" });
  expect(decodeEnvelope(new Uint8Array(BLOB_BYTES_MAX + 1))).toEqual({ reason: "longer than any blob of ours" });
});

test("what the sequencer signs of an envelope is read back as its fields, and a vote is none", () => {
  const unsigned = prepareBatch(context(300), "data", blocks);
  const signed = encodeBatch(context(300), "data", blocks);
  for (const [i, { message, blob }] of unsigned.entries()) {
    const envelope = decodeEnvelope(signed[i] ?? new Uint8Array(0));
    expect(envelope).toMatchObject(decodeEnvelopeSignBytes(message) ?? {});
    expect(blob("signature" in envelope ? envelope.signature : new Uint8Array(64))).toEqual(signed[i]);
    expect(decodeEnvelopeSignBytes(message.subarray(1))).toBeUndefined();
    expect(decodeEnvelopeSignBytes(Uint8Array.of(...message, 0))).toBeUndefined();
    expect(() => decodeVoteSignBytes(message)).toThrow();
  }
  const [first] = blocks;
  const vote = voteSignBytes("derive-1", { type: PRECOMMIT, height: 5n, round: 0, blockId: first?.commit.blockId ?? ZERO_BLOCK_ID, timestamp: 1n });
  expect(decodeEnvelopeSignBytes(vote)).toBeUndefined();
});
