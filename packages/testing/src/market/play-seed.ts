import type { Crypto } from "@openledger/primitives";
import { compareRuns, type Comparison } from "./compare-runs.ts";
import { ALONE, PAIRS, roleOf, type Coalition } from "./people.ts";
import { playMarket, type MarketRun } from "./play-market.ts";

/** All coalitions of one seed. */
export interface SeedReport {
  readonly seed: string;
  readonly blocks: number;
  readonly transactions: number;
  readonly comparisons: readonly Comparison[];
  readonly actions: MarketRun["actions"];
  /** What must not be, empty when all is well. */
  readonly faults: readonly string[];
}

export interface SeedOptions {
  readonly crypto: Crypto;
  readonly seed: string;
  readonly blocks: number;
  /** Everybody alone and all 15 pairs by default. Pairs are compared with those of their members that come before them. */
  readonly coalitions?: readonly Coalition[];
  onRun?(run: MarketRun): void;
}

/** Plays a seed with everybody honest, and once for each coalition. */
export function playSeed({ crypto, seed, blocks, coalitions = [...ALONE, ...PAIRS], onRun }: SeedOptions): SeedReport {
  const faults: string[] = [];
  const actions: Record<string, { taken: number; refused: Record<string, number> }> = {};
  let transactions = 0;
  const play = (coalition: Coalition): MarketRun => {
    const run = playMarket({ crypto, seed, blocks, coalition });
    faults.push(...run.faults.map((fault) => `seed ${seed}, ${run.coalition}: ${fault}`));
    transactions += run.transactions;
    addActions(actions, run.actions);
    onRun?.(run);
    return run;
  };
  const honest = play([]);
  const comparisons: Comparison[] = [];
  const gainsAlone = new Map<string, bigint>();
  for (const coalition of coalitions) {
    const alone = coalition.length > 1 ? coalition.map((seat) => gainsAlone.get(roleOf(seat)) ?? 0n) : [];
    const compared = compareRuns(honest, play(coalition), coalition, alone);
    comparisons.push(compared);
    const [seat, other] = coalition;
    if (seat !== undefined && other === undefined) gainsAlone.set(roleOf(seat), compared.gain);
  }
  for (const { coalition, beyond, data, isDataFixed } of comparisons) {
    if (isDataFixed && data !== 0n) faults.push(`seed ${seed}: copies and padding of ${coalition} earn ${data} where curators are honest`);
    if (beyond > 0n) faults.push(`seed ${seed}: ${coalition} gains ${beyond} beyond all that is listed`);
  }
  return { seed, blocks, transactions, comparisons, actions, faults };
}

function addActions(all: Record<string, { taken: number; refused: Record<string, number> }>, some: MarketRun["actions"]): void {
  for (const [action, { taken, refused }] of Object.entries(some)) {
    const counts = (all[action] ??= { taken: 0, refused: {} });
    counts.taken += taken;
    for (const [code, times] of Object.entries(refused)) counts.refused[code] = (counts.refused[code] ?? 0) + times;
  }
}
