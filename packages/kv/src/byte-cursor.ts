import { readU32be, readU64be } from "@openledger/primitives";

/** A stored record ends early or says something impossible. */
export class MalformedRecord extends Error {
  override readonly name = "MalformedRecord";
}

/** Reads a record from front to back; every read is bounded by the record. Throws {@link MalformedRecord}. */
export interface ByteCursor {
  u8(): number;
  u32(): number;
  u64(): bigint;
  /** A copy of the next `length` bytes. */
  take(length: number): Uint8Array;
  /** A u32 length and a copy of that many bytes. */
  sized(): Uint8Array;
  /** Throws unless every byte was read. */
  end(): void;
}

export function createByteCursor(bytes: Uint8Array): ByteCursor {
  let at = 0;
  const advance = (length: number): number => {
    if (length > bytes.length - at) throw new MalformedRecord(`the record ends before byte ${at + length}`);
    const start = at;
    at += length;
    return start;
  };
  const take = (length: number): Uint8Array => {
    const start = advance(length);
    return new Uint8Array(bytes.subarray(start, start + length));
  };
  const u32 = (): number => readU32be(bytes, advance(4));
  return {
    u8: () => bytes[advance(1)] as number,
    u32,
    u64: () => readU64be(bytes, advance(8)),
    take,
    sized: () => take(u32()),
    end() {
      if (at !== bytes.length) throw new MalformedRecord(`${bytes.length - at} bytes follow the record`);
    },
  };
}
