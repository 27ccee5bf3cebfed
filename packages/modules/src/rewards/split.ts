import { assert } from "@openledger/primitives";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { Params } from "@openledger/messages/openledger/rewards/v1";
import { bpsOf } from "../support/amounts.ts";

/** Income that belongs to one datanet: what its contributors keep and what its curators take of it. */
export interface DatanetIncome {
  /** What is left after the curators' share. */
  readonly net: bigint;
  /** What each curator gets. */
  readonly perCurator: bigint;
  /** Of the curators' share, what does not divide among them. */
  readonly dust: bigint;
}

/** The curators' share of `income` is floor(income x bps / 10,000), in equal parts; protocol.md section 2. */
export function shareWithCurators(income: bigint, curatorBps: number, curatorCount: number): DatanetIncome {
  const share = bpsOf(income, curatorBps);
  const perCurator = share / BigInt(curatorCount);
  return { net: income - share, perCurator, dust: share - perCurator * BigInt(curatorCount) };
}

/** The parts of one fee by basis points alone, before anything is divided further. They sum to the fee. */
export interface FeeParts {
  readonly data: bigint;
  readonly host: bigint;
  readonly model: bigint;
  readonly stakers: bigint;
  readonly treasury: bigint;
  readonly burn: bigint;
}

/** Each part is floor(fee x bps / 10,000) (protocol.md section 6); what rounding leaves joins the treasury. */
export function splitFee(fee: bigint, params: Params): FeeParts {
  const data = bpsOf(fee, params.dataBps);
  const host = bpsOf(fee, params.hostBps);
  const model = bpsOf(fee, params.modelBps);
  const stakers = bpsOf(fee, params.stakersBps);
  const burn = bpsOf(fee, params.burnBps);
  return { data, host, model, stakers, burn, treasury: fee - data - host - model - stakers - burn };
}

/** The unowned data part R and what of it goes to each manifest entry: floor(R x prior / 10,000), section 5. */
export function splitUnowned(
  data: bigint,
  owned: bigint,
  priorBps: readonly number[],
): { readonly priors: readonly bigint[]; readonly returned: bigint } {
  const unowned = data - owned;
  assert(unowned >= 0n, `owners were given ${-unowned} more than the data part`);
  const priors = priorBps.map((bps) => bpsOf(unowned, bps));
  return { priors, returned: priors.reduce((left, prior) => left - prior, unowned) };
}

/** What a model part is divided into. They sum to it. */
export interface ModelParts {
  /** By receiver that the version names. */
  readonly royalties: readonly bigint[];
  /** By ancestor, in the version's order. */
  readonly ancestors: readonly bigint[];
  readonly publisher: bigint;
}

/** Each royalty and each ancestor gets floor(part x bps / 10,000) of the model part, the publisher what remains. */
export function splitModelPart(part: bigint, model: Pick<ModelVersion, "royalties" | "ancestors">): ModelParts {
  const royalties = model.royalties.map(({ bps }) => bpsOf(part, bps));
  const ancestors = model.ancestors.map(({ bps }) => bpsOf(part, bps));
  const publisher = [...royalties, ...ancestors].reduce((left, royalty) => left - royalty, part);
  assert(publisher >= 0n, `royalties of ${part - publisher} out of a model part of ${part}`);
  return { royalties, ancestors, publisher };
}
