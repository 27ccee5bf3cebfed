import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Coin } from "../generated/cosmos/base/v1beta1.ts";
import { PageRequest } from "../generated/cosmos/base/query/v1beta1.ts";
import type { MessageCodec } from "./codec.ts";
import { DecodeError, EncodeError, type DecodeErrorCode } from "./errors.ts";
import { defineMessage } from "./define-message.ts";

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

function codeOf(run: () => unknown): DecodeErrorCode | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error.code;
    throw error;
  }
  return undefined;
}

interface Numbers {
  a: bigint;
  b: bigint;
  c: number;
  d: number;
  e: bigint[];
  f: number[];
  g?: bigint | undefined;
  h?: Numbers | undefined;
  i?: boolean | undefined;
  j?: string | undefined;
}
const Numbers: MessageCodec<Numbers> = defineMessage<Numbers>("test.Numbers", [
  { no: 1, key: "a", name: "a", type: "uint64" },
  { no: 2, key: "b", name: "b", type: "int64" },
  { no: 3, key: "c", name: "c", type: "int32" },
  { no: 4, key: "d", name: "d", type: "uint32" },
  { no: 5, key: "e", name: "e", type: "sint64", rule: "repeated" },
  { no: 6, key: "f", name: "f", type: "sfixed32", rule: "repeated" },
  { no: 7, key: "g", name: "g", type: "fixed64", rule: "optional" },
  { no: 8, key: "h", name: "h", type: "message", rule: "optional", of: () => Numbers },
  { no: 9, key: "i", name: "i", type: "bool", rule: "optional", oneof: "choice" },
  { no: 10, key: "j", name: "j", type: "string", rule: "optional", oneof: "choice" },
]);

describe("encode", () => {
  test("extremes of every number type come back as they were", () => {
    const extreme = Numbers.create({
      a: (1n << 64n) - 1n,
      b: -(1n << 63n),
      c: -(2 ** 31),
      d: 2 ** 32 - 1,
      e: [-(1n << 63n), (1n << 63n) - 1n, 0n, -1n],
      f: [-(2 ** 31), 2 ** 31 - 1],
      g: 0n,
      h: { a: 9007199254740993n, b: 1n << 31n, e: [(1n << 31n) - 1n, 1n << 32n] },
      j: "",
    });
    expect(Numbers.fromBytes(Numbers.toBytes(extreme))).toEqual(extreme);
  });
  test("zero scalars are left out, present empty parts are written", () => {
    expect(Numbers.toBytes(Numbers.create())).toEqual(new Uint8Array(0));
    expect(Numbers.toBytes(Numbers.create({ h: {}, i: false }))).toEqual(bytes("42004800"));
  });
  test("a value that its field cannot hold is refused instead of rounded", () => {
    const wrong = [{ a: -1n }, { a: 1n << 64n }, { b: 1n << 63n }, { c: 1.5 }, { c: Number.NaN }, { d: -1 }, { i: true, j: "x" }];
    for (const partial of wrong) expect(() => Numbers.toBytes(Numbers.create(partial))).toThrow(EncodeError);
    expect(() => Coin.toBytes({ denom: "\ud800", amount: "" })).toThrow(EncodeError);
  });
  test("the result is a plain array that owns its memory", () => {
    const result = Coin.toBytes({ denom: "uopen", amount: "5" });
    expect(Object.getPrototypeOf(result)).toBe(Uint8Array.prototype);
    expect(result.buffer.byteLength).toBe(result.length);
  });
});

