import type { Vote, WeightedVoteOption } from "@openledger/messages/cosmos/gov/v1";
import { addressToBytes, type Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import { inactiveProposal } from "./errors.ts";
import { voted } from "./events.ts";
import { requireMetadataLength } from "./message-values.ts";
import { GOV_STORE, personKey, votes, votingProposals } from "./state.ts";

/** Votes on a proposal, by the voters' bytes. */
export function votesOn(ctx: Context | QueryContext, id: bigint): readonly Vote[] {
  return Array.from(votes.iterate(ctx.store.store(GOV_STORE), { prefix: personKey.prefix(id) }), ([, vote]) => vote);
}

/** Writes a vote over an earlier one of the same voter; its options are checked. Throws the SDK's errors. */
export function addVote(ctx: Context, proposalId: bigint, voter: Address, options: readonly WeightedVoteOption[], metadata: string): void {
  const store = ctx.store.store(GOV_STORE);
  if (!votingProposals.has(store, proposalId)) throw inactiveProposal(String(proposalId));
  requireMetadataLength(metadata);
  const key = [proposalId, addressToBytes(ctx.chain.bech32Prefix, voter)] as const;
  votes.set(store, key, { proposalId, voter, options: [...options], metadata });
  ctx.emit(voted(voter, JSON.stringify(options.map(({ option, weight }) => ({ option, weight }))), proposalId));
}

export function deleteVotes(ctx: Context, id: bigint): void {
  const store = ctx.store.store(GOV_STORE);
  const keys = Array.from(votes.iterate(store, { prefix: personKey.prefix(id) }), ([key]) => key);
  for (const key of keys) votes.delete(store, key);
}
