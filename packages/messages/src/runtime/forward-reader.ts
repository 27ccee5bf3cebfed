import { EncodingError, fromUtf8 } from "@openledger/primitives";
import { DecodeError } from "./errors.ts";

/**
 * Reads the scalars of the wire format, never beyond the `end` it is given. Every error is a DecodeError that names
 * `type`, the message under way. Varints longer than they need be are refused.
 */
export class ForwardReader {
  pos: number;
  readonly #buffer: Uint8Array;

  constructor(buffer: Uint8Array, pos: number) {
    this.#buffer = buffer;
    this.pos = pos;
  }

  /** A tag or length. */
  uint32(type: string, end: number): number {
    const first = this.#buffer[this.pos];
    if (this.pos < end && first !== undefined && first < 0x80) {
      this.pos++;
      return first;
    }
    const value = this.uint64(type, end);
    if (value > 0xffffffffn) throw new DecodeError("out-of-range", type, "has a tag or length above 2^32-1");
    return Number(value);
  }

  /** A varint of at most 64 bits. */
  uint64(type: string, end: number): bigint {
    const buffer = this.#buffer;
    const start = this.pos;
    let last = start;
    while (last < end && (buffer[last] as number) >= 0x80) last++;
    if (last >= end) throw new DecodeError("truncated", type, "ends inside a varint");
    const length = last - start + 1;
    const top = buffer[last] as number;
    if (length > 10 || (length === 10 && top > 1)) throw new DecodeError("out-of-range", type, "has a varint above 64 bits");
    if (length > 1 && top === 0) throw new DecodeError("overlong-varint", type, "has a varint that is longer than it need be");
    this.pos = last + 1;
    // Seven bytes carry 49 bits, which a number holds exactly.
    let low = 0;
    for (let i = Math.min(last, start + 6); i >= start; i--) low = low * 0x80 + ((buffer[i] as number) & 0x7f);
    if (length <= 7) return BigInt(low);
    let high = 0;
    for (let i = last; i >= start + 7; i--) high = high * 0x80 + ((buffer[i] as number) & 0x7f);
    return (BigInt(high) << 49n) | BigInt(low);
  }

  /** Four little-endian bytes as 0..2^32-1. */
  fixed32(type: string, end: number): number {
    this.#need(type, 4, end);
    const buffer = this.#buffer;
    let value = 0;
    for (let i = 3; i >= 0; i--) value = (value << 8) | (buffer[this.pos + i] as number);
    this.pos += 4;
    return value >>> 0;
  }

  /** Eight little-endian bytes as 0..2^64-1. */
  fixed64(type: string, end: number): bigint {
    this.#need(type, 8, end);
    const low = this.fixed32(type, end);
    return (BigInt(this.fixed32(type, end)) << 32n) | BigInt(low);
  }

  /** Length-delimited bytes, copied. */
  bytes(type: string, end: number): Uint8Array {
    const stop = this.end(type, end);
    // A Buffer's own slice would share the memory, and one through its species be a Buffer.
    const copy = new Uint8Array(stop - this.pos);
    copy.set(this.#buffer.subarray(this.pos, stop));
    this.pos = stop;
    return copy;
  }

  /** Length-delimited text in strictly valid UTF-8. */
  text(type: string, no: number, end: number): string {
    const stop = this.end(type, end);
    const from = this.pos;
    this.pos = stop;
    try {
      return fromUtf8(this.#buffer.subarray(from, stop));
    } catch (error) {
      if (error instanceof EncodingError) throw new DecodeError("invalid-utf8", type, "is not valid UTF-8", no);
      throw error;
    }
  }

  /** Reads a length and returns where its content ends; the position is then where it begins. */
  end(type: string, end: number): number {
    const length = this.uint32(type, end);
    this.#need(type, length, end);
    return this.pos + length;
  }

  skip(type: string, length: number, end: number): void {
    this.#need(type, length, end);
    this.pos += length;
  }

  #need(type: string, length: number, end: number): void {
    if (length > end - this.pos) throw new DecodeError("truncated", type, `ends ${length - (end - this.pos)} bytes early`);
  }
}
