import { fromHex } from "@openledger/primitives";
import { nodeError } from "../node-error.ts";

/** Units of one denom, as messages carry them. */
export interface CoinArgument {
  readonly denom: string;
  readonly amount: string;
}

/** `5udemo`. Throws `CONFIG`. */
export function parseCoin(text: string, what: string): CoinArgument {
  const match = /^(0|[1-9]\d{0,37})([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/.exec(text.trim());
  if (match === null) throw nodeError("CONFIG", `${what} must be an amount with its denom, such as 5udemo, not ${text}`);
  return { amount: match[1] ?? "0", denom: match[2] ?? "" };
}

/** A number from 0 to 2^64-1. Throws `CONFIG`. */
export function parseId(text: string, what: string): bigint {
  if (!/^(0|[1-9]\d{0,19})$/.test(text)) throw nodeError("CONFIG", `${what} must be a number, not ${text}`);
  return BigInt(text);
}

/** 32 bytes as 64 lower-case hex digits. Throws `CONFIG`. */
export function parseHash(text: string, what: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(text)) throw nodeError("CONFIG", `${what} must be 64 lower-case hex digits, not ${text}`);
  return fromHex(text);
}

/** At least one byte in hex. Throws `CONFIG`. */
export function parseHex(text: string, what: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})+$/.test(text)) throw nodeError("CONFIG", `${what} must be bytes in hex, such as 02ff, not ${text}`);
  return fromHex(text);
}

/** Rows as `document:first chunk:chunks`, separated by commas; nothing for the whole. Throws `CONFIG`. */
export function parseRows(text: string | undefined): { document: number; firstChunk: number; chunkCount: number }[] {
  return (text ?? "").split(",").filter((one) => one !== "").map((one) => {
    const [document = "", firstChunk = "", chunkCount = ""] = one.split(":", 3);
    return {
      document: parseCount(document, "the document of --rows", 0, 999_999),
      firstChunk: parseCount(firstChunk, "the first chunk of --rows", 0, 999_999_999),
      chunkCount: parseCount(chunkCount, "the number of chunks of --rows", 1, 999_999_999),
    };
  });
}

/** A whole number from `min` to `max`. Throws `CONFIG`. */
export function parseCount(text: string, what: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < min || value > max) {
    throw nodeError("CONFIG", `${what} must be a number from ${min} to ${max}, not ${text}`);
  }
  return value;
}

/** `3/17` (or `1@2` with another separator). Throws `CONFIG`. */
export function parsePair(text: string, separator: "/" | "@", what: string): readonly [bigint, bigint] {
  const [first = "", second = "", ...rest] = text.split(separator);
  if (rest.length > 0 || !/^\d{1,20}$/.test(first) || !/^\d{1,20}$/.test(second)) {
    throw nodeError("CONFIG", `${what} must look like 1${separator}1, not ${text}`);
  }
  return [BigInt(first), BigInt(second)];
}

/** An http address without a slash at its end. Throws `CONFIG`. */
export function parseUrl(text: string, what: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? "")) {
    throw nodeError("CONFIG", `${what} must be an address such as http://127.0.0.1:8081, not ${text}`);
  }
  return text.replace(/\/+$/, "");
}
