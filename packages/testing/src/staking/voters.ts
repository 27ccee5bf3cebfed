import { createRankedSet, nextProposer, updateRankedSet, type RankedSet } from "@openledger/comet";
import { height, unixNanos, type Sha256 } from "@openledger/primitives";
import type { FinalizeBlockResponse, Misbehavior, ValidatorUpdate } from "@openledger/state-machine";
import type { SimulatedChain, SimulatedConsensus } from "../chain/simulated-chain.ts";
import type { Random } from "../simulation/random.ts";

/** The consensus of a simulated chain: its sets follow what blocks return, as CometBFT's do. */
export interface Voters {
  /** What consensus says with the next block. */
  next(chain: SimulatedChain): SimulatedConsensus;
  /** Takes over what a block changed. */
  after(response: FinalizeBlockResponse): void;
  readonly size: number;
}

/** Percent of its votes that a validator misses, by the first byte of its address. */
const ABSENCES = [0, 0, 10, 30, 55] as const;

/** `faithful`, an address, never misses a vote nor signs twice, so that somebody is left. */
export function createVoters(sha256: Sha256, genesis: readonly ValidatorUpdate[], faithful: Uint8Array, random: Random): Voters {
  const first = createRankedSet(sha256, genesis);
  let last: RankedSet | undefined;
  let current = first;
  let following = nextProposer(first);
  const isFaithful = (address: Uint8Array): boolean => faithful.every((byte, i) => byte === address[i]);

  const misbehavior = (chain: SimulatedChain): readonly Misbehavior[] => {
    const culprit = random.pick(current.validators);
    if (!random.chance(1) || culprit === undefined || isFaithful(culprit.address) || chain.height < 8n) return [];
    const at = height(chain.height - BigInt(random.below(5)));
    return [{ kind: "duplicate-vote", address: culprit.address, power: culprit.power, height: at, time: unixNanos(chain.time - 10_000_000_000n) }];
  };

  return {
    get size() {
      return current.validators.length;
    },
    next(chain) {
      const votes = (last?.validators ?? []).map(({ address, power }) => {
        const absence = isFaithful(address) ? 0 : (ABSENCES[(address[0] ?? 0) % ABSENCES.length] ?? 0);
        return { address, power, signed: !random.chance(absence) };
      });
      return { proposer: current.proposer, votes, misbehavior: misbehavior(chain) };
    },
    after({ validatorUpdates }) {
      last = current;
      current = following;
      following = nextProposer(updateRankedSet(sha256, following, validatorUpdates));
    },
  };
}
