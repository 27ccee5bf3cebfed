import { createHash } from "node:crypto";
import { u32be } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { StoreError } from "../store-error.ts";
import { createCompactMultiStore } from "./compact-multi-store.ts";
import { encodeSummary, type SnapshotBlock, type SnapshotSummary } from "./snapshot-encode.ts";
import { decodeSummary, restoreMultiStore } from "./snapshot-restore.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const STORES = ["acc", "bank", "gov"];
const options = { sha256, stores: STORES, retainVersions: 2 };

interface Snapshot {
  readonly summary: SnapshotSummary;
  readonly blocks: readonly SnapshotBlock[];
}

function snapshotOf(keys: number): Snapshot {
  const state = createCompactMultiStore(options);
  for (const salt of [1, 2, 3]) {
    const changes = Array.from({ length: keys }, (_, i) => ({ key: u32be(i * salt), value: new Uint8Array(1 + ((i * 7) % 40)).fill(i) }));
    state.commit([{ store: "acc", changes }, { store: "bank", changes: changes.slice(0, 3) }]);
  }
  const steps = state.snapshot().blocks();
  const blocks: SnapshotBlock[] = [];
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return { summary: step.value, blocks };
    blocks.push(step.value);
  }
}

const whole = snapshotOf(30);

/** Reads, hashes and writes everything, as a node does that began there. */
function useAll({ summary, blocks }: Snapshot): void {
  const stores = restoreMultiStore(options, summary, blocks.map((block) => ({ ...block, data: block.data.slice() })));
  for (const name of STORES) {
    for (const [key, value] of stores.store(name).iterate()) {
      stores.store(name).get(key);
      expect(value.length).toBeGreaterThan(0);
    }
  }
  stores.storesWithWrongHashes();
  for (let i = 0; i < 3; i++) stores.commit([{ store: "acc", changes: [{ key: u32be(i), value: u32be(9) }] }]);
}

/** Passes when a snapshot is refused with our own error or can be used without any. */
function refusesOrServes(use: () => void): void {
  try {
    use();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "MALFORMED_SNAPSHOT") throw error;
  }
}

test("a snapshot changed anywhere, with a right checksum, is refused with a sentence or can be read to its end", () => {
  const change = fc.tuple(fc.nat(whole.blocks.length - 1), fc.nat(), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const blocks = whole.blocks.map((block) => ({ ...block, data: block.data.slice() }));
      for (const [index, at, byte] of changes) {
        const { data } = blocks[index] as SnapshotBlock;
        data[at % data.length] = byte;
      }
      refusesOrServes(() => useAll({ summary: whole.summary, blocks }));
    }),
    { numRuns: 400 },
  );
});

test("a summary changed anywhere is refused with a sentence or gives a snapshot that can be read", () => {
  const bytes = encodeSummary(whole.summary);
  for (let at = 0; at < bytes.length; at++) {
    for (const byte of [0, 1, 0x7f, 0xff]) refusesOrServes(() => useAll({ ...whole, summary: decodeSummary(bytes.with(at, byte)) }));
  }
  expect(() => decodeSummary(Uint8Array.of(...bytes, 0))).toThrow("its summary is longer than it says");
});

test("a whole snapshot is taken", () => {
  expect(() => useAll(whole)).not.toThrow();
});
