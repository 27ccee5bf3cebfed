import type { MessageCodec } from "@openledger/messages";
import { GenesisState, Params, ProposalStatus, type Proposal } from "@openledger/messages/cosmos/gov/v1";
import { addressToBytes, parseDec } from "@openledger/primitives";
import { areValidCoins, genesisError, jsonObject, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { genesisAddress } from "../support/genesis-address.ts";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import type { GovParts } from "./expected-keepers.ts";
import { brokenGovInvariants } from "./invariants.ts";
import { isVoteOption } from "./message-values.ts";
import { checkGovParams, defaultGovParams } from "./params.ts";
import { queueKey, setProposal } from "./proposals.ts";
import { activeQueue, constitutionItem, deposits, GOV_STORE, govParams, inactiveQueue, proposalIds, proposals, votes } from "./state.ts";

const WHERE = "app_state.gov";

/** What an Any in a proposal may hold. */
export type ProposalTypes = readonly MessageCodec<object>[];

/**
 * Reads x/gov's GenesisState of v1. Comes after bank, whose balance of gov must cover the deposits, which are in
 * the base denom by default.
 */
export function initGovGenesis(parts: GovParts, types: ProposalTypes, ctx: Context, json: Json | undefined): void {
  const store = ctx.store.store(GOV_STORE);
  const given = jsonObject(json, WHERE);
  const state = messageFromJson(GenesisState, { starting_proposal_id: "1", ...given, params: null }, WHERE, types);
  if (state.startingProposalId === 0n) throw genesisError(`${WHERE}.starting_proposal_id`, "must be greater than 0");
  proposalIds.set(store, state.startingProposalId);
  govParams.set(store, readParams(ctx, given["params"]));
  if (state.constitution !== "") constitutionItem.set(store, state.constitution);
  state.proposals.forEach((proposal, i) => readProposal(ctx, proposal, state.startingProposalId, `${WHERE}.proposals[${i}]`));
  state.deposits.forEach((deposit, i) => {
    const where = `${WHERE}.deposits[${i}]`;
    const depositor = genesisAddress(ctx, deposit.depositor, `${where}.depositor`);
    const key = keyOf(ctx, deposit.proposalId, depositor, where);
    if (deposits.has(store, key)) throw genesisError(where, `${depositor} stands twice`);
    if (!areValidCoins(deposit.amount)) throw genesisError(`${where}.amount`, "must be positive coins, sorted by denom");
    deposits.set(store, key, { ...deposit, depositor });
  });
  state.votes.forEach((vote, i) => {
    const where = `${WHERE}.votes[${i}]`;
    const voter = genesisAddress(ctx, vote.voter, `${where}.voter`);
    const key = keyOf(ctx, vote.proposalId, voter, where);
    if (votes.has(store, key)) throw genesisError(where, `${voter} stands twice`);
    if (!vote.options.every(({ option, weight }) => isVoteOption(option) && parseDec(weight) !== undefined)) {
      throw genesisError(`${where}.options`, "must be options with decimal weights");
    }
    votes.set(store, key, { ...vote, voter });
  });
  for (const broken of brokenGovInvariants(parts, ctx)) throw genesisError(WHERE, broken);
}

function readParams(ctx: Context, json: Json | undefined): Params {
  const where = `${WHERE}.params`;
  const defaults = messageToJson(Params, defaultGovParams(ctx.chain.baseDenom));
  const params = messageFromJson(Params, { ...defaults, ...jsonObject(json, where) }, where);
  try {
    checkGovParams(params, ctx.chain);
  } catch (error) {
    if (error instanceof TxError) throw genesisError(where, error.message);
    throw error;
  }
  return params;
}

function readProposal(ctx: Context, proposal: Proposal, startingId: bigint, where: string): void {
  const store = ctx.store.store(GOV_STORE);
  const { id, status, depositEndTime, votingEndTime } = proposal;
  if (id === 0n || id >= startingId) throw genesisError(`${where}.id`, "must be from 1 to below starting_proposal_id");
  if (proposals.has(store, id)) throw genesisError(`${where}.id`, `${id} stands twice`);
  if (depositEndTime === undefined) throw genesisError(`${where}.deposit_end_time`, "is missing");
  if (proposal.finalTallyResult === undefined) throw genesisError(`${where}.final_tally_result`, "is missing");
  if (status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD) inactiveQueue.set(store, queueKey(depositEndTime, id), id);
  if (status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD) {
    if (votingEndTime === undefined) throw genesisError(`${where}.voting_end_time`, "is missing");
    activeQueue.set(store, queueKey(votingEndTime, id), id);
  }
  setProposal(ctx, proposal);
}

function keyOf(ctx: Context, id: bigint, address: string, where: string): readonly [bigint, Uint8Array] {
  if (!proposals.has(ctx.store.store(GOV_STORE), id)) throw genesisError(`${where}.proposal_id`, `there is no proposal ${id}`);
  return [id, addressToBytes(ctx.chain.bech32Prefix, address)];
}

/** The state as {@link initGovGenesis} reads it. */
export function exportGovGenesis(types: ProposalTypes, ctx: QueryContext): Json {
  const store = ctx.store.store(GOV_STORE);
  const state = GenesisState.create({
    startingProposalId: proposalIds.peek(store),
    deposits: Array.from(deposits.iterate(store), ([, deposit]) => deposit),
    votes: Array.from(votes.iterate(store), ([, vote]) => vote),
    proposals: Array.from(proposals.iterate(store), ([, proposal]) => proposal),
    params: govParams.require(store),
    constitution: constitutionItem.get(store) ?? "",
  });
  return messageToJson(GenesisState, state, types);
}
