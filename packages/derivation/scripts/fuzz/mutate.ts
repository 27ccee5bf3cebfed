/** Blobs that differ in structure from honest ones, most of them under valid signatures and hashes, which random damage never gets past. */
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { concatBytes, equalBytes, toHex, toUtf8, u32be, u64be, unixNanos } from "@openledger/primitives";
import type { Header } from "@openledger/comet";
import { attestationSignBytes } from "../../src/attestation.ts";
import { encodeOpenEnvelope, type BatchKind } from "../../src/batch.ts";
import { CHAIN_ID, crypto, type TestBlock } from "../../src/blocks.fixture.ts";
import { encodeEnvelope, envelopeSignBytes, ENVELOPE_BYTES, type EnvelopeFields, type Inflate } from "../../src/envelope.ts";
import { BATCH_BLOCKS_MAX, PAYLOAD_ITEMS_MAX } from "../../src/limits.ts";
import { encodeDataBatch, encodeHeaderBatch } from "../../src/payload.ts";
import { encodeRotation, type RotationBody } from "../../src/rotation.ts";
import type { FuzzRandom } from "./random.ts";
import { ATTESTERS, batchOf, OLD, RECOVERY, ROTATIONS, sealedBy, SECOND, SEQUENCERS, signedRotation, STORY_BLOCKS, STRANGER, THIRD, txOf, type Key } from "./story.ts";

const { sha256 } = crypto;
const CHAIN_HASH = sha256(toUtf8(CHAIN_ID));
const NOBODY = new Uint8Array(20);
const EDGES: readonly bigint[] = [0n, 1n, 2n, 5n, 6n, 7n, 255n, (1n << 32n) - 1n, (1n << 63n) - 1n, (1n << 63n), (1n << 64n) - 1n];
const SECOND_NANOS = 1_000_000_000n;

/** What a node does, and now and then what no decompressor does. */
export function fuzzInflate(random: FuzzRandom): Inflate {
  return (_compression, body, length) => {
    if (random.oneIn(16)) return random.pick([undefined, new Uint8Array(Math.min(length, 4_096)), body]);
    try {
      const slice = zstdDecompressSync(body, { maxOutputLength: Math.max(1, length), params: { [constants.ZSTD_d_windowLogMax]: 23 } });
      return slice.length === length ? new Uint8Array(slice) : undefined;
    } catch {
      return undefined;
    }
  };
}

/** Bytes of anything: flipped, cut, joined, or none of it. */
export function damaged(random: FuzzRandom, blob: Uint8Array, other: Uint8Array): Uint8Array {
  const copy = blob.slice();
  switch (random.below(5)) {
    case 0:
      return random.bytes(random.below(ENVELOPE_BYTES * 2));
    case 1:
      return copy.subarray(0, random.below(copy.length + 1));
    case 2:
      copy.set(other.subarray(0, Math.min(other.length, ENVELOPE_BYTES, copy.length)));
      return copy;
    default:
      flip(random, copy, random.oneIn(2) ? ENVELOPE_BYTES : copy.length);
      return copy;
  }
}

function flip(random: FuzzRandom, bytes: Uint8Array, within: number): void {
  for (let flips = 1 + random.below(3); flips > 0 && bytes.length > 0; flips--) bytes[random.below(Math.min(within, bytes.length))] = random.below(256);
}

/** Blocks of all heights whose headers say other things, sealed by whoever seals those heights. */
export function alteredBlocks(random: FuzzRandom, count: number): readonly TestBlock[] {
  const groups = [OLD, SECOND, THIRD].map((blocks, i) => ({ blocks, key: SEQUENCERS[i] as Key }));
  return Array.from({ length: count }, () => {
    const { blocks, key } = random.pick(groups);
    const block = random.pick(blocks);
    const txs = random.oneIn(2) ? block.txs : [...block.txs, random.bytes(random.below(40))];
    const change = alteredHeader(random, block.header);
    return sealedBy(random.oneIn(8) ? STRANGER : key, { header: { ...block.header, ...change } }, { ...block, txs }, random.pick([SECOND_NANOS, 0n, -SECOND_NANOS, SECOND_NANOS * 86_400n * 365n]));
  });
}

