import type { LoopResult } from "./open-loop.ts";

/** What a rising load showed, and a long run below the last load that was carried. */
export interface StairResult {
  /** One short run per offered rate, until one is not carried. */
  readonly stairs: readonly LoopResult[];
  /** The long run, at four fifths of the last rate that was carried. */
  readonly steady: LoopResult;
}

const CARRIED_SHARE = 0.9;
/** A short run is carried by the mempool alone for a while, so the long one takes less. */
const STEADY_SHARE = 0.8;
const P99_LIMIT_MS = 5_000;

/**
 * Offers rising rates for a few seconds each. A rate is carried when nothing is refused or fails, commits keep up with
 * nine tenths of it, and 99 of 100 transactions are in a block within 5 s. Then runs four fifths of the last carried rate
 * for `seconds`.
 */
export async function climb(
  rates: readonly number[],
  stairSeconds: number,
  seconds: number,
  run: (rate: number, count: number, stage: number | "steady") => Promise<LoopResult>,
): Promise<StairResult> {
  const stairs: LoopResult[] = [];
  let carried = rates[0] ?? 1;
  for (const [stage, rate] of rates.entries()) {
    const result = await run(rate, Math.max(1, Math.round(rate * stairSeconds)), stage);
    stairs.push(result);
    if (!isCarried(result, stairSeconds)) break;
    carried = rate;
  }
  const rate = carried * STEADY_SHARE;
  return { stairs, steady: await run(rate, Math.round(rate * seconds), "steady") };
}

function isCarried(result: LoopResult, stairSeconds: number): boolean {
  const isWhole = result.refused === 0 && result.failed === 0 && result.committed === result.sent;
  // The last block comes up to one interval after the last broadcast.
  const keptUp = result.seconds <= stairSeconds / CARRIED_SHARE + 1;
  return isWhole && keptUp && result.commitP99Ms <= P99_LIMIT_MS;
}
