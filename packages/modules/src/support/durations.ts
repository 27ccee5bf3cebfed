import type { Duration } from "@openledger/messages/google/protobuf";
import { durationNanos } from "./timestamps.ts";

/** A hundred years, so that the time of a block and a duration together are a time of 64-bit nanoseconds. */
const SECONDS_MAX = 36_525n * 86_400n;
const NANOS_OF_SECOND_MAX = 999_999_999;

/** What is wrong with a duration that a parameter gives, in the SDK's words where it has any; undefined when nothing is. */
export function positiveDurationProblem(duration: Duration | undefined, what: string): string | undefined {
  const nanos = durationNanos(duration);
  if (nanos <= 0n) return `${what} must be positive: ${nanos}`;
  if (nanos > SECONDS_MAX * 1_000_000_000n) return `${what} is too long: ${nanos} nanoseconds, give at most ${SECONDS_MAX} seconds`;
  const { nanos: part = 0 } = duration ?? {};
  return part < 0 || part > NANOS_OF_SECOND_MAX ? `${what} has ${part} nanoseconds beside its seconds, give 0 to 999999999` : undefined;
}