function alteredHeader(random: FuzzRandom, header: Header): Partial<Header> {
  const hash = random.bytes(32);
  const at = unixNanos(header.time + random.pick([1n, -SECOND_NANOS, SECOND_NANOS * 3_600n]));
  const changes: readonly Partial<Header>[] = [{ appHash: hash }, { lastResultsHash: hash }, { dataHash: hash }, { nextValidatorsHash: hash }, { validatorsHash: hash }, { time: at }, { lastCommitHash: hash }, { proposerAddress: hash.subarray(0, 20) }, { appHash: new Uint8Array(0) }];
  return random.pick(changes);
}

/** A batch of blocks under a valid signature, in which the payload, the range or the parts may be any. */
export function signedBatch(random: FuzzRandom, kind: BatchKind, altered: readonly TestBlock[]): readonly Uint8Array[] {
  const from = random.below(STORY_BLOCKS.length);
  const blocks = STORY_BLOCKS.slice(from, from + 1 + random.below(4)).map((block) => (random.oneIn(3) ? random.pick(altered) : block));
  const mine = random.pick([...SEQUENCERS, STRANGER]);
  const payload = random.oneIn(2) ? payloadOf(kind, blocks) : alteredPayload(random, kind, blocks);
  const firstHeight = random.oneIn(6) ? random.pick(EDGES) : (blocks[0]?.header.height ?? 1n);
  const count = random.oneIn(6) ? random.pick([0, 1, 2, 3, BATCH_BLOCKS_MAX, BATCH_BLOCKS_MAX + 1, 2 ** 32 - 1]) : blocks.length;
  return signedParts(random, mine, { kind, firstHeight, count }, payload);
}

/** Data and header of the next block after so many, as its sequencer might seal another one: whole, and in the place of what it posted. */
export function alteredBatches(random: FuzzRandom, blocks: number, altered: readonly TestBlock[]): { readonly data: readonly Uint8Array[]; readonly headers: readonly Uint8Array[] } | undefined {
  const here = altered.filter(({ header }) => header.height === BigInt(blocks) + 1n);
  const signer = SEQUENCERS.find(({ address }) => equalBytes(address, STORY_BLOCKS[blocks]?.header.proposerAddress ?? NOBODY));
  if (here.length === 0 || signer === undefined) return undefined;
  const one = [random.pick(here)];
  return { data: batchOf("data", one, signer), headers: batchOf("headers", one, signer) };
}

/** Next to no bytes for very many items: at the bound, one above it, and far from it. Compressed they are a few dozen bytes. */
export function manyItems(random: FuzzRandom): readonly Uint8Array[] {
  const items = random.pick([500, 5_000, 50_000, PAYLOAD_ITEMS_MAX, PAYLOAD_ITEMS_MAX + 1]);
  const payload = concatBytes(u32be(items), new Uint8Array(items * 4), u32be(0));
  const block = random.pick(STORY_BLOCKS);
  return signedParts(random, random.pick(SEQUENCERS), { kind: "data", firstHeight: block.header.height, count: 1 }, payload, true);
}

const payloadOf = (kind: BatchKind, blocks: readonly TestBlock[]): Uint8Array => (kind === "headers" ? encodeHeaderBatch(blocks) : encodeDataBatch(blocks));

function alteredPayload(random: FuzzRandom, kind: BatchKind, blocks: readonly TestBlock[]): Uint8Array {
  const payload = payloadOf(kind, blocks).slice();
  const at = random.below(payload.length + 1);
  switch (random.below(6)) {
    case 0:
      return payload.subarray(0, Math.max(1, at));
    case 1:
      return concatBytes(payload, payload.subarray(at));
    case 2:
      payload.set(u32be(random.pick([0, 1, 4, 2 ** 24, 2 ** 31, 2 ** 32 - 1])), Math.min(at, Math.max(0, payload.length - 4)));
      return payload;
    case 3:
      return concatBytes(payload.subarray(0, at), random.bytes(1 + random.below(8)), payload.subarray(at));
    case 4:
      return payloadOf(kind === "data" ? "headers" : "data", blocks);
    default:
      flip(random, payload, payload.length);
      return payload;
  }
}

