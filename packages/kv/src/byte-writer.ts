import { assert } from "@openledger/primitives";
import { MalformedRecord } from "./byte-cursor.ts";

/** Fills a record of known length from front to back. Numbers are big-endian. */
export interface ByteWriter {
  u8(value: number): void;
  u32(value: number): void;
  bytes(value: Uint8Array): void;
  /** A u8 length and the bytes. Throws {@link MalformedRecord} for more than 255. */
  sizedByU8(value: Uint8Array): void;
  /** A u32 length and the bytes. */
  sized(value: Uint8Array): void;
  /** The record; every byte has been written. */
  end(): Uint8Array;
}

export function createByteWriter(length: number): ByteWriter {
  const record = new Uint8Array(length);
  const view = new DataView(record.buffer);
  let at = 0;
  const u8 = (value: number): void => {
    record[at++] = value;
  };
  const u32 = (value: number): void => {
    view.setUint32(at, value);
    at += 4;
  };
  const bytes = (value: Uint8Array): void => {
    record.set(value, at);
    at += value.length;
  };
  return {
    u8,
    u32,
    bytes,
    sizedByU8(value) {
      if (value.length > 255) throw new MalformedRecord(`${value.length} bytes where 255 fit`);
      u8(value.length);
      bytes(value);
    },
    sized(value) {
      u32(value.length);
      bytes(value);
    },
    end() {
      assert(at === length, "a record has the length that was counted");
      return record;
    },
  };
}
