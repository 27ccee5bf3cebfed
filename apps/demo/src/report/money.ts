import { DOLLAR_DENOM } from "../steps/demo-terms.ts";

const UNITS_PER_COIN = 1_000_000n;

/** Units as coins with six decimals, without the zeros at the end. */
export function money(units: bigint | string, denom: string): string {
  const value = BigInt(units);
  const decimals = (value % UNITS_PER_COIN).toString().padStart(6, "0").replace(/0+$/, "");
  const text = `${value / UNITS_PER_COIN}${decimals === "" ? "" : `.${decimals}`}`;
  return denom === DOLLAR_DENOM ? `$${text}` : `${text} ${denom.slice(1).toUpperCase()}`;
}
