import { assert } from "@openledger/primitives";
import type { KeyCodec } from "@openledger/store";

/** Eight little-endian bytes, as some keys of the SDK hold numbers. */
export const u64LittleKey: KeyCodec<bigint> = {
  encode: littleEndian,
  encodePart: littleEndian,
  decode: (bytes) => readLittle(bytes, 0).key,
  decodePart: readLittle,
};

function littleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}

function readLittle(bytes: Uint8Array, offset: number): { readonly key: bigint; readonly next: number } {
  assert(bytes.length >= offset + 8, "a number in a key has eight bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { key: view.getBigUint64(offset, true), next: offset + 8 };
}
