import { toHex } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeOpenEnvelope } from "./batch.ts";
import { CHAIN_ID, crypto, signedTx as txOf } from "./blocks.fixture.ts";
import { createForcedQueue, forcedFrom, type ForcedQueue, type ForcedTx, type NamedBlob } from "./forced-queue.ts";

const { sha256 } = crypto;
const hashOf = (tx: Uint8Array): string => toHex(sha256(tx));
const blobOf = (tx: Uint8Array, chainId = CHAIN_ID): NamedBlob => {
  const data = encodeOpenEnvelope(sha256, chainId, "forced-tx", tx);
  return { data, commitment: sha256(data) };
};

/** A queue over blocks that the test names: hash -> DA height of the block with it. */
function queueOver(found: ReadonlyMap<string, bigint>, { window = 5n, bytesPerWindow = 1_000, gasPerWindow = 1_000n, used = new Map<string, bigint>() } = {}): ForcedQueue {
  const wasIncluded = (hash: string, daHeight: bigint): boolean => (found.get(hash) ?? daHeight) < daHeight;
  return createForcedQueue({ sha256, chainId: CHAIN_ID, window, bytesPerWindow, gasPerWindow, isIncluded: (hash) => found.has(hash), wasIncluded, gasUsed: (hash) => used.get(hash) ?? 60n });
}

test("what is posted is owed until its deadline, and a miss only from then on", () => {
  const found = new Map<string, bigint>();
  const queue = queueOver(found);
  queue.read(7n, [blobOf(txOf(1)), blobOf(txOf(2))]);
  expect(queue.owed()).toMatchObject([{ daHeight: 7n, deadline: 12n, hash: hashOf(txOf(1)) }, { hash: hashOf(txOf(2)) }]);
  expect(queue.judge(11n, () => false)).toBeUndefined();
  found.set(hashOf(txOf(1)), 12n);
  expect(queue.judge(12n, () => false)).toMatchObject({ hash: hashOf(txOf(2)) });
  expect(queue.judge(12n, () => true)).toBeUndefined();
  expect([queue.waiting, queue.owed()]).toEqual([0, []]);
});

test("what waits is looked at sixteen times in a long window, at each DA height of a short one, and half a window after it was posted at the earliest", () => {
  const graces = (window: bigint, posted: readonly bigint[]): readonly bigint[] => {
    const queue = queueOver(new Map(), { window });
    for (const [i, at] of posted.entries()) queue.read(at, [blobOf(txOf(i + 1))]);
    return queue.owed().map(({ grace }) => grace);
  };
  expect(graces(300n, [5n, 12n, 13n, 30n, 31n])).toEqual([162n, 162n, 180n, 180n, 198n]);
  expect(graces(5n, [5n, 6n, 7n])).toEqual([8n, 9n, 10n]);
  expect(graces(2n, [5n, 6n])).toEqual([6n, 7n]);
  fc.assert(
    fc.property(fc.bigInt({ min: 2n, max: 1_000_000n }), fc.bigInt({ min: 1n, max: 1_000_000_000n }), (window, at) => {
      const [grace = 0n] = graces(window, [at]);
      return 2n * (grace - at) >= window && grace < at + window;
    }),
    { numRuns: 100 },
  );
});

test("junk, other chains, repeats and what a block had before are owed nothing", () => {
  const found = new Map([[hashOf(txOf(4)), 6n]]);
  const queue = queueOver(found);
  const junk = { data: Uint8Array.of(1, 2, 3), commitment: new Uint8Array(32) };
  const undecodable = [new Uint8Array(40).fill(7), new Uint8Array(0), txOf(7).subarray(0, 30)].map((tx) => blobOf(tx));
  const rotation = encodeOpenEnvelope(sha256, CHAIN_ID, "rotation", txOf(9));
  queue.read(7n, [junk, ...undecodable, { data: rotation, commitment: rotation }, blobOf(txOf(3), "other-1"), blobOf(txOf(4)), blobOf(txOf(5)), blobOf(txOf(5))]);
  queue.read(8n, [blobOf(txOf(5))]);
  expect(queue.owed().map(({ hash }) => hash)).toEqual([hashOf(txOf(5))]);
  expect(queue.waiting).toBe(1);
});

