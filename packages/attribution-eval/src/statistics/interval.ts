import { mean, quantile } from "simple-statistics";
import type { Random } from "../random.ts";

/** A mean with the interval that 95 % of bootstrap resamples fall in. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 400;

/** Mean of `values` (at least one), resampled one by one. */
export function estimateMean(values: readonly number[], random: Random): Estimate {
  return estimateRatio(values.map((value) => ({ part: value, whole: 1 })), random);
}

/** Sum of parts by sum of wholes, resampled in pairs; 0 where the wholes sum to 0. */
export function estimateRatio(pairs: readonly { part: number; whole: number }[], random: Random): Estimate {
  const ratio = (list: readonly { part: number; whole: number }[]): number => {
    const whole = list.reduce((sum, pair) => sum + pair.whole, 0);
    return whole === 0 ? 0 : list.reduce((sum, pair) => sum + pair.part, 0) / whole;
  };
  const resampled = Array.from({ length: RESAMPLES }, () => ratio(pairs.map(() => random.pick(pairs))));
  return { value: ratio(pairs), low: quantile(resampled, 0.025), high: quantile(resampled, 0.975) };
}

/** Mean of numbers, 0 of none. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : mean([...values]);
}
