import { readU32be } from "@openledger/primitives";

/** Reads fields from the front of arbitrary bytes; undefined from the first that is not there. */
export interface ByteReader {
  /** A big-endian u32. */
  u32(): number | undefined;
  /** A view of the next `length` bytes. */
  take(length: number): Uint8Array | undefined;
  /** A view of as many bytes as the u32 before them says. */
  sized(): Uint8Array | undefined;
  /** Whether every byte was read. */
  isDone(): boolean;
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  let offset = 0;
  const take = (length: number): Uint8Array | undefined => {
    if (length > bytes.length - offset) return undefined;
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const u32 = (): number | undefined => {
    const field = take(4);
    return field === undefined ? undefined : readU32be(field);
  };
  return {
    u32,
    take,
    sized() {
      const length = u32();
      return length === undefined ? undefined : take(length);
    },
    isDone: () => offset === bytes.length,
  };
}
