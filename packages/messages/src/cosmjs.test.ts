/** Byte equality with cosmjs-types for generated values of every Cosmos message this package defines. */
import { Registry } from "@cosmjs/proto-signing";
import { glob } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Field, MessageCodec } from "./runtime/codec.ts";

interface CosmjsType {
  readonly typeUrl: string;
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  fromPartial(partial: unknown): object;
}

function isCodec(value: unknown): value is MessageCodec<object> {
  return typeof value === "object" && value !== null && "decodeLenient" in value;
}

function isCosmjsType(value: unknown): value is CosmjsType {
  return typeof value === "object" && value !== null && "typeUrl" in value && "fromPartial" in value;
}

const theirs = new Map<string, CosmjsType>();
const theirFiles: string[] = [];
const theirFolder = new URL("../../../", import.meta.resolve("cosmjs-types/cosmos/tx/v1beta1/tx")).pathname;
// Only the files of packages that this one has too: cosmjs-types carries others besides.
for await (const file of glob(`${import.meta.dirname}/generated/{cosmos,tendermint,google}/**/*.ts`)) {
  const name = file.slice(`${import.meta.dirname}/generated/`.length, -".ts".length);
  for await (const path of glob(`${theirFolder}${name}/*.js`)) theirFiles.push(path);
}
for (const file of theirFiles) {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  for (const type of Object.values(module)) if (isCosmjsType(type)) theirs.set(type.typeUrl, type);
}
/** cosmjs-types names a nested message without the message around it. */
const counterpart = (codec: MessageCodec<object>): CosmjsType | undefined => theirs.get(codec.typeUrl.replace(/\.[A-Z][^./]*(?=\.)/g, ""));
const ours: MessageCodec<object>[] = [];
for await (const file of glob(`${import.meta.dirname}/generated/{cosmos,tendermint,google}/**/*.ts`)) {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  ours.push(...Object.values(module).filter(isCodec));
}

/** cosmjs-types 0.11.0 writes 2^31..2^32-1 as zero: it shifts the low word as a signed number. */
function isWrittenRightByCosmjs(value: bigint): boolean {
  return value < 1n << 31n || value >= 1n << 32n;
}

/** cosmjs-types writes an empty packed list as a field of no bytes, where Go and this package leave it out. */
function mayHoldPackedList(codec: MessageCodec<object>, seen: Set<string> = new Set()): boolean {
  if (seen.has(codec.typeName)) return false;
  seen.add(codec.typeName);
  return codec.fields.some(({ rule, type, of }) => {
    const inner = of?.();
    if (inner !== undefined) return mayHoldPackedList(inner, seen);
    return rule === "repeated" && type !== "string" && type !== "bytes";
  });
}

/** Arbitrary values of a message; `depth` bounds messages that hold themselves. */
function valuesOf(codec: MessageCodec<object>, depth: number): fc.Arbitrary<object> {
  const single = codec.fields.filter((field) => field.oneof === undefined);
  const record = fc.record(Object.fromEntries(single.map((field) => [field.key, fieldValues(field, depth)])));
  const members = codec.fields.filter((field) => field.oneof !== undefined && depth > 0);
  if (members.length === 0) return record;
  const choice = fc.oneof(fc.constant({}), ...members.map((field) => fieldValues(field, depth).map((value) => ({ [field.key]: value }))));
  return fc.tuple(record, choice).map(([values, chosen]) => ({ ...values, ...chosen }));
}

function fieldValues(field: Field, depth: number): fc.Arbitrary<unknown> {
  const item = itemValues(field, depth);
  if (field.rule === "repeated") return depth > 0 || field.type !== "message" ? fc.array(item, { maxLength: 3 }) : fc.constant([]);
  if (field.rule === "optional") return depth > 0 ? fc.option(item, { nil: undefined }) : fc.constant(undefined);
  return item;
}

function itemValues(field: Field, depth: number): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "string":
      return fc.string({ unit: "binary", maxLength: 12 });
    case "bytes":
      return fc.uint8Array({ maxLength: 12 });
    case "bool":
      return fc.boolean();
    case "uint64":
      return fc.bigInt(0n, (1n << 64n) - 1n).filter(isWrittenRightByCosmjs);
    case "int64":
      return fc.bigInt(-(1n << 63n), (1n << 63n) - 1n).filter(isWrittenRightByCosmjs);
    case "int32":
      return fc.integer();
    case "uint32":
      return fc.nat(0xffffffff);
    case "enum":
      return fc.constantFrom(...Object.values(field.enumTable?.() ?? {}));
    case "message": {
      const codec = field.of?.();
      return codec === undefined || depth === 0 ? fc.constant(undefined) : valuesOf(codec, depth - 1);
    }
    default:
      throw new Error(`no values for ${field.type}`);
  }
}

describe("against cosmjs-types", () => {
  const known = ours.flatMap((codec) => {
    const type = counterpart(codec);
    return type === undefined ? [] : [{ name: codec.typeName, codec, type }];
  });
  test("every Cosmos message but a few that no client sends has its counterpart there", () => {
    expect(ours.filter((codec) => counterpart(codec) === undefined).map((codec) => codec.typeName)).toEqual([
      "tendermint.libs.bits.BitArray",
      "cosmos.authz.v1beta1.EventGrant",
      "cosmos.authz.v1beta1.EventRevoke",
    ]);
  });
  test.each(known)("$name has no field that is not theirs", ({ codec, type }) => {
    const keys = Object.keys(type.fromPartial({}));
    expect(codec.fields.map((field) => field.key).filter((key) => !keys.includes(key))).toEqual([]);
  });
  test.each(known)("$name has the same bytes", ({ codec, type }) => {
    fc.assert(
      fc.property(valuesOf(codec, 3), (values) => {
        const expected = type.encode(type.fromPartial(values)).finish();
        // Their decoder fills in the sub-messages that Go always writes; from there on the bytes must agree.
        const message = codec.fromPartial(type.decode(expected));
        const bytes = codec.toBytes(message);
        expect(Buffer.from(type.encode(type.decode(bytes)).finish()).toString("hex")).toBe(Buffer.from(expected).toString("hex"));
        expect(codec.decode(Uint8Array.from(expected))).toEqual(message);
        if (!mayHoldPackedList(codec)) expect(Buffer.from(bytes).toString("hex")).toBe(Buffer.from(expected).toString("hex"));
      }),
      { numRuns: 15 },
    );
  });
  test("a codec serves the CosmJS registry", () => {
    const codec = known.find(({ name }) => name === "cosmos.bank.v1beta1.MsgSend")?.codec;
    if (codec === undefined) throw new Error("MsgSend is not generated");
    const registry = new Registry([[codec.typeUrl, codec]]);
    const value = { fromAddress: "a", toAddress: "b", amount: [{ denom: "uopen", amount: "1" }] };
    expect(registry.decode({ typeUrl: codec.typeUrl, value: registry.encode({ typeUrl: codec.typeUrl, value }) })).toEqual(value);
  });
});
