import { areValidCoins } from "@openledger/state-machine";
import { nodeError } from "../node-error.ts";
import type { CoinArgument } from "./parse-arguments.ts";

/** `1000000uopen,500udemo`, sorted by denom as the chain keeps coins. Throws `CONFIG`. */
export function parseCoins(text: string, what: string): readonly CoinArgument[] {
  const coins = text.split(",").map((coin) => {
    const match = /^(\d{1,38})([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/.exec(coin.trim());
    return { denom: match?.[2] ?? "", amount: match?.[1] ?? "" };
  });
  const sorted = coins.toSorted((a, b) => (a.denom < b.denom ? -1 : a.denom > b.denom ? 1 : 0));
  if (!areValidCoins(sorted)) throw nodeError("CONFIG", `${what} must be coins such as 1000000uopen,500udemo, not ${text}`);
  return sorted;
}
