import { expect, test } from "vitest";
import { ResponseFinalizeBlock } from "../generated/tendermint/abci.ts";
import { decodeOwn } from "./decode-own.ts";
import { DecodeError } from "./errors.ts";
import { maxElements, maxMessageBytes } from "./limits.ts";

test("what was encoded is read again, also when a stranger's message may not be so long", () => {
  const manyEvents = ResponseFinalizeBlock.create({ events: Array.from({ length: maxElements + 1 }, () => ({ type: "t" })) });
  const longLog = ResponseFinalizeBlock.create({ txResults: [{ log: "x".repeat(maxMessageBytes) }] });
  for (const message of [manyEvents, longLog]) {
    const bytes = ResponseFinalizeBlock.toBytes(message);
    expect(() => ResponseFinalizeBlock.decode(bytes)).toThrow(DecodeError);
    const own = decodeOwn(ResponseFinalizeBlock, bytes);
    expect([own.events.length, own.txResults[0]?.log.length]).toEqual([message.events.length, message.txResults[0]?.log.length]);
  }
});

test("bytes that nobody encodes are refused", () => {
  expect(() => decodeOwn(ResponseFinalizeBlock, Uint8Array.of(0xff))).toThrow(DecodeError);
});
