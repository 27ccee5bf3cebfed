import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { compareBytes, fromHex, InvariantViolation, toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AuthenticatedTree } from "../authenticated-tree.ts";
import type { Change, ChangeSet } from "../change-set.ts";
import { encodeCommitmentProof } from "../ics23-encode.ts";
import { existenceProof, nonExistenceProof } from "../iavl-proof.ts";
import { createMultiStore } from "../multi-store.ts";
import { proveQuery, verifyQuery } from "../query-proof.ts";
import { StoreError } from "../store-error.ts";
import { CompactEdit } from "./compact-edit.ts";
import { CompactHasher } from "./compact-hash.ts";
import { createCompactMemory } from "./compact-memory.ts";
import { createCompactMultiStore, type CompactMultiStore } from "./compact-multi-store.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const STORES = ["acc", "bank"];

const UPSTREAM_ROOTS = [
  "58ec30fa27f338057e5964ed9ec3367e59b2b54bec4c194f10fde7fed16c2a1c",
  "91ad3ace227372f0064b2d63e8493ce8f4bdcbd16c7a8e4f4d54029c9db9570c",
  "92c25dce822c5968c228cfe7e686129ea281f79273d4a8fcf6f9130a47aa5421",
  "e44d170925554f42e00263155c19574837a38e3efed8910daccc7fa12f560fa0",
];

/** Few distinct keys, so that overwriting, removing and splitting happen often. */
const key = fc
  .uint8Array({ minLength: 1, maxLength: 3 })
  .map((bytes) => new Uint8Array(bytes.map((byte) => byte % 6)));
const value = fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => new Uint8Array(bytes)), { nil: undefined });
const storeChanges = fc
  .uniqueArray(fc.record({ key, value }), { maxLength: 60, selector: (change) => toHex(change.key) })
  .map((changes) => changes.toSorted((a, b) => compareBytes(a.key, b.key)));
const changeSet: fc.Arbitrary<ChangeSet> = fc
  .tuple(storeChanges, storeChanges)
  .map((both) => both.map((changes, i) => ({ store: STORES[i] ?? "", changes })).filter(({ changes }) => changes.length > 0));

function entriesOf(tree: AuthenticatedTree): string[] {
  return [...tree.iterate()].map(([k, v]) => `${toHex(k)}=${toHex(v)}`);
}

/** Every proof of presence for what is there, and of absence for its neighbours. */
function proofsOf(tree: AuthenticatedTree): string[] {
  const keys = [...tree.iterate()].map(([k]) => k);
  return keys.flatMap((k) => {
    const absent = new Uint8Array([...k, 9]);
    const presence = encodeCommitmentProof({ exist: existenceProof(tree, k) });
    return [toHex(presence), toHex(encodeCommitmentProof({ nonexist: nonExistenceProof(tree, absent) }))];
  });
}

function write(store: string, name: string, text: string | undefined): ChangeSet {
  return [{ store, changes: [{ key: toUtf8(name), value: text === undefined ? undefined : toUtf8(text) }] }];
}

describe("a compact tree", () => {
  test("gives the four roots of cosmos/iavl TestTreeHash, whose writes are unsorted and repeated", () => {
    const memory = createCompactMemory(sha256);
    const hasher = new CompactHasher(memory);
    const url = new URL("../testdata/iavl-treehash-ops.txt.gz", import.meta.url);
    const roots: string[] = [];
    let root = 0;
    let edit = new CompactEdit(memory, 1);
    for (const line of gunzipSync(readFileSync(url)).toString().trim().split("\n")) {
      const [operation, k = "", v = ""] = line.split(" ");
      if (operation === "s") root = edit.set(root, fromHex(k), fromHex(v));
      else if (operation !== "commit") root = edit.remove(root, fromHex(k));
      else {
        roots.push(toHex(hasher.hash(root)));
        edit.keep()();
        edit = new CompactEdit(memory, roots.length + 1);
      }
    }
    expect(roots).toEqual(UPSTREAM_ROOTS);
    expect(memory.pool.usedNodes).toBe(2 * memory.pool.size(root) - 1);
  });
});

