import { createHash } from "node:crypto";
import { InvariantViolation, toHex, toUtf8 } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { branchMultiStore } from "./branch-multi-store.ts";
import { applyChangeSet, type ChangeSet } from "./change-set.ts";
import { createMultiStore, type CommittedMultiStore } from "./multi-store.ts";
import { StoreError } from "./store-error.ts";

const sha256 = (data: Uint8Array): Uint8Array => createHash("sha256").update(data).digest();
const bytes = toUtf8;

function createState(retainVersions = 100): CommittedMultiStore {
  return createMultiStore({ sha256, stores: ["bank", "acc"], retainVersions });
}

function write(store: string, key: string, value: string | undefined): ChangeSet {
  return [{ store, changes: [{ key: bytes(key), value: value === undefined ? undefined : bytes(value) }] }];
}

describe("multistore", () => {
  test("before any commit the app hash is that of nothing, as in the SDK", () => {
    expect(toHex(createState().appHash)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  test("the app hash is the SDK's simple Merkle root over name and hashed store root", () => {
    const state = createState();
    state.commit(write("bank", "k", "v"));
    const leaf = (name: string): Buffer => {
      const root = sha256(state.store(name).hash());
      return createHash("sha256")
        .update(Buffer.from([0, name.length]))
        .update(name)
        .update(Buffer.from([32]))
        .update(root)
        .digest();
    };
    const expected = createHash("sha256")
      .update(Buffer.from([1]))
      .update(leaf("acc"))
      .update(leaf("bank"))
      .digest("hex");
    expect(toHex(state.appHash)).toBe(expected);
  });

  test("a preview commits nothing, and committing it gives the previewed hash", () => {
    const state = createState();
    const before = toHex(state.appHash);
    const candidate = state.preview(write("bank", "k", "v"));
    const other = state.preview(write("bank", "k", "w"));
    expect([state.version, toHex(state.appHash)]).toEqual([0n, before]);
    expect(candidate.state.store("bank").get(bytes("k"))).toEqual(bytes("v"));
    expect(state.commit(candidate)).toEqual({ version: 1n, appHash: candidate.appHash });
    expect(state.store("bank").get(bytes("k"))).toEqual(bytes("v"));
    expect(() => state.commit(other)).toThrow(InvariantViolation);
  });

  test("an empty commit moves the version and keeps the app hash", () => {
    const state = createState();
    state.commit(write("bank", "k", "v"));
    const { appHash } = state;
    expect(state.commit([])).toEqual({ version: 2n, appHash });
  });

  test("replayed change sets give the same app hash for every version", () => {
    const first = createState();
    const sets = [write("bank", "a", "1"), write("acc", "b", "2"), write("bank", "a", undefined), []];
    const hashes = sets.map((set) => toHex(first.commit(set).appHash));
    const second = createState();
    expect(sets.map((set) => toHex(second.commit(set).appHash))).toEqual(hashes);
  });

  test("retained versions are unaffected by later commits, older ones are refused with what to ask for", () => {
    const state = createState(3);
    for (const value of ["1", "2", "3", "4"]) state.commit(write("bank", "k", value));
    expect(state.oldestVersion).toBe(2n);
    expect(state.reader(2n).store("bank").get(bytes("k"))).toEqual(bytes("2"));
    expect(state.root(2n).roots.map(({ name }) => name)).toEqual(["acc", "bank"]);
    expect(() => state.reader(1n)).toThrow(
      new StoreError("VERSION_NOT_AVAILABLE", "version 1 is not available; ask for one from 2 to 4"),
    );
    expect(() => state.reader(5n)).toThrow(StoreError);
  });

  test("writes through nested branches commit as if written in key order", () => {
    const state = createState();
    const block = branchMultiStore(state);
    const transaction = branchMultiStore(block);
    for (const key of ["c", "a", "b"]) transaction.store("bank").set(bytes(key), bytes(key));
    transaction.store("acc").set(bytes("z"), bytes("1"));
    transaction.write();
    const failed = branchMultiStore(block);
    failed.store("bank").delete(bytes("a"));
    failed.discard();
    const changeSet = block.changeSet();
    expect(changeSet.map(({ store, changes }) => [store, changes.length])).toEqual([
      ["acc", 1],
      ["bank", 3],
    ]);
    state.commit(changeSet);
    const replay = createState();
    const copy = branchMultiStore(replay);
    applyChangeSet(copy, changeSet);
    replay.commit(copy.changeSet());
    expect(toHex(replay.appHash)).toBe(toHex(state.appHash));
  });

  test("unsorted, repeated and unknown writes are refused", () => {
    const state = createState();
    const change = (key: string) => ({ key: bytes(key), value: bytes("1") });
    expect(() => state.commit([{ store: "bank", changes: [change("b"), change("a")] }])).toThrow(InvariantViolation);
    expect(() => state.commit([{ store: "bank", changes: [change("a"), change("a")] }])).toThrow(InvariantViolation);
    expect(() => state.commit([...write("bank", "a", "1"), ...write("acc", "a", "1")])).toThrow(InvariantViolation);
    expect(() => state.commit(write("gov", "a", "1"))).toThrow(InvariantViolation);
    expect(state.version).toBe(0n);
  });
});
