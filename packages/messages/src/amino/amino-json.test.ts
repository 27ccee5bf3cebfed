import { serializeSignDoc, makeSignDoc } from "@cosmjs/amino";
import { AminoTypes, createDefaultAminoConverters } from "@cosmjs/stargate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTypeRegistry, packAny } from "../any.ts";
import { Fee, TxBody } from "../generated/cosmos/tx/v1beta1.ts";
import { MsgSend } from "../generated/cosmos/bank/v1beta1.ts";
import { Any, Duration, Timestamp } from "../generated/google/protobuf.ts";
import { defineMessage } from "../runtime/define-message.ts";
import { EncodeError } from "../runtime/errors.ts";
import { aminoJson, quote } from "./amino-json.ts";
import { aminoSignBytes } from "./amino-sign-doc.ts";
import { cosmjsSamples, sampleRegistry, sdkSamples, type Sample } from "./samples.fixture.ts";
import { sdkVectors } from "./sdk-vectors.fixture.ts";

const decoder = new TextDecoder();
const types = new AminoTypes(createDefaultAminoConverters());
const fee = Fee.create({ amount: [{ denom: "ucosm", amount: "5" }], gasLimit: 200_000n, payer: "p", granter: "g" });
const stdFee = { amount: [{ denom: "ucosm", amount: "5" }], gas: "200000", payer: "p", granter: "g" };

function signDocOf({ codec, message }: Sample): string {
  const body = TxBody.create({ messages: [packAny(codec, message)], memo: "<a> & \"b\"", timeoutHeight: 9n });
  return decoder.decode(aminoSignBytes(sampleRegistry, { body, fee, chainId: "c-1", accountNumber: 7n, sequence: 3n }));
}

describe("against @cosmjs/amino and @cosmjs/stargate", () => {
  // SDK 0.50 shortens this name in its annotation; CosmJS 0.39 still has the long one, which no 0.50 chain accepts.
  const renamed = "cosmos-sdk/MsgWithdrawValidatorCommission";
  test.each(cosmjsSamples.map((one, index) => ({ name: `${index} ${one.codec.typeName}`, one })))("the sign doc of $name has the same bytes", ({ one }) => {
    const amino = types.toAmino({ typeUrl: one.codec.typeUrl, value: one.message });
    const type = amino.type === renamed ? "cosmos-sdk/MsgWithdrawValCommission" : amino.type;
    const theirs = serializeSignDoc(makeSignDoc([{ ...amino, type }], stdFee, "c-1", "<a> & \"b\"", 7, 3, 9n));
    expect(signDocOf(one)).toBe(decoder.decode(theirs));
  });
  test("every message that CosmJS writes as amino JSON is among the samples", () => {
    const urls = cosmjsSamples.map(({ codec }) => codec.typeUrl);
    const other = Object.keys(createDefaultAminoConverters()).filter((url) => !urls.includes(url));
    expect(other).toEqual(["/ibc.applications.transfer.v1.MsgTransfer"]);
  });
  test("any text is quoted as CosmJS quotes it, and the two line separators as Go does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (memo) => {
        const doc = decoder.decode(serializeSignDoc(makeSignDoc([], stdFee, "c", memo, 0, 0)));
        const expected = doc.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
        expect(expected).toContain(`"memo":${quote(memo)}`);
      }),
      { numRuns: 200 },
    );
  });
});

test("the messages that CosmJS cannot write are written as the SDK writes them", () => {
  expect(sdkSamples.map(({ codec, message }) => {
    try {
      return aminoJson(sampleRegistry, codec, message);
    } catch (error) {
      return error instanceof EncodeError ? "refused" : String(error);
    }
  })).toEqual(sdkVectors);
});

describe("what amino JSON cannot say is refused", () => {
  const none = createTypeRegistry([]);
  test("extension options", () => {
    const option = Any.create({ typeUrl: "/x.Y" });
    for (const part of [{ extensionOptions: [option] }, { nonCriticalExtensionOptions: [option] }]) {
      const doc = { body: TxBody.create(part), fee, chainId: "c", accountNumber: 0n, sequence: 0n };
      expect(() => aminoSignBytes(none, doc)).toThrow(EncodeError);
    }
  });
  test("a time outside the years 0 to 9999 and a duration beyond 64 bits", () => {
    for (const seconds of [-62_167_219_201n, 253_402_300_800n]) expect(() => aminoJson(none, Timestamp, { seconds, nanos: 0 })).toThrow(EncodeError);
    expect(() => aminoJson(none, Timestamp, { seconds: 0n, nanos: -1 })).toThrow(EncodeError);
    expect(() => aminoJson(none, Duration, { seconds: 9_223_372_036n, nanos: 0 })).toThrow(EncodeError);
  });
  test("a member of a oneof that nobody named", () => {
    const codec = defineMessage<{ a?: string }>("test.Choice", [{ no: 1, key: "a", name: "a", type: "string", rule: "optional", oneof: "one_of" }]);
    expect(() => aminoJson(none, codec, { a: "x" })).toThrow(EncodeError);
    expect(aminoJson(none, codec, {})).toBe('{"OneOf":null}');
  });
  test("a message of an unknown type", () => {
    const body = TxBody.create({ messages: [packAny(MsgSend, MsgSend.create())] });
    expect(() => aminoSignBytes(none, { body, fee, chainId: "c", accountNumber: 0n, sequence: 0n })).toThrow("unable to resolve type URL");
  });
});

test("times of four thousand years agree with the platform's calendar", () => {
  fc.assert(
    fc.property(fc.bigInt(-62_167_219_200n, 253_402_300_799n), (seconds) => {
      const expected = new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
      expect(aminoJson(createTypeRegistry([]), Timestamp, { seconds, nanos: 0 })).toBe(`"${expected}"`);
    }),
    { numRuns: 200 },
  );
});
