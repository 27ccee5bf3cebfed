import { createValidatorSet, type SignedHeader } from "@openledger/comet";
import { unixNanos } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBatch, type BatchKind } from "./batch.ts";
import { CHAIN_ID, crypto, sealedBlocks, testKey, type TestBlock } from "./blocks.fixture.ts";
import { createDataQueue } from "./data-queue.ts";
import { createDerivation, type DaSlice, type Derivation, type DerivationNotes, type DerivedBlock } from "./derivation.ts";
import { PART_BYTES_MAX } from "./limits.ts";

const { sha256 } = crypto;
const signer = testKey(1);
const set = createValidatorSet(sha256, [{ publicKey: signer.publicKey, power: 10n }]);
const CHAIN = sealedBlocks(Array.from({ length: 12 }, (_, i) => [new Uint8Array(50 + i).fill(i)]));
const FAR = unixNanos(1_800_000_000n * 1_000_000_000n);

function blobs(kind: BatchKind, from: number, to: number, { chain = CHAIN, key = signer, partBytes = PART_BYTES_MAX } = {}): readonly Uint8Array[] {
  return encodeBatch({ sha256, chainId: CHAIN_ID, signer: key, deflate: () => undefined, partBytes }, kind, chain.slice(from - 1, to));
}

function derivation(chain: readonly TestBlock[] = CHAIN, from = 1n): Derivation {
  const before = chain[Number(from) - 2];
  return createDerivation({
    crypto,
    inflate: () => undefined,
    chainId: CHAIN_ID,
    genesisTime: CHAIN[0]?.header.time ?? unixNanos(0n),
    from: { height: from, last: before === undefined ? undefined : { header: before.header, commit: before.commit } },
    validatorsAt: () => set,
    hashAt: (height) => chain[Number(height) - 1]?.blockId.hash,
    driftNanos: 0n,
  });
}

function feed(one: Derivation, slices: readonly Partial<DaSlice>[]): { readonly blocks: DerivedBlock[]; readonly notes: DerivationNotes[] } {
  const blocks: DerivedBlock[] = [];
  const notes: DerivationNotes[] = [];
  for (const [i, slice] of slices.entries()) {
    const steps = one.derive({ daHeight: BigInt(i + 1), daTime: FAR, data: [], headers: [], ...slice });
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) blocks.push(step.value);
    notes.push(step.value);
  }
  return { blocks, notes };
}

const bytesOf = (blocks: readonly { readonly bytes: Uint8Array }[]): string[] => blocks.map(({ bytes }) => Buffer.from(bytes).toString("hex"));

test("what was posted is what is derived, byte for byte, with the DA height of each header", () => {
  const one = derivation();
  const { blocks, notes } = feed(one, [{ data: blobs("data", 1, 5) }, { headers: blobs("headers", 1, 3) }, { data: blobs("data", 6, 12), headers: [...blobs("headers", 4, 4), ...blobs("headers", 5, 12)] }]);
  expect(bytesOf(blocks)).toEqual(bytesOf(CHAIN));
  expect(blocks.map(({ daHeight }) => daHeight)).toEqual([2n, 2n, 2n, ...Array.from({ length: 9 }, () => 3n)]);
  expect(blocks.map(({ commit }) => commit)).toEqual(CHAIN.map(({ commit }) => commit));
  expect(notes.flatMap(({ passedOver }) => passedOver)).toEqual([]);
  expect(one.nextHeight).toBe(13n);
  expect(one.isAtCheckpoint).toBe(true);
});

test("junk, duplicates, gaps and strangers' batches between change nothing, wherever they stand", () => {
  const stranger = testKey(9);
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.constantFrom(...blobs("data", 1, 5), ...blobs("headers", 1, 3), ...blobs("data", 8, 12), ...blobs("headers", 5, 12), ...blobs("data", 1, 12, { key: stranger })),
  );
  const genuine: readonly (readonly [BatchKind, number, number])[] = [["data", 1, 5], ["headers", 1, 3], ["headers", 4, 5], ["data", 6, 12], ["headers", 6, 12]];
  fc.assert(
    fc.property(fc.array(fc.array(noise, { maxLength: 3 }), { minLength: genuine.length, maxLength: genuine.length }), (between) => {
      const { blocks } = feed(
        derivation(),
        genuine.map(([kind, from, to], i) => ({
          data: [...(between[i] ?? []), ...(kind === "data" ? blobs(kind, from, to) : [])],
          headers: [...(between[i] ?? []), ...(kind === "headers" ? blobs(kind, from, to) : [])],
        })),
      );
      expect(bytesOf(blocks)).toEqual(bytesOf(CHAIN));
    }),
    { numRuns: 60 },
  );
});

