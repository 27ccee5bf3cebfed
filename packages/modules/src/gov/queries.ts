/** All methods of cosmos.gov.v1.Query. */
import type { PageRequest, PageResponse } from "@openledger/messages/cosmos/base/query/v1beta1";
import {
  Deposit,
  Proposal,
  ProposalStatus,
  QueryService,
  Vote,
  type QueryProposalsRequest,
  type TallyResult,
} from "@openledger/messages/cosmos/gov/v1";
import { addressToBytes, assertDefined, concatBytes, EncodingError, u64be } from "@openledger/primitives";
import { QueryError, queryHandler, queryInvalid, queryNotFound, type AnyQueryHandler, type ChainConfig, type QueryContext } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import type { GovParts } from "./expected-keepers.ts";
import { constitutionItem, deposits, GOV_STORE, govParams, proposals, votes } from "./state.ts";
import { tallyVotes } from "./tally.ts";

/** One page of a list. */
export interface Page<T> {
  readonly items: T[];
  readonly pagination: PageResponse;
}

export function govQueries(parts: GovParts): readonly AnyQueryHandler[] {
  return [
    queryHandler({
      ...QueryService.Constitution,
      handle: (ctx) => ({ constitution: constitutionItem.get(ctx.store.store(GOV_STORE)) ?? "" }),
    }),
    queryHandler({ ...QueryService.Proposal, handle: (ctx, { proposalId }) => ({ proposal: findProposal(ctx, proposalId) }) }),
    queryHandler({
      ...QueryService.Proposals,
      handle(ctx, request) {
        const { items, pagination } = findProposals(ctx, request);
        return { proposals: items, pagination };
      },
    }),
    queryHandler({ ...QueryService.Vote, handle: (ctx, { proposalId, voter }) => ({ vote: findVote(ctx, proposalId, voter) }) }),
    queryHandler({
      ...QueryService.Votes,
      handle(ctx, { proposalId, pagination: page }) {
        const { items, pagination } = findVotes(ctx, proposalId, page);
        return { votes: items, pagination };
      },
    }),
    queryHandler({ ...QueryService.Params, handle: (ctx, { paramsType }) => findParams(ctx, paramsType) }),
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
    queryHandler({ ...QueryService.TallyResult, handle: (ctx, { proposalId }) => ({ tally: findTally(parts, ctx, proposalId) }) }),
  ];
}

export function findProposal(ctx: QueryContext, id: bigint): Proposal {
  requireId(id);
  const proposal = proposals.get(ctx.store.store(GOV_STORE), id);
  if (proposal === undefined) throw queryNotFound(`proposal ${id} doesn't exist`);
  return proposal;
}

/** Proposals of a status, or with a vote or a deposit of somebody; each condition counts where it is given. */
export function findProposals(
  ctx: QueryContext,
  { proposalStatus, voter, depositor, pagination }: Pick<QueryProposalsRequest, "proposalStatus" | "voter" | "depositor" | "pagination">,
): Page<Proposal> {
  const store = ctx.store.store(GOV_STORE);
  const isStatus = proposalStatus >= ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD && proposalStatus <= ProposalStatus.PROPOSAL_STATUS_FAILED;
  return paginate(
    store,
    Uint8Array.of(0x00),
    pagination,
    (value) => Proposal.fromBytes(value),
    (value) => {
      const { id, status } = Proposal.fromBytes(value.slice());
      const matchesVoter = voter === "" || votes.has(store, [id, addressBytes(ctx.chain, voter, "Internal")]);
      const matchesDepositor = depositor === "" || deposits.has(store, [id, addressBytes(ctx.chain, depositor, "Internal")]);
      return matchesVoter && matchesDepositor && (!isStatus || status === proposalStatus);
    },
  );
}

export function findVote(ctx: QueryContext, id: bigint, voter: string): Vote {
  requireId(id);
  if (voter === "") throw queryInvalid("empty voter address");
  const vote = votes.get(ctx.store.store(GOV_STORE), [id, addressBytes(ctx.chain, voter, "Unknown")]);
  if (vote === undefined) throw queryInvalid(`voter: ${voter.slice(0, 200)} not found for proposal: ${id}`);
  return vote;
}

export function findVotes(ctx: QueryContext, id: bigint, page: PageRequest | undefined): Page<Vote> {
  requireId(id);
  return paginate(ctx.store.store(GOV_STORE), concatBytes(Uint8Array.of(0x20), u64be(id)), page, (value) => Vote.fromBytes(value));
}

export function findDeposit(ctx: QueryContext, id: bigint, depositor: string): Deposit {
  requireId(id);
  if (depositor === "") throw queryInvalid("empty depositor address");
  const deposit = deposits.get(ctx.store.store(GOV_STORE), [id, addressBytes(ctx.chain, depositor, "Unknown")]);
  if (deposit !== undefined) return deposit;
  const type = "github.com/cosmos/gogoproto/cosmos.gov.v1.Deposit";
  throw queryNotFound(`collections: not found: key '("${id}", "${depositor}")' of type ${type}`);
}

export function findDeposits(ctx: QueryContext, id: bigint, page: PageRequest | undefined): Page<Deposit> {
  requireId(id);
  return paginate(ctx.store.store(GOV_STORE), concatBytes(Uint8Array.of(0x10), u64be(id)), page, (value) => Deposit.fromBytes(value));
}

/** The final result of a proposal that is decided, and what the votes say so far of one that is not. */
export function findTally(parts: GovParts, ctx: QueryContext, id: bigint): TallyResult {
  const proposal = findProposal(ctx, id);
  if (proposal.status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD) return tallyVotes(parts, ctx, proposal).result;
  return assertDefined(proposal.finalTallyResult, "a stored proposal has a result");
}

function findParams(ctx: QueryContext, type: string) {
  const params = govParams.require(ctx.store.store(GOV_STORE));
  const { minDeposit, maxDepositPeriod, votingPeriod, quorum, threshold, vetoThreshold } = params;
  switch (type) {
    case "deposit":
      return { params, depositParams: { minDeposit, maxDepositPeriod } };
    case "voting":
      return { params, votingParams: { votingPeriod } };
    case "tallying":
      return { params, tallyParams: { quorum, threshold, vetoThreshold } };
    case "":
      return { params };
    default:
      throw queryInvalid(`unknown params type: ${type.slice(0, 100)}`);
  }
}

function requireId(id: bigint): void {
  if (id === 0n) throw queryInvalid("proposal id can not be 0");
}

function addressBytes({ bech32Prefix }: ChainConfig, text: string, status: "Internal" | "Unknown"): Uint8Array {
  try {
    return addressToBytes(bech32Prefix, text);
  } catch (error) {
    if (error instanceof EncodingError) throw new QueryError(status, error.message);
    throw error;
  }
}
