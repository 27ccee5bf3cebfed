import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import type { StateReader } from "../support/reader.ts";
import { distribute } from "./distribute.ts";
import type { Distributed, Distribution } from "./distribution.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { settlePriors } from "./settle-priors.ts";
import { paramsOf } from "./state.ts";

/** What other modules may ask of rewards. */
export interface RewardsKeeper {
  /** The data part out of 10,000. */
  dataBps(ctx: StateReader): number;
  /** Divides a fee; emits one payout event per part. */
  distribute(ctx: Context, distribution: Distribution): Distributed;
  /** Credits the receiver with what the contribution has earned in prior pools so far. */
  settlePriors(ctx: Context, contribution: Contribution, receiver: string): void;
}

export function createRewardsKeeper(deps: {
  readonly bank: BankKeeper;
  readonly datanets: DatanetKeeper;
}): RewardsKeeper {
  return {
    dataBps: (ctx) => paramsOf(ctx).dataBps,
    distribute: (ctx, distribution) => distribute(ctx, deps, distribution),
    settlePriors: (ctx, contribution, receiver) => settlePriors(ctx, deps.datanets, contribution, receiver),
  };
}
