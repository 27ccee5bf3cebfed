/** Times until which something holds, as protobuf timestamps that anyone may send. */
import type { Timestamp } from "@openledger/messages/google/protobuf";
import { assert, fromUtf8, toUtf8 } from "@openledger/primitives";
import type { KeyCodec } from "@openledger/store";
import { sortableTimeText } from "./timestamps.ts";

const NANOS_PER_SECOND = 1_000_000_000n;
/** 0001-01-01 and the last second of 9999, which is what Go's timestamps hold. */
const FIRST_SECOND = -62_135_596_800n;
const LAST_SECOND = 253_402_300_799n;
const TEXT_BYTES = 29;

/** True when the timestamp is one that the SDK can decode. */
export function isTimestamp({ seconds, nanos }: Timestamp): boolean {
  return seconds >= FIRST_SECOND && seconds <= LAST_SECOND && nanos >= 0 && nanos < 1_000_000_000;
}

/** Nanoseconds since 1970, of any size and sign. */
export function timeNanos({ seconds, nanos }: Timestamp): bigint {
  return seconds * NANOS_PER_SECOND + BigInt(nanos);
}

/** A time in a queue's key: 29 bytes of text whose order is that of the times. See {@link sortableTimeText}. */
export const timeTextKey: KeyCodec<string> = {
  encode: toUtf8,
  decode: fromUtf8,
  encodePart(text) {
    assert(text.length === TEXT_BYTES, `a time in a key has ${TEXT_BYTES} bytes`);
    return toUtf8(text);
  },
  decodePart: (bytes, offset) => ({ key: fromUtf8(bytes.subarray(offset, offset + TEXT_BYTES)), next: offset + TEXT_BYTES }),
};

/** Text of a timestamp for {@link timeTextKey}. */
export function timeText(time: Timestamp): string {
  return sortableTimeText(timeNanos(time));
}
