import { toUtf8, uvarint } from "@openledger/primitives";

const FIRST_BYTES = 1024;

/** Gathers the parts of a byte string that is hashed. */
export class ByteWriter {
  #buffer = new Uint8Array(FIRST_BYTES);
  #length = 0;

  bytes(data: Uint8Array): void {
    this.#reserve(data.length);
    this.#buffer.set(data, this.#length);
    this.#length += data.length;
  }

  /** A varint of 0..2^32-1. */
  size(value: number): void {
    if (value >= 0x80) return this.bytes(uvarint(value));
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  /** UTF-8 bytes behind their number. Throws EncodingError for a lone surrogate. */
  sizedText(text: string): void {
    const { length } = text;
    if (length >= 0x80) return this.#anyText(text);
    this.#reserve(length + 1);
    const buffer = this.#buffer;
    const start = this.#length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) return this.#anyText(text);
      buffer[start + 1 + i] = code;
    }
    buffer[start] = length;
    this.#length = start + 1 + length;
  }

  /** What was written; the writer is not used again. */
  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #anyText(text: string): void {
    const utf8 = toUtf8(text);
    this.size(utf8.length);
    this.bytes(utf8);
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + length));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
