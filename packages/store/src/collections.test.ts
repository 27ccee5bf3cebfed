import { compareBytes, fromHex, InvariantViolation, toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { createMemoryStore } from "./branch.ts";
import { createItem, createMap, createSequence } from "./collections.ts";
import { bytesKey, lengthPrefixedBytesKey, pairKey, tripleKey, u64Key, utf8Key, type KeyCodec } from "./key-codec.ts";
import type { KeyValueReader, KeyValueStore } from "./key-value.ts";
import { bytesValue, presentValue, protoCodec, u64Value, utf8Value } from "./value-codec.ts";

const balanceKey = pairKey(lengthPrefixedBytesKey, utf8Key);
const balances = createMap({ prefix: Uint8Array.of(2), key: balanceKey, value: utf8Value });
const alice = Uint8Array.of(1, 1);
const bob = Uint8Array.of(1, 2);

describe("collections", () => {
  test("a balance key is the SDK's: 02, length, address, denom", () => {
    expect(toHex(balances.keyBytes([alice, "uopen"]))).toBe("02020101756f70656e");
  });

  test("a prefix visits the keys under it only, in order and in reverse", () => {
    const store = createMemoryStore();
    balances.set(store, [bob, "x"], "1");
    balances.set(store, [alice, "b"], "2");
    balances.set(store, [alice, "a"], "3");
    const denoms = (reverse: boolean) =>
      Array.from(balances.iterate(store, { prefix: balanceKey.prefix(alice), reverse }), ([[, denom]]) => denom);
    expect(denoms(false)).toEqual(["a", "b"]);
    expect(denoms(true)).toEqual(["b", "a"]);
    expect([...balances.iterate(store)].length).toBe(3);
  });

  test("start is inclusive, end exclusive, and neither leaves the map", () => {
    const store = createMemoryStore();
    const map = createMap({ prefix: Uint8Array.of(5), key: u64Key, value: u64Value });
    store.set(Uint8Array.of(4, 255), Uint8Array.of(1));
    store.set(Uint8Array.of(6), Uint8Array.of(1));
    for (const n of [1n, 2n, 300n]) map.set(store, n, n * 2n);
    expect([...map.iterate(store, { start: 2n })]).toEqual([
      [2n, 4n],
      [300n, 600n],
    ]);
    expect([...map.iterate(store, { end: 300n, reverse: true })]).toEqual([
      [2n, 4n],
      [1n, 2n],
    ]);
    expect([...map.iterate(store)].length).toBe(3);
  });

  test("get, has, require and delete agree", () => {
    const store = createMemoryStore();
    const map = createMap({ prefix: Uint8Array.of(1), key: bytesKey, value: bytesValue });
    expect(() => map.require(store, alice)).toThrow(InvariantViolation);
    map.set(store, alice, bob);
    expect([map.get(store, alice), map.has(store, alice), map.require(store, alice)]).toEqual([bob, true, bob]);
    map.delete(store, alice);
    expect([map.get(store, alice), map.has(store, alice)]).toEqual([undefined, false]);
  });

  test("a sequence hands out each number once from its start", () => {
    const store = createMemoryStore();
    const sequence = createSequence({ prefix: Uint8Array.of(9), start: 1n });
    expect([sequence.peek(store), sequence.next(store), sequence.next(store), sequence.peek(store)]).toEqual([
      1n,
      1n,
      2n,
      3n,
    ]);
  });

  test("an item holds one value, and an empty message is refused", () => {
    const store = createMemoryStore();
    const codec = protoCodec<string>({ toBytes: toUtf8, fromBytes: (bytes) => String(bytes.length) });
    const item = createItem({ prefix: Uint8Array.of(7), value: codec });
    item.set(store, "abc");
    expect(item.require(store)).toBe("3");
    expect(() => item.set(store, "")).toThrow(InvariantViolation);
    item.delete(store);
    expect(item.has(store)).toBe(false);
    expect(presentValue.decode(presentValue.encode(true))).toBe(true);
  });

  test("a query that writes does not compile", () => {
    expectTypeOf<KeyValueReader>().not.toExtend<KeyValueStore>();
    expectTypeOf(balances.set).parameter(0).toEqualTypeOf<KeyValueStore>();
    expectTypeOf(balances.get).parameter(0).toEqualTypeOf<KeyValueReader>();
  });
});

describe("key codecs", () => {
  const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
  const text = fc.string({ unit: "grapheme", maxLength: 5 }).filter((value) => !value.includes("\0"));
  const address = fc.uint8Array({ maxLength: 40 });

  test("every key comes back, alone and as a part", () => {
    const nested = tripleKey(lengthPrefixedBytesKey, utf8Key, pairKey(u64Key, bytesKey));
    const roundTrip = <K>(codec: KeyCodec<K>, key: K): void => {
      expect(codec.decode(codec.encode(key))).toEqual(key);
      const part = codec.encodePart(key);
      expect(codec.decodePart(Uint8Array.of(7, ...part, 9), 1)).toEqual({ key, next: 1 + part.length });
    };
    fc.assert(
      fc.property(address, text, u64, address, (a, b, c, d) => {
        roundTrip(nested, [a, b, [c, d]]);
        roundTrip(utf8Key, b);
        roundTrip(bytesKey, d);
      }),
      { numRuns: 200 },
    );
  });

  test("integers sort as numbers, pairs by first and then by second", () => {
    const codec = pairKey(u64Key, u64Key);
    fc.assert(
      fc.property(fc.tuple(u64, u64), fc.tuple(u64, u64), (a, b) => {
        const expected = a[0] !== b[0] ? (a[0] < b[0] ? -1 : 1) : a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1;
        expect(Math.sign(compareBytes(codec.encode(a), codec.encode(b)))).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("cut, overlong and unterminated keys are refused", () => {
    expect(() => u64Key.decode(fromHex("00000000000000"))).toThrow(InvariantViolation);
    expect(() => u64Key.decode(fromHex("000000000000000000"))).toThrow(InvariantViolation);
    expect(() => lengthPrefixedBytesKey.decode(fromHex("0201"))).toThrow(InvariantViolation);
    expect(() => lengthPrefixedBytesKey.encode(new Uint8Array(256))).toThrow(InvariantViolation);
    expect(() => utf8Key.encodePart("a\0b")).toThrow(InvariantViolation);
    expect(() => balanceKey.decode(fromHex(""))).toThrow(InvariantViolation);
  });
});