test("only the first gas of a window is owed, and what asks for more than that by itself is owed never", () => {
  const found = new Map<string, bigint>();
  const queue = queueOver(found, { gasPerWindow: 100n });
  queue.read(5n, [blobOf(txOf(1, 50, 101n)), blobOf(txOf(2, 50, 60n)), blobOf(txOf(3, 50, 60n)), blobOf(txOf(4, 50, 40n))]);
  expect(queue.waiting).toBe(3);
  found.set(hashOf(txOf(2, 50, 60n)), 6n);
  expect(queue.owed().map(({ gas }) => gas)).toEqual([40n]);
  expect(queue.judge(10n, () => false)).toMatchObject({ hash: hashOf(txOf(4, 50, 40n)) });
});

test("what went into a block counts by the gas that it used there, so that a high limit keeps nobody out", () => {
  const [large, other] = [txOf(1, 50, 100n), txOf(2, 50, 40n)];
  const found = new Map<string, bigint>();
  const queue = queueOver(found, { gasPerWindow: 100n, used: new Map([[hashOf(large), 50n]]) });
  queue.read(5n, [blobOf(large), blobOf(other)]);
  found.set(hashOf(large), 6n);
  expect(queue.judge(10n, () => false)).toMatchObject({ hash: hashOf(other) });
});

test("what is kept of one window is bounded, by memory too", () => {
  const nameless = (count: number): readonly NamedBlob[] => Array.from({ length: count }, (_, i) => blobOf(txOf(i % 256, 50, BigInt(1 + Math.floor(i / 256)))));
  const queue = queueOver(new Map(), { bytesPerWindow: 200_000 });
  queue.read(5n, nameless(3_200));
  expect(queue.waiting).toBe(1_600_000 / 512);
  queue.read(10n, [blobOf(txOf(1, 51))]);
  expect(queue.waiting).toBe(1_600_000 / 512 + 1);
  const small = queueOver(new Map(), { bytesPerWindow: 50 });
  small.read(5n, nameless(3_000));
  expect(small.waiting).toBe(2_048);
});

/** Reads heights 1 to `to` where anything was posted; a new queue begins after `cut`. */
function judgements(posts: ReadonlyMap<bigint, readonly Uint8Array[]>, found: ReadonlyMap<string, bigint>, exempt: ReadonlySet<string>, to: bigint, cut: bigint): readonly string[] {
  const [options, seen, told] = [{ window: 300n, bytesPerWindow: 100 }, new Map<string, bigint>(), [] as string[]];
  const read = (queue: ForcedQueue, at: bigint): void => queue.read(at, (posts.get(at) ?? []).map((tx) => blobOf(tx)));
  let queue = queueOver(seen, options);
  for (let at = 1n; at <= to; at++) {
    for (const [hash, daHeight] of found) if (daHeight === at) seen.set(hash, daHeight);
    read(queue, at);
    const missed = queue.judge(at, ({ hash }) => exempt.has(hash));
    if (missed !== undefined) told.push(`${at} ${missed.hash}`);
    queue.judge(at, () => true);
    if (at !== cut) continue;
    queue = queueOver(seen, options);
    for (let from = forcedFrom(at, 300n); from <= at; from++) read(queue, from);
    queue.judge(at, () => true);
  }
  return told;
}

test("what is posted again in another window is owed there as well, whoever began to read between them", () => {
  const posts = new Map([[5n, [txOf(1)]], [290n, [txOf(2)]], [585n, [txOf(1)]], [590n, [txOf(1)]]]);
  const exempt = new Set([hashOf(txOf(2))]);
  const told = judgements(posts, new Map(), exempt, 900n, 0n);
  expect(told).toEqual([`305 ${hashOf(txOf(1))}`, `885 ${hashOf(txOf(1))}`]);
  for (const cut of [300n, 586n, 599n, 600n, 700n, 884n]) expect(judgements(posts, new Map(), exempt, 900n, cut)).toEqual(told);
});

