import { TERMS } from "./market-world.ts";
import type { MarketRun } from "./play-market.ts";
import { roleOf, type Coalition, type Seat } from "./people.ts";

/**
 * What the protocol says that it cannot prevent, each with a bound that follows from counts of the run. All are in units of
 * the offers' denom.
 */
export const LEAKS = {
  opinion: "Curators let in what they like: priors, shares and quotes of what the coalition registered or reviewed.",
  squatting: "First registration counts: quotes and priors of text that was registered before its author did.",
  unsigned: "A buyer that never signs has the answers in flight: at most the offer's unsigned calls per session.",
  amongThemselves: "A buyer and a host that trust each other need no chain: they leave authors out where the licence allows private sessions without auditor, void their own batch, or deal elsewhere.",
  openingFees: "A host that gives nothing keeps its part of opening fees, and buyers pay the next host's.",
  luredDemands: "A host that withholds right openings earns the bonds of those who demand them.",
  copiedEvidence: "Half of a slashed bond goes to whoever shows the lie first, also with another's evidence.",
} as const;
export type Leak = keyof typeof LEAKS;

/** A coalition beside the same run with everybody honest. */
export interface Comparison {
  readonly seed: string;
  readonly coalition: string;
  /** What the coalition gained over honesty: money, and answers at their price. Negative when crime does not pay. */
  readonly gain: bigint;
  /** Gains of its members alone, each 0 at least since nobody has to be malicious. */
  readonly alone: bigint;
  /** Bounds of the leaks that are open to it, as counted in this run. */
  readonly leaks: Readonly<Partial<Record<Leak, bigint>>>;
  /** What is left of the gain beyond all bounds: above 0 is a fault of the protocol or of its list. */
  readonly beyond: bigint;
  /** What its members got out of data more than honest ones would. */
  readonly data: bigint;
  /** True where copies and padding meet honest curators alone, so that `data` is 0 to the unit. */
  readonly isDataFixed: boolean;
}

/** Compares a coalition with honesty; `alone` are the runs of its members, for pairs. */
export function compareRuns(honest: MarketRun, run: MarketRun, coalition: Coalition, alone: readonly bigint[] = []): Comparison {
  const gain = coalition.reduce((sum, seat) => sum + worthOf(run, seat) - worthOf(honest, seat), 0n);
  const leaks = leaksOf(honest, run, coalition);
  const bound = Object.values(leaks).reduce((sum: bigint, one) => sum + one, 0n);
  const aloneSum = alone.reduce((sum, one) => sum + max0(one), 0n);
  const isDataFixed = !run.hasSquatters && coalition.every((seat) => ["contributor", "challenger"].includes(roleOf(seat)));
  return { seed: run.seed, coalition: run.coalition, gain, alone: aloneSum, leaks, beyond: max0(gain - bound), data: dataOf(honest, run, coalition), isDataFixed };
}

function dataOf(honest: MarketRun, run: MarketRun, coalition: Coalition): bigint {
  return coalition.reduce((sum, seat) => sum + run.dataIncome[seat] - honest.dataIncome[seat], 0n);
}

/** Money gained, and what the answers of a buyer are worth: their price. */
function worthOf({ gained, answered }: MarketRun, seat: Seat): bigint {
  return gained[seat] + BigInt(answered[seat] ?? 0) * TERMS.pricePerCall;
}

/** What authors lose of a call between members, and what another host would have had of it. */
const DATA_AND_HOST_BPS = 6_500n;

function leaksOf(honest: MarketRun, run: MarketRun, coalition: Coalition): Readonly<Partial<Record<Leak, bigint>>> {
  const has = (role: string): boolean => coalition.some((seat) => roleOf(seat) === role);
  const isMember = (name: string): boolean => coalition.some((seat) => seat === name);
  const isOutside = (name: string): boolean => !isMember(name);
  const count = (tally: keyof MarketRun["tallies"], from: (name: string) => boolean, to: (name: string) => boolean): bigint => sumOf(run.tallies[tally], from, to);
  const data = max0(dataOf(honest, run, coalition));
  const found: Partial<Record<Leak, bigint>> = {};
  if (has("curator")) found.opinion = data;
  else if (has("contributor") && run.hasSquatters) found.squatting = data;
  if (has("buyer")) found.unsigned = count("unsigned", isMember, isOutside) * TERMS.pricePerCall;
  if (has("buyer") && has("host")) found.amongThemselves = (count("calls", isMember, isMember) * TERMS.pricePerCall * DATA_AND_HOST_BPS) / 10_000n;
  if (has("host")) {
    const feesOf = ({ tallies }: MarketRun): bigint => sumOf(tallies.openingFees, isOutside, () => true);
    found.openingFees = max0(feesOf(run) - feesOf(honest));
    found.luredDemands = count("bondsLost", isOutside, isMember);
  }
  if (has("challenger")) found.copiedEvidence = count("rewards", isMember, isOutside);
  return found;
}

/** Units from some to others, of a tally by `from>to`. */
function sumOf(tally: Readonly<Record<string, bigint>>, isFrom: (name: string) => boolean, isTo: (name: string) => boolean): bigint {
  return Object.entries(tally).reduce((sum, [key, units]) => {
    const [from = "", to = ""] = key.split(">");
    return isFrom(from) && isTo(to) ? sum + units : sum;
  }, 0n);
}

function max0(units: bigint): bigint {
  return units > 0n ? units : 0n;
}
