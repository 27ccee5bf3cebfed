import type { UnixNanos } from "@openledger/primitives";

const NANOS_PER_SECOND = 1_000_000_000n;

/** Block time `seconds` after `time`, in Unix nanoseconds. */
export function secondsAfter(time: UnixNanos, seconds: bigint): bigint {
  return time + seconds * NANOS_PER_SECOND;
}

/** The longest period a parameter or message may name: ten years. */
export const MAX_PERIOD_SECONDS = 315_360_000n;

/** Whole seconds since the Unix epoch, rounded down, as the SDK's Time.Unix. */
export function unixSeconds(time: UnixNanos): bigint {
  return time / NANOS_PER_SECOND;
}
