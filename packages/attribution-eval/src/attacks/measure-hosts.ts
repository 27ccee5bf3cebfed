import { concatBytes, toUtf8, type Sha256 } from "@openledger/primitives";
import { createRandom } from "../random.ts";
import type { TextSet } from "../text-sets/text-set.ts";
import { FEE_TERMS, settle, sumOf } from "./market.ts";
import { createWorld, type AttackSize } from "./measure-attacks.ts";

/** What a host and a contributor gain together over serving honestly, in units. */
export interface HostResult {
  readonly set: string;
  readonly name: string;
  readonly fee: bigint;
  /** Settled and nobody looks. */
  readonly unseenGain: bigint;
  /** One watcher re-executes: the batch is void, the bond slashed; the two challenge themselves first and get half of it. Undefined where nothing can be shown. */
  readonly seenGain: bigint | undefined;
  /** Answers whose claim differs from the recomputed one. */
  readonly differing: number;
  readonly answers: number;
}

const HOST_BPS = 2_500n;
/** Words of the friend's own that a host puts into an answer. */
const SPLICED_WORDS = 40;

/** Tries what a host can do for a contributor who is its friend; the friend is the one with the most text. */
export function measureHosts(set: TextSet, size: AttackSize, seed: number, sha256: Sha256): HostResult[] {
  const { corpus, honest, outputs } = createWorld(set, size, seed, sha256);
  const friendAt = corpus.sizes.indexOf(Math.max(...corpus.sizes));
  const friend = new Set([honest[friendAt]?.account ?? ""]);
  const payouts = settle(honest, outputs, FEE_TERMS, sha256);
  const fee = FEE_TERMS.amountPerAnswer * BigInt(outputs.length);
  const hostPart = (fee * HOST_BPS) / 10_000n;
  const before = sumOf(payouts.owned, friend) + sumOf(payouts.prior, friend);
  // The bond is twice the data part; of what is slashed a challenger gets at most half.
  const seenGain = -(2n * payouts.data) / 2n - hostPart - before;
  const owners = outputs.map((output) => new Set(ownersOf(corpus, output)));
  const common = { set: set.name, fee, answers: outputs.length };
  const priorOfAll = priorShare((payouts.data * BigInt(FEE_TERMS.priorBps)) / 10_000n, corpus.sizes, friendAt);
  return [
    {
      ...common,
      name: "host credits its friend with every owned token",
      unseenGain: sumOf(payouts.owned) - sumOf(payouts.owned, friend),
      seenGain,
      differing: owners.filter((of) => [...of].some((owner) => owner !== friendAt)).length,
    },
    {
      ...common,
      name: "host calls every owned token unowned, for the prior",
      unseenGain: priorOfAll - before,
      seenGain,
      differing: owners.filter((of) => of.size > 0).length,
    },
    spliced(set, honest, outputs, seed, sha256, common),
  ];
}

/**
 * A host of a model whose output nobody can recompute writes a paragraph of its friend's into every answer. The claim is
 * right, so there is nothing to show; of a re-executable model the output itself would be refuted.
 */
function spliced(
  set: TextSet,
  honest: Parameters<typeof settle>[0],
  outputs: readonly Uint8Array[],
  seed: number,
  sha256: Sha256,
  common: { readonly set: string; readonly fee: bigint; readonly answers: number },
): HostResult {
  const random = createRandom(seed, `splice ${set.name}`);
  const paragraph = toUtf8(Array.from({ length: SPLICED_WORDS }, () => `own${random.below(2 ** 30).toString(36)}`).join(" "));
  const registered = [...honest, { account: "friend", documents: [paragraph], grade: 80 }];
  const friend = new Set(["friend"]);
  const gainOf = (answers: readonly Uint8Array[]): bigint => {
    const { owned, prior } = settle(registered, answers, FEE_TERMS, sha256);
    return sumOf(owned, friend) + sumOf(prior, friend);
  };
  const written = outputs.map((output) => concatBytes(output, toUtf8(" "), paragraph));
  return {
    ...common,
    name: `host writes ${SPLICED_WORDS} words of its friend's into every answer (asserted outputs only)`,
    unseenGain: gainOf(written) - gainOf(outputs),
    seenGain: undefined,
    differing: 0,
  };
}

function ownersOf(corpus: ReturnType<typeof createWorld>["corpus"], output: Uint8Array): number[] {
  return corpus.attribute(output).spans.flatMap(({ status, match }) =>
    status === "owned" && match?.contribution !== undefined ? [Number(match.contribution.seq) - 1] : [],
  );
}

function priorShare(pool: bigint, sizes: readonly number[], at: number): bigint {
  return (pool * BigInt(sizes[at] as number)) / BigInt(sizes.reduce((sum, size) => sum + size, 0));
}
