import { crc32 } from "node:zlib";
import { concatBytes, equalBytes, readU32be, toUtf8, u32be } from "@openledger/primitives";

// A log is a 16-byte header and frames. A frame is what one append writes: u32 body length, u32 checksum, body; the
// body is a list of u32 record length, record. Numbers are big-endian.
const MAGIC = toUtf8("OLLOG001");

export const LOG_HEADER_BYTES = 16;
export const FRAME_HEADER_BYTES = 8;
/** Largest frame body; a length above it is damage. */
export const FRAME_BODY_LIMIT: number = 256 * 1024 * 1024;

/** Header of a new log. The salt is mixed into every checksum, so that stored data cannot imitate a frame. */
export function logHeader(salt: number): Uint8Array {
  const start = concatBytes(MAGIC, u32be(salt));
  return concatBytes(start, u32be(crc32(start)));
}

/** The salt of a log header, or undefined when the bytes are none. */
export function saltOf(header: Uint8Array): number | undefined {
  if (header.length !== LOG_HEADER_BYTES || !equalBytes(header.subarray(0, 8), MAGIC)) return undefined;
  return readU32be(header, 12) === crc32(header.subarray(0, 12)) ? readU32be(header, 8) : undefined;
}

/** One frame holding `records`. */
export function encodeFrame(salt: number, records: readonly Uint8Array[]): Uint8Array {
  let bodyLength = 0;
  for (const record of records) bodyLength += 4 + record.length;
  const frame = new Uint8Array(FRAME_HEADER_BYTES + bodyLength);
  const view = new DataView(frame.buffer);
  view.setUint32(0, bodyLength);
  let at = FRAME_HEADER_BYTES;
  for (const record of records) {
    view.setUint32(at, record.length);
    frame.set(record, at + 4);
    at += 4 + record.length;
  }
  view.setUint32(4, frameChecksum(salt, frame));
  return frame;
}

/** Checksum of a whole frame over its length and body. */
export function frameChecksum(salt: number, frame: Uint8Array): number {
  return crc32(frame.subarray(FRAME_HEADER_BYTES), crc32(frame.subarray(0, 4), salt));
}

/** True when a whole frame, header included, carries its checksum and a body that splits into records. */
export function isIntactFrame(salt: number, frame: Uint8Array): boolean {
  return readU32be(frame, 4) === frameChecksum(salt, frame) && recordRanges(frame) !== undefined;
}

/** Where each record lies in a frame, or undefined when the lengths do not fill the body exactly. */
export function recordRanges(frame: Uint8Array): { start: number; length: number }[] | undefined {
  const ranges: { start: number; length: number }[] = [];
  let at = FRAME_HEADER_BYTES;
  while (at < frame.length) {
    if (at + 4 > frame.length) return undefined;
    const length = readU32be(frame, at);
    if (at + 4 + length > frame.length) return undefined;
    ranges.push({ start: at + 4, length });
    at += 4 + length;
  }
  return ranges;
}
