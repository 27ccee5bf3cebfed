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

/** cosmjs-types puts the types of one package into several files. */
const files = [
  "cosmos/auth/v1beta1/auth",
  "cosmos/auth/v1beta1/query",
  "cosmos/bank/v1beta1/bank",
  "cosmos/bank/v1beta1/query",
  "cosmos/bank/v1beta1/tx",
  "cosmos/base/abci/v1beta1/abci",
  "cosmos/base/query/v1beta1/pagination",
  "cosmos/base/v1beta1/coin",
  "cosmos/crypto/ed25519/keys",
  "cosmos/crypto/multisig/keys",
  "cosmos/crypto/multisig/v1beta1/multisig",
  "cosmos/crypto/secp256k1/keys",
  "cosmos/tx/v1beta1/service",
  "cosmos/tx/v1beta1/tx",
  "google/protobuf/any",
  "google/protobuf/duration",
  "google/protobuf/timestamp",
  "tendermint/abci/types",
];

function isCodec(value: unknown): value is MessageCodec<object> {
  return typeof value === "object" && value !== null && "decodeLenient" in value;
}

function isCosmjsType(value: unknown): value is CosmjsType {
  return typeof value === "object" && value !== null && "typeUrl" in value && "fromPartial" in value;
}

const theirs = new Map<string, CosmjsType>();
for (const file of files) {
  const module = (await import(`cosmjs-types/${file}`)) as Record<string, unknown>;
  for (const type of Object.values(module)) if (isCosmjsType(type)) theirs.set(type.typeUrl, type);
}
/** cosmjs-types names a nested message without the message around it. */
const counterpart = (codec: MessageCodec<object>): CosmjsType | undefined => theirs.get(codec.typeUrl.replace(".ModeInfo.", "."));
const ours: MessageCodec<object>[] = [];
for await (const file of glob(`${import.meta.dirname}/generated/{cosmos,tendermint,google}/**/*.ts`)) {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  ours.push(...Object.values(module).filter(isCodec));
}

/** cosmjs-types 0.11.0 writes 2^31..2^32-1 as zero: it shifts the low word as a signed number. */
function isWrittenRightByCosmjs(value: bigint): boolean {
  return value < 1n << 31n || value >= 1n << 32n;
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
  test("every Cosmos message has its counterpart there", () => {
    expect(ours.filter((codec) => counterpart(codec) === undefined).map((codec) => codec.typeName)).toEqual([]);
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
        expect(Buffer.from(codec.toBytes(message)).toString("hex")).toBe(Buffer.from(expected).toString("hex"));
        expect(codec.fromBytes(Uint8Array.from(expected))).toEqual(message);
      }),
      { numRuns: 25 },
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