function signedParts(random: FuzzRandom, signer: Key, range: Pick<EnvelopeFields, "kind" | "firstHeight" | "count">, payload: Uint8Array, isSmall = random.oneIn(3)): readonly Uint8Array[] {
  const parts = range.kind === "headers" || random.oneIn(2) ? 1 : 1 + random.below(4);
  const size = Math.max(1, Math.ceil(payload.length / parts));
  const whole = { ...range, chainIdHash: CHAIN_HASH, payloadHash: random.oneIn(12) ? random.bytes(32) : sha256(payload), parts };
  return Array.from({ length: parts }, (_, part) => {
    const slice = payload.subarray(part * size, (part + 1) * size);
    const fields: EnvelopeFields = { ...whole, ...(random.oneIn(12) ? { parts: random.pick([0, 1, 2, 31, 32, 33, 65_535]) } : {}), part: random.oneIn(12) ? random.below(40) : part, partBytes: slice.length, partHash: random.oneIn(24) ? random.bytes(32) : sha256(slice) };
    const stored = isSmall ? { compression: "zstd" as const, body: new Uint8Array(zstdCompressSync(slice)) } : { compression: "none" as const, body: slice };
    return encodeEnvelope(fields, stored, { signer: signer.publicKey, signature: signer.sign(envelopeSignBytes(fields)) });
  });
}

/** Rotations that say other things, signed by whoever: as recovery keys could, and as they could not. */
export function alteredRotation(random: FuzzRandom): Uint8Array {
  const { number, lastHeight, lastHash, miss, newKey } = random.pick(ROTATIONS);
  const body: RotationBody = { number, lastHeight, lastHash, miss, newKey };
  const changes: readonly Partial<RotationBody>[] = [
    {},
    { number: random.pick(EDGES) },
    { lastHeight: random.pick(EDGES) },
    { lastHash: random.bytes(32) },
    { newKey: random.pick([...SEQUENCERS, STRANGER]).publicKey },
    { miss: { ...body.miss, deadline: random.pick(EDGES) } },
    { miss: { ...body.miss, txHash: sha256(txOf(random.below(9))) } },
  ];
  const signers = random.pick([RECOVERY, RECOVERY.slice(0, 2), RECOVERY.slice(1), RECOVERY.slice(0, 1), [STRANGER, ...RECOVERY.slice(0, 1)], [...RECOVERY, STRANGER]]);
  const bytes = encodeRotation(signedRotation({ ...body, ...random.pick(changes) }, signers)).slice();
  if (random.oneIn(8)) flip(random, bytes, bytes.length);
  return open(random, "rotation", bytes);
}

/** Words of registered keys and of others, of any height. */
export function alteredWord(random: FuzzRandom): Uint8Array {
  const key = random.pick([...ATTESTERS, STRANGER]);
  const block = { height: random.oneIn(2) ? BigInt(random.below(3_000)) : random.pick(EDGES), blockHash: sha256(random.bytes(1)), appHash: sha256(random.bytes(1)) };
  const signature = key.sign(attestationSignBytes(sha256, CHAIN_ID, block));
  const bytes = concatBytes(u64be(block.height), block.blockHash, block.appHash, key.publicKey, signature);
  if (random.oneIn(8)) flip(random, bytes, bytes.length);
  return open(random, "attestation", bytes);
}

/** Transactions that decode, or nearly. */
export function alteredTx(random: FuzzRandom): { readonly blob: Uint8Array; readonly hash: string } {
  const tx = txOf(random.below(250)).slice();
  if (random.oneIn(2)) flip(random, tx, tx.length);
  const bytes = random.oneIn(8) ? concatBytes(tx, random.bytes(1 + random.below(2_000))) : tx;
  return { blob: open(random, "forced-tx", bytes), hash: toHex(sha256(bytes)) };
}

/** An envelope with true hashes, which now and then says that it is one of several, or compressed. */
function open(random: FuzzRandom, kind: "forced-tx" | "rotation" | "attestation", payload: Uint8Array): Uint8Array {
  if (!random.oneIn(10)) return encodeOpenEnvelope(sha256, CHAIN_ID, kind, payload);
  const hash = sha256(payload);
  const fields = { kind, chainIdHash: CHAIN_HASH, firstHeight: random.pick(EDGES), count: random.below(3), part: 0, parts: random.pick([0, 1, 2]), partBytes: payload.length, partHash: hash, payloadHash: hash };
  return encodeEnvelope(fields, random.oneIn(2) ? { compression: "zstd", body: new Uint8Array(zstdCompressSync(payload)) } : { compression: "none", body: payload });
}