test("the same blobs at one DA height or at many give the same blocks, parts in any order too", () => {
  const parts = blobs("data", 1, 12, { partBytes: 200 });
  expect(parts.length).toBeGreaterThan(3);
  fc.assert(
    fc.property(fc.shuffledSubarray([...parts], { minLength: parts.length }), fc.array(fc.nat(3), { maxLength: 20 }), (shuffled, cuts) => {
      const slices: Partial<DaSlice>[] = [];
      for (let at = 0; at < shuffled.length;) {
        const size = 1 + (cuts[slices.length] ?? 0);
        slices.push({ data: shuffled.slice(at, at + size) });
        at += size;
      }
      const one = derivation();
      const { blocks } = feed(one, [...slices, { headers: blobs("headers", 1, 12) }]);
      expect(bytesOf(blocks)).toEqual(bytesOf(CHAIN));
      expect(one.isAtCheckpoint).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("a batch begun anew with other boundaries is put together beside the one that was left", () => {
  const [left = new Uint8Array(0), late = new Uint8Array(0)] = blobs("data", 1, 9, { partBytes: 200 });
  const whole = blobs("data", 1, 12, { partBytes: 300 });
  const { blocks } = feed(derivation(), [{ data: [left] }, { data: whole.slice(0, 2) }, { data: [late] }, { data: whole.slice(2) }, { headers: blobs("headers", 1, 12) }]);
  expect(bytesOf(blocks)).toEqual(bytesOf(CHAIN));
});

test("headers before their data are passed over, and count when they come again", () => {
  const one = derivation();
  const first = feed(one, [{ headers: blobs("headers", 1, 3) }]);
  expect(first.blocks).toEqual([]);
  expect(first.notes[0]?.passedOver).toEqual(["header 1 came before its data"]);
  expect(feed(one, [{ data: blobs("data", 1, 3) }, { headers: blobs("headers", 1, 3) }]).blocks).toHaveLength(3);
});

test("an invalid block drops the rest of its batch, and the sequencer may go on from there", () => {
  const forged = CHAIN.map((block, i) => (i === 3 ? { ...block, header: { ...block.header, appHash: sha256(Uint8Array.of(99)) } } : block));
  const one = derivation();
  const { blocks, notes } = feed(one, [{ data: blobs("data", 1, 12) }, { headers: blobs("headers", 1, 12, { chain: forged }) }]);
  expect(blocks).toHaveLength(3);
  expect(notes[1]?.passedOver[0]).toContain("block 4: the commit is for another block");
  expect(feed(one, [{ data: blobs("data", 4, 12) }, { headers: blobs("headers", 4, 12) }]).blocks).toHaveLength(9);
});

test("data that does not fit its header is dropped with it", () => {
  const forged = CHAIN.map((block, i) => (i === 1 ? { ...block, txs: [Uint8Array.of(1)] } : block));
  const one = derivation();
  const { blocks, notes } = feed(one, [{ data: blobs("data", 1, 12, { chain: forged }) }, { headers: blobs("headers", 1, 12) }]);
  expect(blocks).toHaveLength(1);
  expect(notes[1]?.passedOver[0]).toContain("data hash");
  expect(one.isAtCheckpoint).toBe(true);
  expect(feed(one, [{ data: blobs("data", 2, 12) }, { headers: blobs("headers", 2, 12) }]).blocks).toHaveLength(11);
});

test("a block from the future waits for a DA block that is later", () => {
  // The votes on block 2, which are the time of block 3.
  const time = unixNanos((CHAIN[2] as TestBlock).header.time);
  const slice = { daTime: time, data: blobs("data", 1, 12), headers: blobs("headers", 1, 12) };
  const { blocks, notes } = feed(derivation(), [slice]);
  expect(blocks).toHaveLength(2);
  expect(notes[0]?.passedOver).toEqual(["block 3 is from the future"]);
  expect(feed(derivation(), [{ ...slice, daTime: unixNanos(time - 1n) }]).blocks).toHaveLength(1);
  expect(feed(derivation(CHAIN, 4n), [{ ...slice, headers: blobs("headers", 4, 12), data: blobs("data", 4, 12) }]).notes[0]?.passedOver).toEqual(["block 4 is from the future"]);
});

test("the same header counts at a later DA height, with the data that was there", () => {
  // The votes on block 2 are as late as block 3.
  const time = unixNanos((CHAIN[2] as TestBlock).header.time);
  const headers = blobs("headers", 3, 12);
  const { blocks } = feed(derivation(), [{ daTime: time, data: blobs("data", 1, 12), headers: [...blobs("headers", 1, 2), ...headers] }, { headers }]);
  expect(bytesOf(blocks)).toEqual(bytesOf(CHAIN));
});

test("small blobs that inflate to many items, or to many blocks, wait within bounds, and what became a block makes room", () => {
  const rules = { kind: "data", chainId: CHAIN_ID, crypto, inflate: () => undefined, isSequencer: () => true } as const;
  const full = CHAIN.map((block) => ({ ...block, txs: Array.from({ length: 1_000 }, () => new Uint8Array(0)) }));
  const waiting = createDataQueue({ ...rules, memoryMax: 1024 * 1024 });
  const add = (at: number, next = 1): string | undefined => waiting.add(blobs("data", at, at, { chain: full })[0] ?? new Uint8Array(0), BigInt(next));
  expect([1, 2, 3, 4, 5].map((at) => add(at))).toEqual([undefined, undefined, undefined, undefined, "more data than may wait for headers"]);
  waiting.shift(2n);
  expect(add(5, 2)).toBeUndefined();
  const empty = CHAIN.map((block) => ({ ...block, txs: [] }));
  expect(createDataQueue({ ...rules, memoryMax: 6_143 }).add(blobs("data", 1, 12, { chain: empty })[0] ?? new Uint8Array(0), 1n)).toBe("more data than may wait for headers");
});

test("a second header of a height, sealed by the same validators, is an equivocation; a repeated one is not", () => {
  const other = sealedBlocks([[Uint8Array.of(7)], [Uint8Array.of(8)]]);
  const one = derivation();
  const { notes } = feed(one, [{ data: blobs("data", 1, 5), headers: blobs("headers", 1, 5) }, { headers: [...blobs("headers", 1, 5), ...blobs("headers", 1, 2, { chain: other })] }]);
  const found: readonly SignedHeader[] = notes[1]?.equivocations ?? [];
  expect(found.map(({ header }) => header)).toEqual(other.map(({ header }) => header));
});

test("an equivocation is told once, however often anybody repeats its blob, and many are told up to a bound", () => {
  const other = sealedBlocks([[Uint8Array.of(7)], [Uint8Array.of(8)]]);
  const repeated = blobs("headers", 1, 2, { chain: other });
  const one = derivation();
  const { notes } = feed(one, [{ data: blobs("data", 1, 5), headers: blobs("headers", 1, 5) }, { headers: [...repeated, ...repeated] }, { headers: [...blobs("headers", 1, 1, { chain: other }), ...repeated] }]);
  expect(notes.map(({ equivocations }) => equivocations.length)).toEqual([0, 2, 0]);
  const others = Array.from({ length: 300 }, (_, i) => blobs("headers", 1, 1, { chain: sealedBlocks([[Uint8Array.of(9, i, i >> 8)]]) })).flat();
  expect(feed(one, [{ headers: others }]).notes[0]?.equivocations).toHaveLength(254);
});

test("a header that was dropped before its data came, and another one in its place, are an equivocation", () => {
  const other = sealedBlocks([[Uint8Array.of(7)], [Uint8Array.of(8)]]);
  const { blocks, notes } = feed(derivation(), [{ headers: blobs("headers", 1, 2, { chain: other }) }, { data: blobs("data", 1, 5) }, { headers: blobs("headers", 1, 5) }]);
  expect(blocks).toHaveLength(5);
  expect(notes.flatMap(({ equivocations }) => equivocations).map(({ header }) => header)).toEqual(other.map(({ header }) => header));
});

test("headers of heights to come are compared when these are derived, also in a batch that begins where blocks are", () => {
  const other = sealedBlocks(Array.from({ length: 12 }, () => [Uint8Array.of(9)]));
  const at = (from: number, to: number): readonly Uint8Array[] => blobs("headers", from, to, { chain: other });
  const heights = (slices: readonly Partial<DaSlice>[]): bigint[] => feed(derivation(), slices).notes.flatMap(({ equivocations }) => equivocations.map(({ header }) => header.height));
  const rest = [{ data: blobs("data", 3, 12) }, { headers: blobs("headers", 3, 12) }];
  const begun = { data: blobs("data", 1, 2), headers: blobs("headers", 1, 2) };
  expect(heights([begun, { headers: at(6, 8) }, ...rest])).toEqual([6n, 7n, 8n]);
  expect(heights([begun, { headers: at(2, 5) }, ...rest])).toEqual([2n, 3n, 4n, 5n]);
  // Honest ones that came before their turn are none, and neither is what its validators did not seal.
  expect(heights([begun, { headers: blobs("headers", 5, 12) }, ...rest])).toEqual([]);
  const unsealed = other.map((block) => ({ ...block, commit: { ...block.commit, signatures: block.commit.signatures.map((sig) => ({ ...sig, signature: new Uint8Array(64) })) } }));
  expect(heights([begun, { headers: blobs("headers", 6, 8, { chain: unsealed }) }, { headers: at(6, 8) }, ...rest])).toEqual([6n, 7n, 8n]);
});

test("a header of an old height behind one that becomes a block, or that does not, is compared as well", () => {
  const [other] = sealedBlocks([[Uint8Array.of(9)]]) as [TestBlock];
  const mixed = [...CHAIN.slice(0, 3), other, ...CHAIN.slice(4)];
  const one = derivation();
  const { blocks, notes } = feed(one, [{ data: blobs("data", 1, 12) }, { headers: blobs("headers", 1, 2) }, { headers: blobs("headers", 3, 12, { chain: mixed }) }]);
  expect(blocks).toHaveLength(3);
  expect(notes[2]?.equivocations.map(({ header }) => header)).toEqual([other.header]);
});

test("of what waits for its height two seals are kept, and a third one is no news", () => {
  const early = (from: number): readonly Uint8Array[] => Array.from({ length: 6 }, (_, i) => blobs("headers", from, from, { chain: sealedBlocks(Array.from({ length: from }, () => [Uint8Array.of(9, i)])) })).flat();
  const one = derivation();
  const { notes } = feed(one, [{ headers: [...early(3), ...early(4)] }, { data: blobs("data", 1, 12), headers: blobs("headers", 1, 12) }]);
  expect(notes[1]?.equivocations.map(({ header }) => header.height)).toEqual([3n, 3n, 4n, 4n]);
  expect(feed(one, [{ headers: early(3) }]).notes[0]?.equivocations).toEqual([]);
});

test("headers of one DA height are compared up to a bound, and those beyond it when they are posted again", () => {
  let looks = 0;
  const one = createDerivation({
    ...{ crypto, inflate: () => undefined, chainId: CHAIN_ID, genesisTime: CHAIN[0]?.header.time ?? unixNanos(0n), from: { height: 3n, last: CHAIN[1] }, validatorsAt: () => set, driftNanos: 0n },
    hashAt: (height) => ((looks += 1), CHAIN[Number(height) - 1]?.blockId.hash),
  });
  const filler = Array.from({ length: 3 }, (_, i) => blobs("headers", 1, 1_022 + i, { chain: Array.from({ length: 1_024 }, () => CHAIN[0] as TestBlock) })).flat();
  const hidden = blobs("headers", 1, 1, { chain: sealedBlocks([[Uint8Array.of(9)]]) });
  const { notes } = feed(one, [{ headers: [...filler, ...hidden] }, { headers: [...filler.slice(0, 2), ...hidden] }]);
  expect(notes.map(({ equivocations }) => equivocations.length)).toEqual([0, 1]);
  expect(looks).toBeLessThanOrEqual(2_048 + 1_024 + 1);
});

test("repeating old headers costs no look at the log after the first time", () => {
  let looks = 0;
  const one = createDerivation({
    ...{ crypto, inflate: () => undefined, chainId: CHAIN_ID, genesisTime: CHAIN[0]?.header.time ?? unixNanos(0n), from: { height: 1n, last: undefined }, validatorsAt: () => set, driftNanos: 0n },
    hashAt: (height) => ((looks += 1), CHAIN[Number(height) - 1]?.blockId.hash),
  });
  const headers = blobs("headers", 1, 12);
  feed(one, [{ data: blobs("data", 1, 12), headers }, ...Array.from({ length: 20 }, () => ({ headers }))]);
  expect(looks).toBe(12);
});

test("one that begins at a checkpoint gives the rest", () => {
  const { blocks } = feed(derivation(CHAIN, 6n), [{ data: [...blobs("data", 1, 5), ...blobs("data", 6, 12)] }, { headers: [...blobs("headers", 1, 5), ...blobs("headers", 6, 12)] }]);
  expect(bytesOf(blocks)).toEqual(bytesOf(CHAIN.slice(5)));
});

test("no bytes make it throw, under the sequencer's own signature neither", () => {
  const damaged = fc.tuple(fc.constantFrom(...blobs("data", 1, 5), ...blobs("headers", 1, 5)), fc.nat(), fc.nat(255)).map(([blob, at, byte]) => {
    const copy = blob.slice();
    copy[at % copy.length] = byte;
    return copy;
  });
  fc.assert(
    fc.property(fc.array(damaged, { maxLength: 6 }), fc.array(damaged, { maxLength: 6 }), (data, headers) => {
      for (const block of feed(derivation(), [{ data, headers }, { data: headers, headers: data }]).blocks) {
        expect(Buffer.from(block.bytes).equals(CHAIN[Number(block.block.header.height) - 1]?.bytes ?? new Uint8Array(0))).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test("after a change of validators, data of the new ones counts when the last header of the old ones was there, whatever was executed", () => {
  const next = testKey(2);
  const chain = sealedBlocks(Array.from({ length: 12 }, (_, i) => [Uint8Array.of(i)]), (height) => (height < 6 ? signer : next));
  const setOf = (key: typeof signer) => createValidatorSet(sha256, [{ publicKey: key.publicKey, power: 10n }]);
  const begin = (): Derivation =>
    createDerivation({
      crypto,
      inflate: () => undefined,
      chainId: CHAIN_ID,
      genesisTime: chain[0]?.header.time ?? unixNanos(0n),
      from: { height: 1n, last: undefined },
      // Of one that has executed all of the chain by another way.
      validatorsAt: (height) => setOf(height < 6n ? signer : next),
      hashAt: (height) => chain[Number(height) - 1]?.blockId.hash,
      driftNanos: 0n,
    });
  const by = (kind: BatchKind, from: number, to: number, key = signer): readonly Uint8Array[] => blobs(kind, from, to, { chain, key });
  // The old one posts what is not its own to post, true or false; the new one posts too early, and again.
  const other = sealedBlocks(Array.from({ length: 12 }, () => [Uint8Array.of(99)]));
  for (const old of [by("data", 6, 12), by("data", 6, 8), blobs("data", 6, 12, { chain: other }), []]) {
    const { blocks, notes } = feed(begin(), [
      { data: [...by("data", 1, 5), ...by("data", 6, 12, next), ...old], headers: [...by("headers", 1, 5), ...by("headers", 6, 12, next)] },
      { data: [...by("data", 6, 12), ...by("data", 6, 12, next)], headers: [...by("headers", 6, 12), ...by("headers", 6, 12, next)] },
    ]);
    expect(bytesOf(blocks)).toEqual(bytesOf(chain));
    expect(blocks.map(({ daHeight }) => daHeight)).toEqual(chain.map((_, i) => (i < 5 ? 1n : 2n)));
    expect(notes.map(({ passedOver }) => passedOver)).toEqual([
      ["not signed by the sequencer", "header 6 came before its data"],
      ["not signed by the sequencer", "not signed by the sequencer"],
    ]);
  }
});
