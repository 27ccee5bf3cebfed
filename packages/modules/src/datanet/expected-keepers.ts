import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";

/** What datanet needs of attribution. */
export interface TokeniserKeeper {
  /** Version of the tokeniser by which contributions count their tokens. */
  tokeniserVersion(ctx: StateReader): number;
}

/** What datanet needs of rewards. */
export interface PriorKeeper {
  /** Credits the receiver with what the contribution has earned in prior pools so far. */
  settlePriors(ctx: Context, contribution: Contribution, receiver: string): void;
}
