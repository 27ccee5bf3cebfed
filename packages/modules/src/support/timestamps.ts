import { timestampText } from "@openledger/messages";
import type { Duration, Timestamp } from "@openledger/messages/google/protobuf";
import { assertDefined, unixNanos, type UnixNanos } from "@openledger/primitives";

const NANOS_PER_SECOND = 1_000_000_000n;
const TIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z$/;

/** The protobuf form of nanoseconds since 1970; seconds before it are negative, nanos never are. */
export function timestampOf(nanos: bigint): Timestamp {
  const rest = ((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  return { seconds: (nanos - rest) / NANOS_PER_SECOND, nanos: Number(rest) };
}

/** Nanoseconds since 1970; an absent time is 1970 itself, and earlier ones count as it. */
export function nanosOf(time: Timestamp | undefined): UnixNanos {
  const nanos = time === undefined ? 0n : time.seconds * NANOS_PER_SECOND + BigInt(time.nanos);
  return unixNanos(nanos < 0n ? 0n : nanos);
}

/** Nanoseconds of a duration; an absent one is none. */
export function durationNanos(duration: Duration | undefined): bigint {
  return duration === undefined ? 0n : duration.seconds * NANOS_PER_SECOND + BigInt(duration.nanos);
}

/** `2026-12-11T11:22:20Z`, whole seconds, as the SDK's events write times. */
export function secondsText(nanos: bigint): string {
  return timestampText({ ...timestampOf(nanos), nanos: 0 });
}

/** `2026-12-11T11:22:20.000000000`: the SDK's text of a time inside keys, whose order is the order of times. */
export function sortableTimeText(nanos: bigint): string {
  const { seconds, nanos: rest } = timestampOf(nanos);
  return `${timestampText({ seconds, nanos: 0 }).slice(0, -1)}.${String(rest).padStart(9, "0")}`;
}

/** Reads RFC 3339 in UTC, years 1 to 9999; undefined for anything else. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const days = daysSinceEpoch(year, month, day);
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = BigInt(days) * 86_400n + BigInt(hour * 3600 + minute * 60 + second);
  return { seconds, nanos: Number((match[7] ?? "").padEnd(9, "0")) };
}

function daysSinceEpoch(year: number, month: number, day: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1) return undefined;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (day > assertDefined(lengths[month - 1], "a month is one of twelve")) return undefined;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const ofYear = lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0) + day - 1;
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  return past * 365 + leapDays + ofYear - 719_162;
}
