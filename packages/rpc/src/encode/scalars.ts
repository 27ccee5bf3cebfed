import { GO_ZERO_TIME } from "@openledger/comet";
import { toBase64, toHex } from "@openledger/primitives";

/** Upper-case hex, as CometBFT writes hashes and addresses. */
export function hex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase();
}

/** Base64, or null where Go has a nil slice. */
export function base64OrNull(bytes: Uint8Array): string | null {
  return bytes.length === 0 ? null : toBase64(bytes);
}

const NANOS_PER_SECOND = 1_000_000_000n;

/** RFC 3339 with as many of nine digits as needed, in UTC. */
export function rfc3339(time: bigint): string {
  if (time === GO_ZERO_TIME) return "0001-01-01T00:00:00Z";
  const seconds = time / NANOS_PER_SECOND;
  const fraction = (time % NANOS_PER_SECOND).toString().padStart(9, "0").replace(/0+$/, "");
  const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return fraction === "" ? `${date}Z` : `${date}.${fraction}Z`;
}
