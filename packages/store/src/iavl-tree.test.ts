import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { compareBytes, fromHex, InvariantViolation, toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Change } from "./change-set.ts";
import { createIavlTree } from "./iavl-tree.ts";

const sha256 = (data: Uint8Array): Uint8Array => createHash("sha256").update(data).digest();

const UPSTREAM_ROOTS = [
  "58ec30fa27f338057e5964ed9ec3367e59b2b54bec4c194f10fde7fed16c2a1c",
  "91ad3ace227372f0064b2d63e8493ce8f4bdcbd16c7a8e4f4d54029c9db9570c",
  "92c25dce822c5968c228cfe7e686129ea281f79273d4a8fcf6f9130a47aa5421",
  "e44d170925554f42e00263155c19574837a38e3efed8910daccc7fa12f560fa0",
];

function readUpstreamVersions(): Change[][] {
  const text = gunzipSync(readFileSync(new URL("testdata/iavl-treehash-ops.txt.gz", import.meta.url))).toString();
  const versions: Change[][] = [[]];
  for (const line of text.trim().split("\n")) {
    const [operation, key = "", value = ""] = line.split(" ");
    if (operation === "commit") versions.push([]);
    else versions.at(-1)?.push({ key: fromHex(key), value: operation === "s" ? fromHex(value) : undefined });
  }
  return versions.slice(0, -1);
}

describe("IAVL tree", () => {
  test("the four roots of cosmos/iavl TestTreeHash come out", () => {
    let tree = createIavlTree(sha256);
    const roots = readUpstreamVersions().map((changes, i) => {
      tree = tree.apply(changes, BigInt(i + 1));
      return toHex(tree.hash());
    });
    expect(roots).toEqual(UPSTREAM_ROOTS);
  });

  test("the empty tree has the hash of nothing", () => {
    expect(toHex(createIavlTree(sha256).hash())).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  test("setting an equal value renews the root, removing a missing key does not", () => {
    const first = createIavlTree(sha256).apply([{ key: toUtf8("a"), value: toUtf8("1") }], 1n);
    const again = first.apply([{ key: toUtf8("a"), value: toUtf8("1") }], 2n);
    const missing = first.apply([{ key: toUtf8("b"), value: undefined }], 2n);
    expect(toHex(again.hash())).not.toBe(toHex(first.hash()));
    expect(toHex(missing.hash())).toBe(toHex(first.hash()));
  });

  test("empty values, empty keys and overlong keys are refused", () => {
    const tree = createIavlTree(sha256);
    const change = (key: number, value: number) => [{ key: new Uint8Array(key), value: new Uint8Array(value) }];
    expect(() => tree.apply(change(1, 0), 1n)).toThrow(InvariantViolation);
    expect(() => tree.apply(change(0, 1), 1n)).toThrow(InvariantViolation);
    expect(() => tree.apply(change(1025, 1), 1n)).toThrow(InvariantViolation);
    expect(tree.apply(change(1024, 1), 1n).size).toBe(1);
  });

  test("changing an argument afterwards does not change the tree", () => {
    const key = toUtf8("key");
    const value = toUtf8("value");
    const tree = createIavlTree(sha256).apply([{ key, value }], 1n);
    key.fill(0);
    value.fill(0);
    expect([...tree.iterate()].map(([k, v]) => [toHex(k), toHex(v)])).toEqual([
      [toHex(toUtf8("key")), toHex(toUtf8("value"))],
    ]);
  });

  test("a tree equals a sorted list, and earlier versions stay as they were", () => {
    const key = fc.uint8Array({ minLength: 1, maxLength: 2 }).map((bytes) => bytes.map((byte) => byte % 8));
    const value = fc.option(fc.uint8Array({ minLength: 1, maxLength: 3 }), { nil: undefined });
    const range = fc.record({
      start: fc.option(key, { nil: undefined }),
      end: fc.option(key, { nil: undefined }),
      reverse: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.record({ key, value }), { maxLength: 40 }), { maxLength: 5 }),
        range,
        (versions, scan) => {
          const model = new Map<string, string>();
          let tree = createIavlTree(sha256);
          const history = versions.map((changes, i) => {
            tree = tree.apply(changes, BigInt(i + 1));
            for (const change of changes) {
              if (change.value === undefined) model.delete(toHex(change.key));
              else model.set(toHex(change.key), toHex(change.value));
            }
            const expected = [...model].sort(([a], [b]) => compareBytes(fromHex(a), fromHex(b)));
            return { tree, expected };
          });
          for (const { tree: past, expected } of history) {
            const inRange = expected.filter(([k]) => {
              const bytes = fromHex(k);
              const above = scan.start === undefined || compareBytes(bytes, scan.start) >= 0;
              return above && (scan.end === undefined || compareBytes(bytes, scan.end) < 0);
            });
            const found = [...past.iterate(scan)].map(([k, v]) => [toHex(k), toHex(v)]);
            expect(found).toEqual(scan.reverse ? inRange.toReversed() : inRange);
            expect(past.size).toBe(expected.length);
            for (const [k, v] of expected) expect(toHex(past.get(fromHex(k)) ?? new Uint8Array())).toBe(v);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
