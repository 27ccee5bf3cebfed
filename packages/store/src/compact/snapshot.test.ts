import { createHash } from "node:crypto";
import { toHex, u32be } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChangeSet } from "../change-set.ts";
import { createCompactMultiStore, type CompactMultiStore } from "./compact-multi-store.ts";
import { encodeSummary, type SnapshotBlock, type SnapshotSummary } from "./snapshot-encode.ts";
import { decodeSummary, restoreMultiStore } from "./snapshot-restore.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const STORES = ["acc", "bank", "gov"];
const options = { sha256, stores: STORES, retainVersions: 3 };

interface Snapshot {
  readonly summary: SnapshotSummary;
  readonly blocks: readonly SnapshotBlock[];
}

function take(state: CompactMultiStore): Snapshot {
  const source = state.snapshot();
  const steps = source.blocks();
  const blocks: SnapshotBlock[] = [];
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      source.release();
      return { summary: step.value, blocks };
    }
    // A copy, as a file holds: restoring takes the memory over.
    blocks.push({ ...step.value, data: step.value.data.slice() });
  }
}

function copyOf({ summary, blocks }: Snapshot): Snapshot {
  return { summary, blocks: blocks.map((block) => ({ ...block, data: block.data.slice() })) };
}

/** Writes `count` keys from `first` on, every seventh of which is removed. */
function changes(store: string, first: number, count: number, salt: number): ChangeSet[number] {
  return {
    store,
    changes: Array.from({ length: count }, (_, i) => {
      const value = i % 7 === 6 ? undefined : new Uint8Array(1 + ((i * 13 + salt) % 200)).fill(salt + i);
      return { key: u32be(first + i), value };
    }),
  };
}

const versions = fc.array(
  fc.tuple(fc.nat(60), fc.nat(60), fc.nat(200)).map(([first, count, salt]): ChangeSet => [changes("acc", first, count, salt), changes("bank", 2 * first, 1, salt)]),
  { minLength: 1, maxLength: 6 },
);

