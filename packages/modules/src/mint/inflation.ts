/** How much is minted: types/minter.go of x/mint. */
import { decAdd, decFromInt, decMul, decMulInt, decQuo, decQuoInt, decSub, decTruncateInt, DEC_ONE, type Dec } from "@openledger/primitives";
import type { MintLimits } from "./params.ts";

/**
 * The yearly rate of the next block: (1 - bonded / goal) x rate change / blocks per year is added, within min and max.
 * Below the goal it rises, above it falls.
 */
export function nextInflation(inflation: Dec, { rateChange, goalBonded, blocksPerYear, max, min }: MintLimits, bondedRatio: Dec): Dec {
  const perYear = decMul(decSub(DEC_ONE, decQuo(bondedRatio, goalBonded)), rateChange);
  const next = decAdd(inflation, decQuo(perYear, decFromInt(blocksPerYear)));
  // In the SDK's order, so that min wins.
  const capped = next > max ? max : next;
  return capped < min ? min : capped;
}

/** Units per year of the rate on a supply. */
export function annualProvisions(inflation: Dec, supply: bigint): Dec {
  return decMulInt(inflation, supply);
}

/** Units of one block, rounded down. */
export function blockProvision(provisions: Dec, { blocksPerYear }: MintLimits): bigint {
  return decTruncateInt(decQuoInt(provisions, blocksPerYear));
}
