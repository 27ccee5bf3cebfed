import { round } from "./open-loop.ts";

/** Sends a second of a stock Cosmos SDK 0.50 chain (simd, goleveldb) on two such cores, measured beforehand: from, to. */
export const STOCK_SDK_BROADCAST: readonly [number, number] = [900, 1_400];
/** The same with FinalizeBlock called directly. */
export const STOCK_SDK_FINALIZE: readonly [number, number] = [2_400, 2_800];

/** How many times the stock chain's rate a rate is, against its best and against its worst run. */
export function timesStockSdk(perSecond: number, [from, to]: readonly [number, number]): { readonly least: number; readonly most: number } {
  return { least: round(perSecond / to), most: round(perSecond / from) };
}
