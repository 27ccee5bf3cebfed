import type { MessageCodec } from "./codec.ts";
import { decodeMessage } from "./decode.ts";

const unbounded = { bytes: Number.MAX_SAFE_INTEGER, elements: Number.MAX_SAFE_INTEGER };

/**
 * Decodes what this program has encoded and kept itself. Lengths and lists have no bound here: those of `decode` hold
 * off strangers, and what was written must be readable again. Throws DecodeError for bytes that `toBytes` does not give.
 */
export function decodeOwn<T extends object>(codec: MessageCodec<T>, bytes: Uint8Array): T {
  return decodeMessage(codec, bytes, undefined, false, unbounded).message as T;
}
