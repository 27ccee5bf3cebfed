/** Times as genesis files and RPC write them: `2026-11-21T08:00:00.5Z`, always UTC. */
import { unixNanos, type UnixNanos } from "@openledger/primitives";

const TIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z$/;
const NANOS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;

/** Nanoseconds since 1970 of a UTC time from then until 2261; undefined when the text is none. */
export function timeFromRfc3339(text: string): UnixNanos | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (year < 1970 || year > 2261 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  if (day < 1 || day > daysInMonth(year, month)) return undefined;
  const seconds = BigInt(daysBeforeYear(year) + daysBeforeMonth(year, month) + day - 1) * SECONDS_PER_DAY;
  const nanos = BigInt((match[7] ?? "").padEnd(9, "0"));
  return unixNanos((seconds + BigInt(hour * 3600 + minute * 60 + second)) * NANOS_PER_SECOND + nanos);
}

/** The text of a time, with only as many digits of the second as it has. */
export function timeToRfc3339(time: UnixNanos): string {
  const seconds = time / NANOS_PER_SECOND;
  const nanos = String(time % NANOS_PER_SECOND).padStart(9, "0").replace(/0+$/, "");
  let days = Number(seconds / SECONDS_PER_DAY);
  const ofDay = Number(seconds % SECONDS_PER_DAY);
  let year = 1970;
  while (days >= daysInYear(year)) days -= daysInYear(year++);
  let month = 1;
  while (days >= daysInMonth(year, month)) days -= daysInMonth(year, month++);
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = `${two((ofDay - (ofDay % 3600)) / 3600)}:${two(((ofDay % 3600) - (ofDay % 60)) / 60)}:${two(ofDay % 60)}`;
  return `${year}-${two(month)}-${two(days + 1)}T${clock}${nanos === "" ? "" : `.${nanos}`}Z`;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInYear(year: number): number {
  return isLeap(year) ? 366 : 365;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function daysBeforeYear(year: number): number {
  let days = 0;
  for (let y = 1970; y < year; y++) days += daysInYear(y);
  return days;
}

function daysBeforeMonth(year: number, month: number): number {
  let days = 0;
  for (let m = 1; m < month; m++) days += daysInMonth(year, m);
  return days;
}