describe("a snapshot", () => {
  test("restores the version, and both go on with the same roots", () => {
    fc.assert(
      fc.property(versions, versions, (before, after) => {
        const state = createCompactMultiStore(options);
        for (const set of before) state.commit(set);
        const { summary, blocks } = copyOf(take(state));
        const restored = restoreMultiStore(options, decodeSummary(encodeSummary(summary)), blocks.toReversed());
        expect([restored.version, toHex(restored.appHash)]).toEqual([state.version, toHex(state.appHash)]);
        expect(restored.oldestVersion).toBe(state.version);
        for (const name of STORES) expect([...restored.store(name).iterate()]).toEqual([...state.store(name).iterate()]);
        for (const set of after) expect(restored.commit(set)).toEqual(state.commit(set));
        expect(restored.storesWithWrongHashes()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("has the same bytes whatever the way to its version was, as long as the versions are the same", () => {
    const long = createCompactMultiStore({ ...options, retainVersions: 1 });
    const sets = [1, 2, 3, 4].map((salt): ChangeSet => [changes("acc", salt * 20, 50, salt)]);
    for (const set of sets.slice(0, 2)) long.commit(set);
    const middle = copyOf(take(long));
    const restored = restoreMultiStore(options, middle.summary, middle.blocks);
    for (const set of sets.slice(2)) {
      long.preview([changes("gov", 0, 9, 1)]);
      expect(restored.commit(set)).toEqual(long.commit(set));
    }
    expect(take(restored)).toEqual(take(long));
  });

  test("of a large state crosses the ends of its chunks, and of an empty one has nothing", () => {
    const state = createCompactMultiStore(options);
    const empty = copyOf(take(state));
    expect(empty.summary.roots.map(({ node }) => node)).toEqual([0, 0, 0]);
    state.commit([changes("acc", 0, 40_000, 3), { store: "bank", changes: [{ key: u32be(1), value: new Uint8Array(3_000_000).fill(5) }] }]);
    const { summary, blocks } = copyOf(take(state));
    expect(new Set(blocks.map(({ kind, index }) => `${kind} ${index}`)).size).toBe(blocks.length);
    expect(blocks.length).toBeGreaterThan(6);
    const restored = restoreMultiStore(options, summary, blocks);
    expect(restored.storesWithWrongHashes()).toEqual([]);
    const next: ChangeSet = [changes("acc", 30_000, 20_000, 4), changes("bank", 1, 3, 4)];
    expect(restored.commit(next)).toEqual(state.commit(next));
  });

  test("keeps its version in memory until it is released, while others are committed", () => {
    const state = createCompactMultiStore({ ...options, retainVersions: 1 });
    state.commit([changes("acc", 0, 5_000, 1)]);
    const expected = take(state);
    const source = state.snapshot();
    const steps = source.blocks();
    steps.next();
    for (let salt = 2; salt < 8; salt++) state.commit([changes("acc", 0, 5_000, salt)]);
    const late: SnapshotBlock[] = [];
    for (let step = source.blocks(), next = step.next(); next.done !== true; next = step.next()) late.push(next.value);
    expect(late).toEqual(expected.blocks);
    expect(state.oldestVersion).toBe(1n);
    source.release();
    expect(state.oldestVersion).toBe(state.version);
  });

  test("keeps its version while another of the same version is released, even twice", () => {
    const state = createCompactMultiStore({ ...options, retainVersions: 1 });
    state.commit([changes("acc", 0, 500, 1)]);
    const expected = take(state);
    const [slow, quick] = [state.snapshot(), state.snapshot()];
    quick.release();
    quick.release();
    for (let salt = 2; salt < 8; salt++) state.commit([changes("acc", 0, 500, salt)]);
    expect([...slow.blocks()]).toEqual(expected.blocks);
    slow.release();
    expect(state.oldestVersion).toBe(state.version);
  });

  test("goes no further once its version was pruned", () => {
    const state = createCompactMultiStore({ ...options, retainVersions: 1 });
    state.commit([changes("acc", 0, 40_000, 1)]);
    const source = state.snapshot();
    const [blocks, nodes] = [source.blocks(), source.nodes()];
    blocks.next();
    nodes.next();
    source.release();
    state.commit([changes("acc", 0, 40_000, 2)]);
    for (const steps of [blocks, nodes, source.nodes()]) expect(() => steps.next()).toThrow("version 1 was pruned");
  });

  test("that lacks a block, has one twice, is of other stores or gives another app hash is refused", () => {
    const state = createCompactMultiStore(options);
    state.commit([changes("acc", 0, 500, 1)]);
    const whole = take(state);
    const refused = (change: (snapshot: Snapshot) => Snapshot, text: string): void => {
      const { summary, blocks } = change(copyOf(whole));
      expect(() => restoreMultiStore(options, summary, blocks)).toThrow(text);
    };
    refused(({ summary, blocks }) => ({ summary, blocks: blocks.slice(1) }), "the snapshot cannot be used");
    refused(({ summary, blocks }) => ({ summary, blocks: [...blocks, ...blocks] }), "there twice");
    refused(({ summary, blocks }) => ({ summary: { ...summary, roots: summary.roots.slice(1) }, blocks }), "it holds the stores bank, gov");
    refused(({ summary, blocks }) => ({ summary: { ...summary, appHash: sha256(summary.appHash) }, blocks }), "another app hash");
    const cut = encodeSummary(whole.summary).slice(0, -3);
    expect(() => decodeSummary(cut)).toThrow("its summary is cut");
  });

  test("whose hashes were changed is found out", () => {
    const state = createCompactMultiStore(options);
    state.commit([changes("acc", 0, 500, 1), changes("bank", 0, 5, 1)]);
    const { summary, blocks } = copyOf(take(state));
    const values = blocks.find(({ kind }) => kind === "bytes")?.data ?? new Uint8Array(0);
    values[200] = (values[200] as number) ^ 1;
    expect(restoreMultiStore(options, summary, blocks).storesWithWrongHashes()).toEqual(["acc"]);
  });
});
