const FIRST_BYTES = 4096;
/** A larger buffer than this is given back when its message is done. */
const KEPT_BYTES = 1 << 20;

/**
 * Writes a message from its last byte to its first. What a length prefix counts is then already there, so nothing is
 * measured beforehand and nothing moves; the bytes of each value still stand in their usual order.
 */
export class BackwardWriter {
  #buffer = new Uint8Array(FIRST_BYTES);
  #start = FIRST_BYTES;

  /** Bytes written since the last {@link reset}. */
  get length(): number {
    return this.#buffer.length - this.#start;
  }

  /** Forgets everything written. */
  reset(): void {
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = new Uint8Array(FIRST_BYTES);
    this.#start = this.#buffer.length;
  }

  /** What was written, in an array that owns its memory. */
  finish(): Uint8Array {
    return this.#buffer.slice(this.#start);
  }

  bytes(data: Uint8Array): void {
    const at = this.#reserve(data.length);
    this.#buffer.set(data, at);
  }

  /** Writes text of code units below 128; writes nothing and returns false for any other text. */
  ascii(text: string): boolean {
    const { length } = text;
    const at = this.#reserve(length);
    const buffer = this.#buffer;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) {
        this.#start += length;
        return false;
      }
      buffer[at + i] = code;
    }
    return true;
  }

  /** A varint of an integer in 0..2^53-1. */
  varint(value: number): void {
    if (value < 0x80) {
      const only = this.#reserve(1);
      this.#buffer[only] = value;
      return;
    }
    let length = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
    let at = this.#reserve(length);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[at] = rest;
  }

  /** A varint of -2^63..2^64-1, where negative numbers stand for their two's complement. */
  varint64(value: bigint): void {
    const near = Number(value);
    if (near >= 0 && near <= Number.MAX_SAFE_INTEGER) return this.varint(near);
    let rest = BigInt.asUintN(64, value);
    const bytes: number[] = [];
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    const at = this.#reserve(bytes.length);
    this.#buffer.set(bytes, at);
  }

  /** Four little-endian bytes of -2^31..2^32-1. */
  fixed32(value: number): void {
    const at = this.#reserve(4);
    for (let i = 0; i < 4; i++) this.#buffer[at + i] = (value >>> (8 * i)) & 0xff;
  }

  /** Eight little-endian bytes of -2^63..2^64-1. */
  fixed64(value: bigint): void {
    this.fixed32(Number(BigInt.asIntN(32, value >> 32n)));
    this.fixed32(Number(BigInt.asIntN(32, value)));
  }

  /** Where the next `length` bytes go. It may replace the buffer. */
  #reserve(length: number): number {
    if (length > this.#start) this.#grow(length);
    this.#start -= length;
    return this.#start;
  }

  #grow(length: number): void {
    const used = this.length;
    let capacity = this.#buffer.length * 2;
    while (capacity - used < length) capacity *= 2;
    const larger = new Uint8Array(capacity);
    larger.set(this.#buffer.subarray(this.#start), capacity - used);
    this.#buffer = larger;
    this.#start = capacity - used;
  }
}
