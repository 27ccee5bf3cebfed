import { createMemoryStore, type MultiStore } from "@openledger/store";
import { height, unixNanos } from "@openledger/primitives";
import { expect, test } from "vitest";
import { recordAccess, repeatAccess } from "./recorded-access.ts";
import { recordBlock } from "./recorded-block.ts";

const [a, b] = [Uint8Array.of(1), Uint8Array.of(2)];

function memory(): MultiStore {
  const store = createMemoryStore();
  return { store: () => store };
}

test("a run is repeated where its reads are the same, and nowhere else", () => {
  const recorder = recordAccess(memory());
  const store = recorder.store.store("bank");
  expect(store.get(a)).toBeUndefined();
  store.set(b, Uint8Array.of(9));
  const access = recorder.finish();
  if (access === undefined) throw new Error("nothing was iterated");
  const [same, other] = [memory(), memory()];
  other.store("bank").set(a, Uint8Array.of(1));
  expect([repeatAccess(access, same), repeatAccess(access, other)]).toEqual([true, false]);
  expect([same.store("bank").get(b), other.store("bank").get(b)]).toEqual([Uint8Array.of(9), undefined]);
});

test("a read after a write is not recorded as one of what was there before", () => {
  const { store } = recordAccess(memory());
  store.store("bank").set(a, a);
  expect(() => store.store("bank").get(a)).toThrow("reads before it writes");
});

test("a run that iterates has no record", () => {
  const recorder = recordAccess(memory());
  recorder.store.store("bank").iterate();
  expect(recorder.finish()).toBeUndefined();
});

test("a block counts as the same by the fields that were looked at", () => {
  const block = { height: height(5n), time: unixNanos(7n), proposer: Uint8Array.of(1, 2) };
  const recorded = recordBlock(block);
  expect(recorded.isSameIn({ ...block, height: height(6n), time: unixNanos(8n), proposer: a })).toBe(true);
  expect(recorded.block.proposer).toEqual(block.proposer);
  expect(recorded.isSameIn({ ...block, height: height(6n), proposer: block.proposer.slice() })).toBe(true);
  expect(recorded.isSameIn({ ...block, proposer: a })).toBe(false);
  expect(recorded.block.time).toBe(7n);
  expect(recorded.isSameIn({ ...block, time: unixNanos(8n) })).toBe(false);
});