describe("decode", () => {
  test.each<[string, string, DecodeErrorCode]>([
    ["a field nobody defined", "1a00", "unknown-field"],
    ["a field with another wire type", "0801", "wrong-wire-type"],
    ["a field that appears twice", "0a01610a0161", "duplicate-field"],
    ["a string cut off", "0a0561", "truncated"],
    ["a varint cut off", "0a80", "truncated"],
    ["an overlong length", "0a810061", "overlong-varint"],
    ["invalid UTF-8", "0a01ff", "invalid-utf8"],
    ["a surrogate in UTF-8", "0a03eda080", "invalid-utf8"],
    ["field number zero", "0201", "unknown-field"],
  ])("%s is refused", (_, hex, code) => {
    expect(codeOf(() => Coin.decode(bytes(hex)))).toBe(code);
  });
  test.each<[string, string, DecodeErrorCode]>([
    ["a varint of 65 bits", "08ffffffffffffffffff02", "out-of-range"],
    ["an int32 that needs more bits", "188080808010", "out-of-range"],
    ["a boolean of two", "4802", "out-of-range"],
    ["two members of a oneof", "48015200", "duplicate-field"],
  ])("%s is refused", (_, hex, code) => {
    expect(codeOf(() => Numbers.decode(bytes(hex)))).toBe(code);
  });
  test("nesting deeper than the limit is refused, not followed", () => {
    let deep: Numbers = Numbers.create();
    for (let i = 0; i < 31; i++) deep = Numbers.create({ h: deep });
    const allowed = Numbers.toBytes(deep);
    expect(Numbers.fromBytes(allowed)).toEqual(deep);
    expect(codeOf(() => Numbers.decode(Uint8Array.from([0x42, allowed.length, ...allowed])))).toBe("too-deep");
  });
  test("more than 100,000 elements are refused", () => {
    const many = new Uint8Array(100_001 + 4);
    many.set([0x2a, 0xa1, 0x8d, 0x06]);
    expect(codeOf(() => Numbers.decode(many))).toBe("too-many-elements");
  });
  test("canonical decode refuses what decode forgives", () => {
    for (const hex of ["1201610a0161", "0a00"]) {
      expect(codeOf(() => Coin.decode(bytes(hex)))).toBeUndefined();
      expect(codeOf(() => Coin.fromBytes(bytes(hex)))).toBe("not-canonical");
    }
    expect(codeOf(() => Numbers.fromBytes(bytes("2802")))).toBe("not-canonical");
  });
  test("bytes are canonical exactly when encoding what they decode to gives them back", () => {
    const tag = fc.constantFrom(0x08, 0x10, 0x18, 0x20, 0x28, 0x2a, 0x32, 0x35, 0x39, 0x42, 0x48, 0x52, 0x00, 0x01, 0x02, 0x7f, 0xff);
    const chunk = fc.oneof(tag, fc.nat(3), fc.nat(255));
    const pieces = fc.constantFrom("0801", "1002", "1803", "2000", "2a0102", "2a00", "2802", "320400000000", "390100000000000000", "4200", "42020801", "4801", "5200", "1000");
    const input = fc.oneof(fc.array(chunk, { maxLength: 12 }).map((list) => Uint8Array.from(list)), fc.array(pieces, { maxLength: 6 }).map((list) => bytes(list.join(""))));
    fc.assert(
      fc.property(input, (data) => {
        if (codeOf(() => Numbers.decode(data)) !== undefined) return;
        const again = Numbers.toBytes(Numbers.decode(data));
        const isSame = again.length === data.length && again.every((byte, i) => byte === data[i]);
        expect(codeOf(() => Numbers.fromBytes(data))).toBe(isSame ? undefined : "not-canonical");
      }),
      { numRuns: 3_000 },
    );
  });
  test("what is encoded decodes to itself, in canonical form, at every size", () => {
    const numbers = fc.record({
      a: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      b: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
      c: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      d: fc.nat(2 ** 32 - 1),
      e: fc.array(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })),
      f: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      j: fc.string({ unit: "grapheme", maxLength: 300 }),
    });
    fc.assert(
      fc.property(numbers, (partial) => {
        const message = Numbers.create({ ...partial, h: partial });
        expect(Numbers.fromBytes(Numbers.toBytes(message))).toEqual(message);
        expect(Numbers.encode(message).finish()).toEqual(Numbers.toBytes(message));
      }),
      { numRuns: 300 },
    );
  });
  test("lenient decode passes over non-critical fields only and says so", () => {
    const nonCritical = bytes("0a0161" + "824000");
    expect(codeOf(() => Coin.decode(nonCritical))).toBe("unknown-field");
    expect(Coin.decodeLenient(nonCritical)).toEqual({ message: { denom: "a", amount: "" }, sawUnknownField: true });
    expect(codeOf(() => Coin.decodeLenient(bytes("1a00")))).toBe("unknown-field");
    expect(Coin.decodeLenient(bytes("0a0161")).sawUnknownField).toBe(false);
  });
  test("decoded bytes are copies of the input", () => {
    const input = Buffer.from("0a02aabb", "hex");
    const decoded = PageRequest.decode(input);
    input.fill(0);
    expect(decoded.key).toEqual(bytes("aabb"));
  });
});