test("what went into a block after its deadline takes nothing from its window, whoever began to read between them", () => {
  const posts = new Map([[310n, [txOf(1, 60)]], [400n, [txOf(2, 60)]]]);
  const found = new Map([[hashOf(txOf(1, 60)), 650n]]);
  const exempt = new Set([hashOf(txOf(1, 60))]);
  const told = judgements(posts, found, exempt, 720n, 0n);
  expect(told).toEqual([`700 ${hashOf(txOf(2, 60))}`]);
  for (const cut of [500n, 649n, 650n, 651n, 699n]) expect(judgements(posts, found, exempt, 720n, cut)).toEqual(told);
});

test("only the first bytes of a window are owed, of what went into blocks, and the next window has its own", () => {
  const found = new Map<string, bigint>();
  const queue = queueOver(found, { bytesPerWindow: 100 });
  queue.read(5n, [blobOf(txOf(1, 60)), blobOf(txOf(2, 60)), blobOf(txOf(3, 30))]);
  queue.read(10n, [blobOf(txOf(4, 60))]);
  // As long as nothing is included, each of them may be what is owed.
  expect(queue.owed()).toHaveLength(4);
  found.set(hashOf(txOf(1, 60)), 6n);
  expect(queue.owed().map(({ tx }) => tx.length)).toEqual([30, 60]);
  found.set(hashOf(txOf(3, 30)), 7n);
  expect(queue.judge(10n, () => false)).toBeUndefined();
  expect(queue.judge(15n, () => false)).toMatchObject({ hash: hashOf(txOf(4, 60)) });
});

test("a queue that begins anew where forcedFrom says judges as one that read everything", () => {
  const script = fc.array(fc.array(fc.record({ name: fc.integer({ min: 1, max: 9 }), length: fc.constantFrom(30, 45, 70), includedAfter: fc.integer({ min: -2, max: 9 }) }), { maxLength: 3 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(script, fc.bigInt({ min: 1n, max: 6n }), fc.nat(29), (heights, window, cut) => {
      const foundBy = (at: bigint): Map<string, bigint> => {
        const found = new Map<string, bigint>();
        heights.forEach((posts, i) => {
          for (const { name, length, includedAfter } of posts) {
            const daHeight = BigInt(i + 1 + includedAfter);
            const hash = hashOf(txOf(name, length));
            if (includedAfter < 8 && daHeight >= 1n && daHeight <= at && !found.has(hash)) found.set(hash, daHeight);
          }
        });
        return found;
      };
      const found = new Map<string, bigint>();
      const advance = (queue: ForcedQueue, at: number): ForcedTx | undefined => {
        for (const [hash, daHeight] of foundBy(BigInt(at + 1))) if (!found.has(hash)) found.set(hash, daHeight);
        queue.read(BigInt(at + 1), (heights[at] ?? []).map(({ name, length }) => blobOf(txOf(name, length))));
        const missed = queue.judge(BigInt(at + 1), () => false);
        queue.judge(BigInt(at + 1), () => true);
        return missed;
      };
      const options = { window, bytesPerWindow: 100 };
      let queue = queueOver(found, options);
      let again: ForcedQueue | undefined;
      for (let at = 0; at < heights.length; at++) {
        const missed = advance(queue, at)?.hash;
        const missedAgain = again === undefined ? missed : advance(again, at)?.hash;
        if (missed !== missedAgain || (again !== undefined && again.owed().length !== queue.owed().length)) return false;
        if (at !== cut) continue;
        again = queueOver(found, options);
        const readTo = BigInt(at + 1);
        for (let from = forcedFrom(readTo, window); from <= readTo; from++) again.read(from, (heights[Number(from) - 1] ?? []).map(({ name, length }) => blobOf(txOf(name, length))));
        again.judge(readTo, () => true);
      }
      queue = queueOver(found, options);
      return true;
    }),
    { numRuns: 200 },
  );
});
