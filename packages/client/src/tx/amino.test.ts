import { AminoTypes, createDefaultAminoConverters } from "@cosmjs/stargate";
import { Registry } from "@cosmjs/proto-signing";
import { MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { MsgCreateOffer } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { createOpenledgerAminoConverters, openledgerRegistryTypes } from "./messages.ts";
import { parseGasPrice } from "./tx-sender.ts";

const offer = MsgCreateOffer.create({
  ...{ host: "open1host", modelId: 1n, modelVersion: 2n, endpoint: "http://127.0.0.1:8080/v1", latencyClassMs: 2000n },
  price: { denom: "udemo", perCall: "1000" },
  bond: { denom: "udemo", amount: "5" },
  receiptKey: Uint8Array.of(2, 1, 255),
});

test("CosmJS' registry encodes our messages as our codecs do", () => {
  const registry = new Registry(openledgerRegistryTypes);
  const { value } = registry.encodeAsAny({ typeUrl: MsgCreateOffer.typeUrl, value: offer });
  expect(new Uint8Array(value)).toStrictEqual(MsgCreateOffer.toBytes(offer));
  expect(registry.decode({ typeUrl: MsgCreateOffer.typeUrl, value })).toStrictEqual(offer);
});

test("amino JSON leaves defaults out, writes 64-bit numbers as text, and reads back to the same message", () => {
  const types = new AminoTypes({ ...createDefaultAminoConverters(), ...createOpenledgerAminoConverters() });
  const amino = types.toAmino({ typeUrl: MsgCreateOffer.typeUrl, value: offer });
  expect(amino).toStrictEqual({
    type: "openledger/MsgCreateOffer",
    value: {
      ...{ host: "open1host", model_id: "1", model_version: "2", endpoint: "http://127.0.0.1:8080/v1" },
      price: { denom: "udemo", per_call: "1000" },
      latency_class_ms: "2000",
      bond: { denom: "udemo", amount: "5" },
      receipt_key: "AgH/",
    },
  });
  expect(types.fromAmino(amino)).toStrictEqual({ typeUrl: MsgCreateOffer.typeUrl, value: offer });
  const rows = { merkleRoot: Uint8Array.of(1), leafCount: 3n, byteCount: 4n, tokenCount: 5n };
  const contribute = MsgContribute.create({ contributor: "open1a", datanetId: 1n, rows, documentCount: 2 });
  const message = { typeUrl: MsgContribute.typeUrl, value: contribute };
  expect(types.fromAmino(types.toAmino(message))).toStrictEqual(message);
});

test("a gas price is a decimal number with its denom", () => {
  expect(parseGasPrice("0.025uopen")).toStrictEqual({ amount: "0.025", denom: "uopen" });
  for (const bad of ["", "uopen", "0.025", "-1uopen", "1 uopen"]) expect(() => parseGasPrice(bad)).toThrow(RangeError);
});
