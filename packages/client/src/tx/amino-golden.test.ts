/** The sign documents of all our messages, which hardware wallets have signed and will sign the same way forever. */
import { makeSignDoc, serializeSignDoc } from "@cosmjs/amino";
import { AminoTypes } from "@cosmjs/stargate";
import { aminoSignBytes, createTypeRegistry, type Field, type MessageCodec } from "@openledger/messages";
import { Fee, TxBody } from "@openledger/messages/cosmos/tx/v1beta1";
import { expect, test } from "vitest";
import { createOpenledgerAminoConverters, openledgerRegistryTypes } from "./messages.ts";

const codecs = openledgerRegistryTypes.map(([, codec]) => codec as unknown as MessageCodec<object>);
const types = new AminoTypes(createOpenledgerAminoConverters());
const registry = createTypeRegistry(codecs);

/** A message whose fields all hold something, down to a depth that no message here reaches. */
function filled(codec: MessageCodec<object>, depth: number): object {
  return codec.create(Object.fromEntries(codec.fields.map((field) => [field.key, field.rule === "repeated" ? [valueOf(field, depth), valueOf(field, depth)] : valueOf(field, depth)])));
}

function valueOf(field: Field, depth: number): unknown {
  const inner = field.of?.();
  if (inner !== undefined) return depth === 0 ? inner.create() : filled(inner, depth - 1);
  if (field.type === "string") return `<${field.name}>`;
  if (field.type === "bytes") return Uint8Array.of(field.no, 255);
  if (field.type === "bool") return true;
  return field.type.endsWith("64") ? 9_007_199_254_740_993n : field.no;
}

test.each(codecs.map((codec) => ({ name: codec.typeName, codec })))("$name is signed as CosmJS writes it and as it always was", ({ codec }) => {
  const texts = [filled(codec, 8), codec.create()].map((message) => {
    const any = { typeUrl: codec.typeUrl, value: codec.toBytes(message) };
    const again = { typeUrl: codec.typeUrl, value: codec.fromBytes(any.value) };
    const doc = { body: TxBody.create({ messages: [any] }), fee: Fee.create({ gasLimit: 1n }), chainId: "c", accountNumber: 1n, sequence: 2n };
    const bytes = aminoSignBytes(registry, doc);
    expect(bytes).toEqual(serializeSignDoc(makeSignDoc([types.toAmino(again)], { amount: [], gas: "1" }, "c", "", 1, 2)));
    expect(types.fromAmino(types.toAmino(again))).toEqual(again);
    return new TextDecoder().decode(bytes);
  });
  expect(texts.join("\n")).toMatchSnapshot();
});
