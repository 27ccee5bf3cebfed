/** A decimal number without loss: digits * 10^-scale. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** An exponent beyond this is no amount that anybody wrote. */
const EXPONENT_LIMIT = 400;
const PATTERN = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/;

/** Reads `12`, `-3.5`, `.5` or `1e6`; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const [matched, sign = "", whole = "", fraction = "", exponent = "0"] = PATTERN.exec(text) ?? [];
  if (matched === undefined || whole + fraction === "" || Math.abs(Number(exponent)) > EXPONENT_LIMIT) return undefined;
  const digits = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** Negative, zero or positive as a is below, equal to or above b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = a.digits * 10n ** BigInt(scale - a.scale) - b.digits * 10n ** BigInt(scale - b.scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
