import { Params } from "@openledger/messages/openledger/datanet/v1";
import { rulingBy } from "@openledger/attribution";
import { ContributionState, type Contribution, type FeedbackRef, type MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { assert } from "@openledger/primitives";
import { messageHandler, type ChainConfig, type Context, type Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import type { BankKeeper } from "../expected-keepers.ts";
import { uncoveredHoldings } from "../support/holdings.ts";
import { advanceDisputes, strikeOutright } from "./disputes.ts";
import { errors } from "./errors.ts";
import type { PriorKeeper, TokeniserKeeper } from "./expected-keepers.ts";
import { initGenesis } from "./genesis.ts";
import { createContribute } from "./handlers/contribute.ts";
import { createAnswerDispute } from "./handlers/answer-dispute.ts";
import { createDecideAppeal } from "./handlers/decide-appeal.ts";
import { createDecideDispute } from "./handlers/decide-dispute.ts";
import { createDispute } from "./handlers/dispute.ts";
import { escalateDispute } from "./handlers/escalate-dispute.ts";
import { createDatanet } from "./handlers/create-datanet.ts";
import { createFreezeVersion } from "./handlers/freeze-version.ts";
import { createReview } from "./handlers/review.ts";
import { createRevoke } from "./handlers/revoke.ts";
import { identities } from "./invariants.ts";
import { requireContribution } from "./keeper.ts";
import { lapseContributions } from "./lapse.ts";
import { queries } from "./queries.ts";
import { checkContribution, registerContribution } from "./register.ts";
import { bondsHeld, DATANET, params } from "./state.ts";

export { datanetKeeper, type DatanetKeeper } from "./keeper.ts";

/** What other modules may do to contributions. */
export interface DatanetActions {
  /**
   * Strikes an accepted contribution; true when it is struck, now or before, false for one that is not accepted. Throws the
   * module's error for one that is unknown.
   */
  strike(ctx: Context, datanetId: bigint, seq: bigint): boolean;
  /** What of a contribution shows without state. Throws the module's error. */
  checkContribution(msg: MsgContribute, chain: ChainConfig): void;
  /** Registers a contribution that corrects an answer, as its MsgContribute would. Throws the module's errors. */
  contribute(ctx: Context, msg: MsgContribute, feedback: FeedbackRef): Contribution;
}

export function createDatanetActions(deps: { readonly bank: BankKeeper; readonly priors: PriorKeeper }): DatanetActions {
  return {
    strike(ctx, datanetId, seq) {
      const contribution = requireContribution(ctx, datanetId, seq);
      const isAccepted = contribution.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED;
      if (!isAccepted || rulingBy(contribution.marks).struck) return isAccepted;
      strikeOutright(ctx, deps, contribution);
      return true;
    },
    checkContribution,
    contribute: (ctx, msg, feedback) => registerContribution(ctx, deps.bank, msg, feedback),
  };
}

/** Datanets: registered data, curators' reviews and frozen versions. */
export function createDatanetModule(deps: {
  readonly bank: BankKeeper;
  readonly tokeniser: TokeniserKeeper;
  readonly priors: PriorKeeper;
}): Module {
  const { bank, tokeniser } = deps;
  return {
    name: DATANET,
    storeName: DATANET,
    errors,
    messages: [
      messageHandler(createDatanet),
      messageHandler(createContribute(bank)),
      messageHandler(createReview(bank)),
      messageHandler(createFreezeVersion(tokeniser)),
      messageHandler(createRevoke(bank)),
      messageHandler(createDispute(bank)),
      messageHandler(createAnswerDispute(deps)),
      messageHandler(escalateDispute),
      messageHandler(createDecideDispute(deps)),
      messageHandler(createDecideAppeal(bank)),
    ],
    queries,
    initGenesis,
    endBlock(ctx) {
      lapseContributions(ctx, bank);
      advanceDisputes(ctx, bank);
      const uncovered = uncoveredHoldings(ctx, bank, DATANET, bondsHeld.entries(ctx.store.store(DATANET)));
      assert(uncovered.length === 0, uncovered.join("; "));
    },
    identities: (ctx) => identities(ctx, bank),
    report: reportOfParams(DATANET, params.keyBytes, Params),
  };
}
