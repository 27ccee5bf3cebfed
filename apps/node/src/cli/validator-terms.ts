/** Terms of a validator as a person writes them, held to the rules that the chain has for them. */
import { decAtomics, parseDec } from "@openledger/primitives";
import { nodeError } from "../node-error.ts";
import type { CoinArgument } from "./parse-arguments.ts";

/** Fractions as `10^-18` counts in decimal text, as messages carry them. */
export interface CommissionTerms {
  readonly rate: string;
  readonly maxRate: string;
  readonly maxChangeRate: string;
}

/** A share from 0 to 1, as its count of `10^-18`. Throws `CONFIG`. */
export function shareOf(text: string, flag: string): string {
  const share = parseDec(text);
  if (share === undefined) throw nodeError("CONFIG", `${flag} must be a number such as 0.1, not ${text}`);
  const atomics = decAtomics(share);
  if (BigInt(atomics) >= 0n && BigInt(atomics) <= 10n ** 18n) return atomics;
  throw nodeError("CONFIG", `${flag} must be a share from 0 to 1, such as 0.1, not ${text}`);
}

/** Throws `CONFIG` that begins with `where` and the name of the rate. */
export function commissionOf(rate: string, maxRate: string, maxChangeRate: string, where: string): CommissionTerms {
  const terms = {
    rate: shareOf(rate, `${where}rate`),
    maxRate: shareOf(maxRate, `${where}max-rate`),
    maxChangeRate: shareOf(maxChangeRate, `${where}max-change-rate`),
  };
  const max = BigInt(terms.maxRate);
  if (BigInt(terms.rate) > max) throw nodeError("CONFIG", `${where}rate ${rate} must not be more than ${where}max-rate ${maxRate}`);
  if (BigInt(terms.maxChangeRate) > max) {
    throw nodeError("CONFIG", `${where}max-change-rate ${maxChangeRate} must not be more than ${where}max-rate ${maxRate}`);
  }
  return terms;
}

/** The first bond must be something, and as much as the operator promises to keep. Throws `CONFIG`. */
export function requireTerms(terms: { readonly bond: CoinArgument; readonly minSelfDelegation: string }, minimum: string): void {
  const { bond, minSelfDelegation } = terms;
  if (BigInt(bond.amount) === 0n) throw nodeError("CONFIG", `a validator begins with a bond of its own, such as 1000000${bond.denom}, not 0`);
  if (BigInt(minSelfDelegation) === 0n) throw nodeError("CONFIG", `${minimum} must be at least 1`);
  if (BigInt(minSelfDelegation) > BigInt(bond.amount)) {
    throw nodeError("CONFIG", `${minimum} ${minSelfDelegation} is more than the bond of ${bond.amount}${bond.denom}; bond more or promise less`);
  }
}
