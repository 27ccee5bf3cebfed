/** ABCI's frames: an unsigned varint with the length, then that many bytes of protobuf. */
import { concatBytes, uvarint } from "@openledger/primitives";
import { abciError } from "./errors.ts";

/** Go writes lengths of an int; five bytes hold what a frame may have here. */
const LENGTH_BYTES_MAX = 5;

/** A frame around a message. */
export function frameOf(message: Uint8Array): Uint8Array {
  return concatBytes(uvarint(message.length), message);
}

/** Cuts a stream into messages, however it was cut into chunks. */
export interface FrameReader {
  /**
   * The messages that a chunk completes. They may share memory with it. Throws `FRAME_TOO_LARGE` or `FRAME_MALFORMED`,
   * after which the stream cannot be read on.
   */
  push(chunk: Uint8Array): Generator<Uint8Array, void, void>;
  /** True in the middle of a frame. */
  readonly isInside: boolean;
}

/** `limit` is the largest message in bytes. Nothing is kept for a message before its length is known to be within it. */
export function createFrameReader(limit: number): FrameReader {
  let length = 0;
  let lengthBytes = 0;
  let isReadingLength = true;
  let parts: Uint8Array[] = [];
  let held = 0;

  /** Reads bytes of the length; returns how many. */
  function readLength(chunk: Uint8Array, from: number): number {
    let at = from;
    while (isReadingLength && at < chunk.length) {
      const byte = chunk[at++] as number;
      length += (byte & 0x7f) * 2 ** (7 * lengthBytes);
      lengthBytes += 1;
      if (length > limit) {
        throw abciError("FRAME_TOO_LARGE", `a frame of ${length} bytes or more is above the limit of ${limit}; raise abci_frame_bytes, or lower max_bytes of blocks`);
      }
      if (byte < 0x80) isReadingLength = false;
      else if (lengthBytes === LENGTH_BYTES_MAX) throw abciError("FRAME_MALFORMED", "a frame begins with a length of more than five bytes; is the peer CometBFT?");
    }
    return at - from;
  }

  function finish(): Uint8Array {
    const [first, ...rest] = parts;
    const message = first === undefined ? new Uint8Array(0) : rest.length === 0 ? first : Buffer.concat(parts);
    parts = [];
    held = 0;
    length = 0;
    lengthBytes = 0;
    isReadingLength = true;
    return message;
  }

  return {
    get isInside() {
      return lengthBytes > 0;
    },
    *push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        at += readLength(chunk, at);
        if (isReadingLength) return;
        const part = chunk.subarray(at, at + length - held);
        if (part.length > 0) parts.push(part);
        held += part.length;
        at += part.length;
        if (held === length) yield finish();
      }
    },
  };
}
