/** How amounts, times and names are written. Money stays bigint until it is text. */

const MICRO_DIGITS = 6;

/**
 * Units of a denom as people read them. A denom that begins with `u` counts millionths of what its other letters name
 * (the convention of Cosmos chains); any other denom is written in units.
 *
 * @example formatAmount(1_250_000n, "uopen"); // "1.25 OPEN"
 */
export function formatAmount(units: bigint, denom: string): string {
  return `${formatNumber(units, denom)} ${denomName(denom)}`;
}

/** The number of {@link formatAmount} alone. */
export function formatNumber(units: bigint, denom: string): string {
  if (!isMicro(denom)) return grouped(units.toString());
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(MICRO_DIGITS + 1, "0");
  const whole = grouped(digits.slice(0, -MICRO_DIGITS));
  const fraction = digits.slice(-MICRO_DIGITS).replace(/0+$/, "");
  return fraction === "" ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** What the number of {@link formatAmount} counts, in capitals. */
export function denomName(denom: string): string {
  return isMicro(denom) ? denom.slice(1).toUpperCase() : denom;
}

function isMicro(denom: string): boolean {
  return /^u[a-z]{2,}$/.test(denom);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count with thousands separated. */
export function formatCount(count: bigint | number): string {
  return grouped(count.toString());
}

/** `part` of `whole` in per cent with one decimal, rounded down; never 100.0 % unless it is all. */
export function formatShare(part: bigint, whole: bigint): string {
  if (whole <= 0n) return "0 %";
  const tenths = (part * 1000n) / whole;
  if (tenths === 0n && part > 0n) return "< 0.1 %";
  return `${tenths / 10n}.${tenths % 10n} %`;
}

/** First and last letters of an address or hash. */
export function shorten(text: string, head = 9, tail = 4): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(text.length - tail)}`;
}

/** A time to the second, UTC. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Time left as `1 d 2 h`, `2 h 5 min`, `1 min 3 s` or `9 s`; never negative. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return "0 s";
  return parts
    .slice(first, first + 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** Milliseconds as people read them: `80 ms`, `1.25 s`. */
export function formatMilliseconds(milliseconds: bigint): string {
  if (milliseconds < 1000n) return `${milliseconds} ms`;
  const hundredths = ((milliseconds % 1000n) / 10n).toString().padStart(2, "0").replace(/0+$/, "");
  return `${grouped((milliseconds / 1000n).toString())}${hundredths === "" ? "" : `.${hundredths}`} s`;
}

/** The mean of `count` ratings to one decimal, rounded down. */
export function formatRating(sum: bigint, count: bigint): string {
  const tenths = (sum * 10n) / count;
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** `1 token`, `2 tokens`. */
export function plural(count: bigint | number, noun: string): string {
  return `${formatCount(count)} ${noun}${BigInt(count) === 1n ? "" : "s"}`;
}