describe("a compact multistore", () => {
  test("equals the plain one in roots, entries and proofs at every retained version, whatever was previewed between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(changeSet, fc.option(changeSet)), { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), (versions, retainVersions) => {
        const plain = createMultiStore({ sha256, stores: STORES, retainVersions });
        const compact = createCompactMultiStore({ sha256, stores: STORES, retainVersions });
        for (const [set, abandoned] of versions) {
          if (abandoned !== null) compact.preview(abandoned);
          const candidate = compact.preview(set);
          if (abandoned !== null) compact.preview(abandoned);
          expect(compact.commit(candidate)).toEqual(plain.commit(set));
          expect(compact.oldestVersion).toBe(plain.oldestVersion);
          for (let at = plain.oldestVersion; at <= plain.version; at++) {
            const [left, right] = [plain.reader(at), compact.reader(at)];
            expect(right.roots).toEqual(left.roots);
            for (const name of STORES) {
              expect(right.store(name).size).toBe(left.store(name).size);
              expect(entriesOf(right.store(name))).toEqual(entriesOf(left.store(name)));
            }
          }
          for (const name of STORES) expect(proofsOf(compact.store(name))).toEqual(proofsOf(plain.store(name)));
        }
        expect(compact.storesWithWrongHashes()).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  test("iterates ranges as the plain one does, both ways", () => {
    const bound = fc.option(key, { nil: undefined });
    fc.assert(
      fc.property(changeSet, bound, bound, fc.boolean(), (set, start, end, reverse) => {
        const plain = createMultiStore({ sha256, stores: STORES });
        const compact = createCompactMultiStore({ sha256, stores: STORES });
        plain.commit(set);
        compact.commit(set);
        for (const name of STORES) {
          expect([...compact.store(name).iterate({ start, end, reverse })]).toEqual([...plain.store(name).iterate({ start, end, reverse })]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("keeps no memory of versions that are gone, of abandoned previews and of refused writes", () => {
    fc.assert(
      fc.property(fc.array(changeSet, { minLength: 1, maxLength: 10 }), (sets) => {
        const long = createCompactMultiStore({ sha256, stores: STORES, retainVersions: 1 });
        for (const set of sets) {
          long.preview(sets[0] ?? []);
          expect(() => long.preview([{ store: "acc", changes: [{ key: Uint8Array.of(1), value: Uint8Array.of(1) }, { key: Uint8Array.of(2), value: new Uint8Array(0) }] }])).toThrow(InvariantViolation);
          long.commit(set);
        }
        const leaves = STORES.map((name) => [...long.store(name).iterate()]);
        const nodes = leaves.reduce((sum, { length }) => sum + Math.max(0, 2 * length - 1), 0);
        expect(long.usage.nodes).toBe(nodes);
        const fresh = createCompactMultiStore({ sha256, stores: STORES });
        const all = leaves.map((entries, i) => ({ store: STORES[i] ?? "", changes: entries.map(([k, v]): Change => ({ key: k, value: v })) }));
        fresh.commit(all.filter(({ changes }) => changes.length > 0));
        expect(long.usage).toEqual(fresh.usage);
      }),
      { numRuns: 80 },
    );
  });

  test("a preview in steps gives what the whole one gives, and one that is ended early leaves nothing", () => {
    const changes = Array.from({ length: 200 }, (_, i) => ({ key: toUtf8(`key ${String(i).padStart(3, "0")}`), value: toUtf8(`${i}`) }));
    const all: ChangeSet = [{ store: "acc", changes }];
    const store = createCompactMultiStore({ sha256, stores: STORES });
    store.commit(write("acc", "a", "1"));
    const before = store.usage;
    let begun = 0;
    for (const _step of store.previewInSteps(all)) if (++begun === 5) break;
    expect(store.usage).toEqual(before);
    const steps = store.previewInSteps(all);
    let step = steps.next();
    let count = 0;
    for (; step.done !== true; step = steps.next()) {
      count += 1;
      expect(store.reader().store("acc").get(toUtf8("a"))).toEqual(toUtf8("1"));
    }
    expect(count).toBe(13);
    expect(toHex(store.commit(step.value).appHash)).toBe(toHex(plainHash([write("acc", "a", "1"), all])));
    expect(store.usage.nodes).toBe(2 * 201 - 1);
  });

  test("answers for pruned versions and abandoned previews with an error, never with other data", () => {
    const state = createCompactMultiStore({ sha256, stores: STORES, retainVersions: 2 });
    state.commit(write("bank", "k", "1"));
    const first = state.reader(1n).store("bank");
    const iterator = first.iterate()[Symbol.iterator]();
    const abandoned = state.preview(write("bank", "k", "x"));
    state.commit(write("bank", "k", "2"));
    expect(first.get(toUtf8("k"))).toEqual(toUtf8("1"));
    expect(() => abandoned.state.store("bank").get(toUtf8("k"))).toThrow(StoreError);
    expect(() => state.commit(abandoned)).toThrow(InvariantViolation);
    state.commit(write("bank", "k", "3"));
    expect(() => first.get(toUtf8("k"))).toThrow(new StoreError("VERSION_NOT_AVAILABLE", "version 1 was pruned; ask for a later one"));
    expect(() => iterator.next()).toThrow(StoreError);
    expect(() => state.reader(1n)).toThrow("version 1 is not available; ask for one from 2 to 3");
  });

  test("a preview that is discarded gives its memory back before the next commit, and others go on", () => {
    const state = createCompactMultiStore({ sha256, stores: STORES });
    state.commit(write("bank", "k", "1"));
    const chosen = state.preview(write("bank", "chosen", "2"));
    const { usage } = state;
    for (let round = 0; round < 100; round++) {
      const other = state.preview(write("bank", `other ${round}`, "3"));
      expect(state.usage.nodes).toBeGreaterThan(usage.nodes);
      state.discard(other);
      state.discard(other);
      expect(state.usage).toEqual(usage);
      expect(() => other.state.store("bank").get(toUtf8("k"))).toThrow(StoreError);
    }
    expect(state.commit(chosen).appHash).toEqual(plainHash([write("bank", "k", "1"), write("bank", "chosen", "2")]));
    expect(() => state.discard(chosen)).not.toThrow();
    expect(state.store("bank").get(toUtf8("chosen"))).toEqual(toUtf8("2"));
  });

  test("values that were handed out stay what they were", () => {
    const state = createCompactMultiStore({ sha256, stores: STORES, retainVersions: 1 });
    state.commit(write("bank", "k", "first"));
    const held = state.store("bank").get(toUtf8("k"));
    for (const text of ["other", "again", "third"]) state.commit(write("bank", "k", text));
    expect(held).toEqual(toUtf8("first"));
  });

  test("holds values and keys of every length up to the longest", () => {
    const state = createCompactMultiStore({ sha256, stores: STORES, retainVersions: 1 });
    const plain = createMultiStore({ sha256, stores: STORES, retainVersions: 1 });
    const lengths = [1, 4, 5, 255, 4096, 70_000, 2_097_140, 2_097_149, 3_000_000, 16 * 1024 * 1024];
    const fill = (byte: number): ChangeSet => [
      { store: "bank", changes: lengths.map((length, i) => ({ key: new Uint8Array(1 + i * 100).fill(i + 1), value: new Uint8Array(length).fill(byte) })) },
    ];
    for (let round = 1; round <= 3; round++) expect(state.commit(fill(round))).toEqual(plain.commit(fill(round)));
    const { bytes } = state.usage;
    state.commit(fill(9));
    expect(state.usage.bytes).toBe(bytes);
    expect(entriesLengths(state)).toEqual(lengths);
  });

  test("proves queries as the plain one does", () => {
    const state = createCompactMultiStore({ sha256, stores: STORES });
    for (const [name, text] of [["a", "1"], ["b", "2"], ["c", "3"]] as const) state.commit(write("bank", name, text));
    for (const name of ["a", "b", "x"]) {
      const { value: found, ops } = proveQuery(sha256, state.reader(), "bank", toUtf8(name));
      expect(verifyQuery(sha256, state.appHash, "bank", toUtf8(name), found, ops)).toBe(true);
    }
  });
});

function plainHash(versions: readonly ChangeSet[]): Uint8Array {
  const plain = createMultiStore({ sha256, stores: STORES });
  for (const version of versions) plain.commit(version);
  return plain.appHash;
}

function entriesLengths(state: CompactMultiStore): number[] {
  return [...state.store("bank").iterate()].map(([, v]) => v.length);
}
