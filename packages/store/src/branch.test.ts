import { compareBytes, fromHex, InvariantViolation, toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { branch, createMemoryStore, type BranchedStore } from "./branch.ts";
import type { KeyRange, KeyValueReader, KeyValueStore } from "./key-value.ts";

const bytes = toUtf8;
const key = fc.constantFrom("a", "aa", "ab", "b", "ba", "c", "d").map(bytes);
const range: fc.Arbitrary<KeyRange> = fc.record({
  start: fc.option(key, { nil: undefined }),
  end: fc.option(key, { nil: undefined }),
  reverse: fc.boolean(),
});
const operation = fc.oneof(
  fc.record({ do: fc.constant("set" as const), key, value: fc.uint8Array({ minLength: 1, maxLength: 2 }) }),
  fc.record({ do: fc.constant("delete" as const), key }),
  fc.record({ do: fc.constant("iterate" as const), range }),
  fc.record({ do: fc.constantFrom("open" as const, "write" as const, "discard" as const) }),
);

type Model = Map<string, string>;

function scanModel(model: Model, { start, end, reverse }: KeyRange): string[][] {
  const found = [...model]
    .filter(([k]) => start === undefined || compareBytes(fromHex(k), start) >= 0)
    .filter(([k]) => end === undefined || compareBytes(fromHex(k), end) < 0)
    .sort(([a], [b]) => compareBytes(fromHex(a), fromHex(b)));
  return reverse === true ? found.reverse() : found;
}

function scan(store: KeyValueReader, scanned: KeyRange = {}): string[][] {
  return Array.from(store.iterate(scanned), ([k, v]) => [toHex(k), toHex(v)]);
}

describe("branch", () => {
  test("nested branches equal a stack of plain sorted maps under any operations", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const base = createMemoryStore();
        const stores: (KeyValueStore | BranchedStore)[] = [base];
        const models: Model[] = [new Map()];
        for (const step of operations) {
          const top = stores.at(-1) as KeyValueStore | BranchedStore;
          const model = models.at(-1) as Model;
          if (step.do === "set") {
            top.set(step.key, step.value);
            model.set(toHex(step.key), toHex(step.value));
          } else if (step.do === "delete") {
            top.delete(step.key);
            model.delete(toHex(step.key));
          } else if (step.do === "iterate") {
            expect(scan(top, step.range)).toEqual(scanModel(model, step.range));
          } else if (step.do === "open") {
            stores.push(branch(top));
            models.push(new Map(model));
          } else if (stores.length > 1 && "write" in top) {
            if (step.do === "write") {
              top.write();
              models[models.length - 2] = model;
            }
            stores.pop();
            models.pop();
          }
        }
        stores.forEach((store, i) => {
          const model = models[i] as Model;
          expect(scan(store)).toEqual(scanModel(model, {}));
          for (const text of ["a", "aa", "ab", "b", "ba", "c", "d"]) {
            const found = store.get(bytes(text));
            expect(found === undefined ? undefined : toHex(found)).toBe(model.get(toHex(bytes(text))));
            expect(store.has(bytes(text))).toBe(model.has(toHex(bytes(text))));
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test("an iteration sees the branch as it was when it began", () => {
    const store = branch(createMemoryStore());
    for (const text of ["a", "b", "c"]) store.set(bytes(text), bytes("1"));
    const seen: string[] = [];
    for (const [found] of store.iterate()) {
      seen.push(toHex(found));
      store.delete(found);
      store.set(bytes("d"), bytes("1"));
    }
    expect(seen).toEqual(["61", "62", "63"]);
    expect(scan(store)).toEqual([["64", "31"]]);
  });

  test("held changes come sorted, with deletions, and discard forgets them", () => {
    const store = branch(createMemoryStore());
    store.set(bytes("b"), bytes("2"));
    store.delete(bytes("a"));
    expect(store.changes()).toEqual([
      { key: bytes("a"), value: undefined },
      { key: bytes("b"), value: bytes("2") },
    ]);
    store.discard();
    expect(store.changes()).toEqual([]);
  });

  test("an empty value is refused and a changed argument does not reach the store", () => {
    const store = createMemoryStore();
    expect(() => store.set(bytes("a"), new Uint8Array(0))).toThrow(InvariantViolation);
    const value = bytes("v");
    store.set(bytes("a"), value);
    value.fill(0);
    expect(store.get(bytes("a"))).toEqual(bytes("v"));
  });

  test("a branch of a reader has no write", () => {
    const reader: KeyValueReader = createMemoryStore();
    const overlay = branch(reader);
    expectTypeOf(overlay).not.toHaveProperty("write");
    expectTypeOf(branch(createMemoryStore())).toHaveProperty("write");
  });
});
