/** All methods of cosmos.gov.v1beta1.Query: proposals of v1 as clients of old read them. */
import { MsgExecLegacyContent, type Proposal, type TallyResult, type Vote } from "@openledger/messages/cosmos/gov/v1";
import {
  QueryService,
  type Proposal as LegacyProposal,
  type TallyResult as LegacyTallyResult,
  type Vote as LegacyVote,
} from "@openledger/messages/cosmos/gov/v1beta1";
import type { Timestamp } from "@openledger/messages/google/protobuf";
import { assertDefined, decAtomics, toUtf8 } from "@openledger/primitives";
import { queryHandler, queryInvalid, sdkErrors, type AnyQueryHandler } from "@openledger/state-machine";
import type { GovParts } from "./expected-keepers.ts";
import { storedDec } from "./params.ts";
import { findDeposit, findDeposits, findProposal, findProposals, findTally, findVote, findVotes } from "./queries.ts";
import { GOV_STORE, govParams } from "./state.ts";

/** Go's zero time, which the SDK writes where v1beta1 has no absent one. */
const ZERO_TIME: Timestamp = { seconds: -62_135_596_800n, nanos: 0 };
const NO_TIME = { seconds: 0n, nanos: 0 };

export function legacyGovQueries(parts: GovParts): readonly AnyQueryHandler[] {
  return [
    queryHandler({
      ...QueryService.Proposal,
      handle: (ctx, { proposalId }) => ({ proposal: legacyProposal(findProposal(ctx, proposalId)) }),
    }),
    queryHandler({
      ...QueryService.Proposals,
      handle(ctx, request) {
        const { items, pagination } = findProposals(ctx, request);
        return { proposals: items.map(legacyProposal), pagination };
      },
    }),
    queryHandler({
      ...QueryService.Vote,
      handle: (ctx, { proposalId, voter }) => ({ vote: legacyVote(findVote(ctx, proposalId, voter)) }),
    }),
    queryHandler({
      ...QueryService.Votes,
      handle(ctx, { proposalId, pagination: page }) {
        const { items, pagination } = findVotes(ctx, proposalId, page);
        return { votes: items.map(legacyVote), pagination };
      },
    }),
    paramsQuery,
    queryHandler({
      ...QueryService.Deposit,
      handle: (ctx, { proposalId, depositor }) => ({ deposit: findDeposit(ctx, proposalId, depositor) }),
    }),
    queryHandler({
      ...QueryService.Deposits,
      handle(ctx, { proposalId, pagination: page }) {
        const { items, pagination } = findDeposits(ctx, proposalId, page);
        return { deposits: items, pagination };
      },
    }),
    queryHandler({
      ...QueryService.TallyResult,
      handle: (ctx, { proposalId }) => ({ tally: legacyTally(findTally(parts, ctx, proposalId)) }),
    }),
  ];
}

/** One group of params; the others are there, empty. Decimals are the digits of a count of 10^-18. */
const paramsQuery: AnyQueryHandler = queryHandler({
  ...QueryService.Params,
  handle(ctx, { paramsType }) {
    if (!["deposit", "voting", "tallying"].includes(paramsType)) {
      const problem = paramsType === "" ? " is not a valid parameter type" : `unknown params type: ${paramsType.slice(0, 100)}`;
      throw queryInvalid(problem);
    }
    const params = govParams.require(ctx.store.store(GOV_STORE));
    const { minDeposit, maxDepositPeriod, votingPeriod } = params;
    const digits = (text: string): Uint8Array => toUtf8(paramsType === "tallying" ? decAtomics(storedDec(text)) : "0");
    return {
      depositParams: paramsType === "deposit" ? { minDeposit, maxDepositPeriod } : { minDeposit: [], maxDepositPeriod: NO_TIME },
      votingParams: { votingPeriod: paramsType === "voting" ? votingPeriod : NO_TIME },
      tallyParams: {
        quorum: digits(params.quorum),
        threshold: digits(params.threshold),
        vetoThreshold: digits(params.vetoThreshold),
      },
    };
  },
});

/** Throws the SDK's error for a proposal that has no, or more than one, message. */
function legacyProposal(proposal: Proposal): LegacyProposal {
  const [message, ...others] = proposal.messages;
  if (message === undefined || others.length > 0) {
    throw sdkErrors.invalidType(
      "can't convert a gov/v1 Proposal to gov/v1beta1 Proposal when amount of proposal messages not exactly one",
    );
  }
  const isContent = message.typeUrl === MsgExecLegacyContent.typeUrl;
  return {
    proposalId: proposal.id,
    content: isContent ? MsgExecLegacyContent.decode(message.value).content : message,
    status: proposal.status,
    finalTallyResult: legacyTally(assertDefined(proposal.finalTallyResult, "a stored proposal has a result")),
    submitTime: proposal.submitTime ?? ZERO_TIME,
    depositEndTime: proposal.depositEndTime ?? ZERO_TIME,
    totalDeposit: proposal.totalDeposit,
    votingStartTime: proposal.votingStartTime ?? ZERO_TIME,
    votingEndTime: proposal.votingEndTime ?? ZERO_TIME,
  };
}

function legacyTally({ yesCount, abstainCount, noCount, noWithVetoCount }: TallyResult): LegacyTallyResult {
  return { yes: yesCount, abstain: abstainCount, no: noCount, noWithVeto: noWithVetoCount };
}

function legacyVote({ proposalId, voter, options }: Vote): LegacyVote {
  return {
    proposalId,
    voter,
    option: 0,
    options: options.map(({ option, weight }) => ({ option, weight: decAtomics(storedDec(weight)) })),
  };
}
