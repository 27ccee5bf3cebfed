import type { Duration, Timestamp } from "../generated/google/protobuf.ts";
import { EncodeError } from "../runtime/errors.ts";

const SECONDS_PER_DAY = 86_400n;
const NANOS_PER_SECOND = 1_000_000_000n;
/** Seconds of the first moment of the year 0 and of the year 10000, between which RFC 3339 can write times. */
const FIRST_SECOND = -62_167_219_200n;
const END_SECOND = 253_402_300_800n;
const DURATION_SECONDS_MAX = 9_223_372_035n;
const DAYS_PER_ERA = 146_097;

/** RFC 3339 in UTC, with only as many digits of the second as the time has. Throws EncodeError for other years. */
export function timestampText({ seconds, nanos }: Timestamp): string {
  if (nanos < 0 || nanos > 999_999_999 || seconds < FIRST_SECOND || seconds >= END_SECOND) {
    throw new EncodeError("a time must lie in the years 0 to 9999 and have 0 to 999999999 nanoseconds");
  }
  const sinceFirst = seconds - FIRST_SECOND;
  const ofDay = Number(sinceFirst % SECONDS_PER_DAY);
  const minuteOfDay = (ofDay - (ofDay % 60)) / 60;
  const clock = [(minuteOfDay - (minuteOfDay % 60)) / 60, minuteOfDay % 60, ofDay % 60].map(twoDigits).join(":");
  const fraction = String(nanos).padStart(9, "0").replace(/0+$/, "");
  return `${dateText(Number(sinceFirst / SECONDS_PER_DAY))}T${clock}${fraction === "" ? "" : `.${fraction}`}Z`;
}

/** Nanoseconds as a decimal number. Throws EncodeError for more than an int64 holds. */
export function durationText({ seconds, nanos }: Duration): string {
  if (seconds > DURATION_SECONDS_MAX) throw new EncodeError(`${seconds} seconds are more nanoseconds than 64 bits hold`);
  return BigInt.asIntN(64, seconds * NANOS_PER_SECOND + BigInt(nanos)).toString();
}

/** The date that lies `days` after 0000-01-01, in the Gregorian calendar. */
function dateText(days: number): string {
  let year = (days - (days % DAYS_PER_ERA)) / DAYS_PER_ERA * 400;
  let left = days % DAYS_PER_ERA;
  while (left >= daysInYear(year)) left -= daysInYear(year++);
  let month = 1;
  while (left >= daysInMonth(year, month)) left -= daysInMonth(year, month++);
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(left + 1)}`;
}

function daysInYear(year: number): number {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 366 : 365;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return daysInYear(year) - 337;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
