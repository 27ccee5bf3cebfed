import { Params } from "@openledger/messages/cosmos/gov/v1";
import type { Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { endGovBlock } from "./end-block.ts";
import { govErrors } from "./errors.ts";
import type { GovParts } from "./expected-keepers.ts";
import { exportGovGenesis, initGovGenesis, type ProposalTypes } from "./genesis.ts";
import { createCancelProposalHandler } from "./handlers/cancel-proposal.ts";
import { createDepositHandlers } from "./handlers/deposit.ts";
import { createExecLegacyContentHandler } from "./handlers/exec-legacy-content.ts";
import { createSubmitLegacyProposalHandler } from "./handlers/submit-legacy-proposal.ts";
import { createSubmitProposalHandler } from "./handlers/submit-proposal.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import { legacyVoteHandler, voteHandler } from "./handlers/vote.ts";
import { legacyVoteWeightedHandler, voteWeightedHandler } from "./handlers/vote-weighted.ts";
import { govIdentities } from "./invariants.ts";
import { contentKinds } from "./legacy-contents.ts";
import { legacyGovQueries } from "./legacy-queries.ts";
import { govQueries } from "./queries.ts";
import { govReport } from "./report.ts";
import { GOV_STORE, govParams } from "./state.ts";

const paramsReport = reportOfParams("gov", govParams.keyBytes, Params);

export interface GovModuleOptions extends GovParts {
  /** Types of all messages of the chain, and of what stands in them: genesis may hold proposals of any. */
  readonly types: () => ProposalTypes;
}

/** Proposals that stakers vote on. Its account is a burner that people may send to; its end of block comes before staking's. */
export function createGovModule({ types, ...parts }: GovModuleOptions): Module {
  return {
    name: "gov",
    storeName: GOV_STORE,
    errors: govErrors,
    messages: [
      createSubmitProposalHandler(parts),
      createExecLegacyContentHandler(parts),
      voteHandler,
      voteWeightedHandler,
      ...createDepositHandlers(parts),
      createUpdateParamsHandler(parts),
      createCancelProposalHandler(parts),
      createSubmitLegacyProposalHandler(parts),
      legacyVoteHandler,
      legacyVoteWeightedHandler,
    ],
    types: contentKinds.map(({ codec }) => codec),
    queries: [...govQueries(parts), ...legacyGovQueries(parts)],
    initGenesis: (ctx, genesis) => initGovGenesis(parts, types(), ctx, genesis),
    exportGenesis: (ctx) => exportGovGenesis(types(), ctx),
    endBlock: (ctx) => endGovBlock(parts, ctx),
    identities: (ctx) => govIdentities(parts, ctx),
    report: (changes) => [...govReport(changes), ...paramsReport(changes)],
  };
}
