/** What came out of all seeds of `soak:market`. Units are of the denoms that offers are priced in; a call costs 100,000. */
export interface SoakedSeed {
  readonly seed: string;
  readonly blocks: number;
  readonly transactions: number;
  readonly comparisons: readonly {
    readonly coalition: string;
    readonly gain: number;
    readonly alone: number;
    readonly beyond: number;
    readonly leaks: Readonly<Record<string, number>>;
  }[];
  readonly actions: Readonly<Record<string, { readonly taken: number; readonly refused: Readonly<Record<string, number>> }>>;
  readonly faults: readonly string[];
}

export interface CoalitionSummary {
  readonly coalition: string;
  /** Of seeds: how often it ended richer than honest, its mean gain, its best. */
  readonly richer: number;
  readonly meanGain: number;
  readonly bestGain: number;
  /** Mean of what it gained above its members alone; they need not be malicious, so alone counts at least 0. */
  readonly meanAboveAlone: number;
  /** Mean bound of each leak that was open to it. */
  readonly meanLeaks: Readonly<Record<string, number>>;
  /** Most that was gained beyond all bounds. */
  readonly beyond: number;
}

export interface MarketSummary {
  readonly transactions: number;
  readonly coalitions: readonly CoalitionSummary[];
  readonly actions: SoakedSeed["actions"];
  readonly faults: readonly string[];
}

export function summarise(seeds: readonly SoakedSeed[]): MarketSummary {
  const names = [...new Set(seeds.flatMap(({ comparisons }) => comparisons.map(({ coalition }) => coalition)))];
  const actions: Record<string, { taken: number; refused: Record<string, number> }> = {};
  for (const [action, { taken, refused }] of seeds.flatMap((seed) => Object.entries(seed.actions))) {
    const counts = (actions[action] ??= { taken: 0, refused: {} });
    counts.taken += taken;
    for (const [code, times] of Object.entries(refused)) counts.refused[code] = (counts.refused[code] ?? 0) + times;
  }
  return {
    transactions: seeds.reduce((sum, { transactions }) => sum + transactions, 0),
    coalitions: names.map((name) => summariseOne(name, seeds.flatMap(({ comparisons }) => comparisons.filter(({ coalition }) => coalition === name)))),
    actions,
    faults: seeds.flatMap(({ faults }) => faults),
  };
}

function summariseOne(coalition: string, all: SoakedSeed["comparisons"]): CoalitionSummary {
  const mean = (of: (one: (typeof all)[number]) => number): number => Math.round(all.reduce((sum, one) => sum + of(one), 0) / all.length);
  const leaks = new Set(all.flatMap((one) => Object.keys(one.leaks)));
  return {
    coalition,
    richer: all.filter(({ gain }) => gain > 0).length,
    meanGain: mean(({ gain }) => gain),
    bestGain: Math.max(...all.map(({ gain }) => gain)),
    meanAboveAlone: mean(({ gain, alone }) => gain - alone),
    meanLeaks: Object.fromEntries([...leaks].map((leak) => [leak, mean((one) => one.leaks[leak] ?? 0)])),
    beyond: Math.max(...all.map(({ beyond }) => beyond)),
  };
}

/** The summary as a table. */
export function renderMarket({ coalitions, transactions, faults }: MarketSummary): string {
  const rows = coalitions.map(({ coalition, richer, meanGain, bestGain, meanAboveAlone, meanLeaks, beyond }) => {
    const leaks = Object.entries(meanLeaks).flatMap(([leak, units]) => (units > 0 ? [`${leak} ${units}`] : []));
    return [coalition, richer, meanGain, bestGain, meanAboveAlone, leaks.join(", ") || "none", beyond].join(" | ");
  });
  const head = "coalition | richer than honest in seeds | mean gain | best | above alone | mean bounds of leaks | beyond them";
  const end = faults.length === 0 ? `Books and chain agreed after every block of ${transactions} transactions; nobody gained beyond the list.` : `${faults.length} faults.`;
  return [head, "---|---|---|---|---|---|---", ...rows, "", end, ""].join("\n");
}
