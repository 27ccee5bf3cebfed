import { measure, round, type Run, type Target, type TargetName } from "./measure.ts";
import { kvPairs, signAll, type PreSigned } from "./pre-signed.ts";
import { startKvstore, startOpenledger, startStockChain, type Stand } from "./targets.ts";

export interface SendsOptions {
  /** Program of the stock chain; undefined leaves it out. */
  readonly stock: string | undefined;
  readonly rounds: number;
  /** Of each load. */
  readonly seconds: number;
  readonly chains: readonly string[];
  readonly say: (text: string) => void;
}

/** Medians of the rounds: offered all that is taken, and a fixed rate. */
export interface TargetResult {
  readonly saturated: Run;
  readonly steady: Run;
}

export interface SendsResult {
  readonly bytesPerTx: number;
  readonly steadyPerSecond: number;
  readonly rounds: number;
  readonly chains: Readonly<Partial<Record<TargetName, TargetResult>>>;
  /** Committed a second; undefined where one of the two was left out. */
  readonly ratios: { readonly oneToStockSdk: number | undefined; readonly oneToKvstore: number | undefined; readonly fourToKvstore: number | undefined };
  /** Every run, in the order in which they were made. */
  readonly runs: readonly { readonly chain: TargetName; readonly load: keyof TargetResult; readonly run: Run }[];
}

/** More than any of the chains with signatures takes, and than kvstore. */
const SIGNED_PER_SECOND_MAX = 3_000;
const PAIRS_PER_SECOND_MAX = 15_000;
/** Every chain of the comparison carries it. */
const STEADY_PER_SECOND = 200;

/** The chains take turns in each round, so that what else the machine does meets all of them. */
export async function benchSends(stand: Stand, { stock, rounds, seconds, chains, say }: SendsOptions): Promise<SendsResult> {
  say("signing sends");
  const steady = STEADY_PER_SECOND * seconds;
  const signed = signAll(stand.accounts, { saturating: SIGNED_PER_SECOND_MAX * seconds, steady, warmUp: SIGNED_PER_SECOND_MAX * seconds });
  const bytesPerTx = Buffer.from(signed.saturating[0] ?? "", "base64").length;
  const pairs: PreSigned = { saturating: kvPairs("a", PAIRS_PER_SECOND_MAX * seconds, bytesPerTx), steady: kvPairs("b", steady, bytesPerTx), warmUp: kvPairs("c", PAIRS_PER_SECOND_MAX * seconds, bytesPerTx) };
  const starts: readonly (readonly [TargetName, () => Promise<Target>, PreSigned])[] = [
    ["kvstore-1", () => startKvstore(1, stand), pairs],
    ["openledger-1", () => startOpenledger(1, stand), signed],
    ...(stock === undefined ? [] : [["sdk-1", () => startStockChain(stock, stand), signed] as const]),
    ["kvstore-4", () => startKvstore(4, stand), pairs],
    ["openledger-4", () => startOpenledger(4, stand), signed],
  ];
  const runs: { chain: TargetName; load: keyof TargetResult; run: Run }[] = [];
  for (let done = 0; done < rounds; done++) {
    for (const [chain, start, txs] of starts.filter(([name]) => chains.includes(name))) {
      await using target = await start();
      const measured = async (load: keyof TargetResult, own: readonly string[], perSecond: number | undefined): Promise<void> => {
        const run = await measure(target, { txs: own, seconds, perSecond });
        runs.push({ chain, load, run });
        say(`round ${done + 1}, ${chain}, ${load}: ${run.committedPerSecond}/s, p50 ${run.p50Ms} ms, p99 ${run.p99Ms} ms, ${run.cpuSecondsPer1000} CPU s per 1,000`);
      };
      // A validator runs for weeks; what compiling its code takes in the first seconds is no part of a transaction's price.
      await measure(target, { txs: txs.warmUp, seconds, perSecond: undefined });
      await measured("steady", txs.steady, STEADY_PER_SECOND);
      await measured("saturated", txs.saturating, undefined);
    }
  }
  const results: Partial<Record<TargetName, TargetResult>> = {};
  for (const [chain] of starts) {
    const of = (load: keyof TargetResult): Run[] => runs.filter((one) => one.chain === chain && one.load === load).map(({ run }) => run);
    if (of("steady").length > 0) results[chain] = { saturated: medianOf(of("saturated"), ({ committedPerSecond }) => committedPerSecond), steady: medianOf(of("steady"), ({ p50Ms }) => p50Ms) };
  }
  const ratio = (a: TargetName, b: TargetName): number | undefined => {
    const [own, other] = [results[a]?.saturated.committedPerSecond, results[b]?.saturated.committedPerSecond];
    return own === undefined || other === undefined ? undefined : round(own / other);
  };
  const ratios = { oneToStockSdk: ratio("openledger-1", "sdk-1"), oneToKvstore: ratio("openledger-1", "kvstore-1"), fourToKvstore: ratio("openledger-4", "kvstore-4") };
  return { bytesPerTx, steadyPerSecond: STEADY_PER_SECOND, rounds, chains: results, ratios, runs };
}

/** The run in the middle by this measure: the rate where it is sought, the latency where the rate is given. */
function medianOf(runs: readonly Run[], measureOf: (run: Run) => number): Run {
  const sorted = runs.toSorted((a, b) => measureOf(a) - measureOf(b));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("a median of no runs");
  return middle;
}
