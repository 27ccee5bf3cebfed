import { EncodeError } from "../runtime/errors.ts";

const DECIMALS = 18;

/** A fixed-point number as the SDK prints it: `100000000000000000` is `0.100000000000000000`; nothing is `0`. */
export function decText(digits: string): string {
  if (digits === "") return "0";
  if (!/^[+-]?\d{1,96}$/.test(digits)) throw new EncodeError("a decimal number must be an integer count of 10^-18");
  const value = BigInt(digits.replace(/^\+/, ""));
  const text = (value < 0n ? -value : value).toString().padStart(DECIMALS + 1, "0");
  return `${value < 0n ? "-" : ""}${text.slice(0, -DECIMALS)}.${text.slice(-DECIMALS)}`;
}
