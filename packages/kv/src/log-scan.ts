import { readU32be } from "@openledger/primitives";
import { kvError } from "./errors.ts";
import { readFully, type FileSystem } from "./file-system.ts";
import { FRAME_BODY_LIMIT, FRAME_HEADER_BYTES, isIntactFrame, LOG_HEADER_BYTES } from "./log-frame.ts";

const WINDOW_BYTES = 4 * 1024 * 1024;

/** A file read through a sliding window. */
export interface FileWindow {
  readonly size: number;
  /** A view of `length` bytes at `offset`, or undefined when the file ends before. Valid until the next call. */
  view(offset: number, length: number): Uint8Array | undefined;
}

/** Opens a window on an open file of `size` bytes. */
export function createFileWindow(fs: FileSystem, fd: number, size: number): FileWindow {
  let start = 0;
  let bytes = new Uint8Array(0);
  return {
    size,
    view(offset, length) {
      if (offset + length > size) return undefined;
      if (offset < start || offset + length > start + bytes.length) {
        start = offset;
        bytes = new Uint8Array(readFully(fs, fd, Math.min(Math.max(length, WINDOW_BYTES), size - offset), offset));
      }
      const view = bytes.subarray(offset - start, offset - start + length);
      return view.length === length ? view : undefined;
    },
  };
}

/**
 * Calls `onFrame` for each intact frame and returns where they end. What follows is the torn remainder of one
 * unfinished append, empty after a clean stop; if anything durable lies behind the damage instead, throws
 * `LOG_CORRUPT` with the file, the record number and the offset.
 */
export function scanFrames(
  path: string,
  salt: number,
  window: FileWindow,
  onFrame: (offset: number, frame: Uint8Array) => number,
): number {
  let offset = LOG_HEADER_BYTES;
  let records = 0;
  while (offset < window.size) {
    const frame = frameAt(salt, window, offset);
    if (frame === undefined) {
      refuseDamageBeforeData(path, salt, window, offset, records);
      return offset;
    }
    records += onFrame(offset, frame);
    offset += frame.length;
  }
  return offset;
}

/** The intact frame at `offset`, or undefined. */
export function frameAt(salt: number, window: FileWindow, offset: number): Uint8Array | undefined {
  const header = window.view(offset, FRAME_HEADER_BYTES);
  if (header === undefined) return undefined;
  const bodyLength = readU32be(header, 0);
  if (bodyLength > FRAME_BODY_LIMIT) return undefined;
  const frame = window.view(offset, FRAME_HEADER_BYTES + bodyLength);
  return frame !== undefined && isIntactFrame(salt, frame) ? frame : undefined;
}

/**
 * An interrupted append is the last thing in its file. A whole frame further on therefore proves that the bytes
 * here were durable once and have changed, and cutting the file would lose acknowledged data.
 */
function refuseDamageBeforeData(path: string, salt: number, window: FileWindow, offset: number, record: number): void {
  for (let at = offset + 1; at + FRAME_HEADER_BYTES <= window.size; at++) {
    if (frameAt(salt, window, at) === undefined) continue;
    throw kvError(
      "LOG_CORRUPT",
      `${path}: record ${record} at offset ${offset} is damaged while intact data follows at offset ${at}; ` +
        "restore the file from a copy, or resynchronize this node",
    );
  }
}
