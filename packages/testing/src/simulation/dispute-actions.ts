import { packAny } from "@openledger/messages";
import { MsgSubmitProposal } from "@openledger/messages/cosmos/gov/v1";
import { rulingBy } from "@openledger/attribution";
import {
  ContributionState,
  DisputeOutcome,
  DisputeRemedy,
  DisputeState,
  MsgAnswerDispute,
  MsgDecideDispute,
  MsgDispute,
  MsgEscalateDispute,
  QueryService as DatanetQuery,
  type Contribution,
  type Dispute,
} from "@openledger/messages/openledger/datanet/v1";
import { addressFromBytes, toUtf8 } from "@openledger/primitives";
import { toAny, type SimulatedAccount } from "./accounts.ts";
import { anyone, type Action } from "./data-actions.ts";
import type { SimWorld } from "./sim-world.ts";

const accountOf = ({ accounts }: SimWorld, address: string | undefined): SimulatedAccount | undefined =>
  accounts.find((account) => account.address === address);

function someDispute({ chain, random }: SimWorld, ...states: readonly DisputeState[]): Dispute | undefined {
  const { disputes } = chain.query(DatanetQuery.Disputes, { pagination: { limit: 100n } });
  return random.pick(disputes.filter(({ state }) => states.includes(state)));
}

/** The first contribution of a datanet is never struck, so that somebody is left to earn its prior. */
function pickDisputed({ state, random }: SimWorld): { readonly contribution: Contribution; readonly remedy: DisputeRemedy } | undefined {
  const accepted = state.contributions.filter((one) => one.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED);
  const contribution = random.pick(accepted);
  if (contribution === undefined) return undefined;
  const isStrike = contribution.logIndex > 0n && random.chance(50);
  return { contribution, remedy: isStrike ? DisputeRemedy.DISPUTE_REMEDY_STRIKE : DisputeRemedy.DISPUTE_REMEDY_REASSIGN };
}

export const dispute: Action = (world) => {
  const found = pickDisputed(world);
  if (found === undefined) return undefined;
  const { contribution, remedy } = found;
  const { datanetId, seq } = contribution;
  const account = anyone(world);
  return { action: "dispute", account, message: toAny(MsgDispute, { challenger: account.address, datanetId, seq, remedy, text: "Not theirs." }) };
};

/** The owner asks for what it owns. */
export const disputeOwn: Action = (world) => {
  const found = pickDisputed(world);
  const account = found && accountOf(world, rulingBy(found.contribution.marks).owner ?? found.contribution.contributor);
  if (found === undefined || account === undefined) return undefined;
  const { datanetId, seq } = found.contribution;
  return { action: "disputeOwn", account, message: toAny(MsgDispute, { challenger: account.address, datanetId, seq, remedy: found.remedy, text: "Mine." }) };
};

export const answerDispute: Action = (world) => {
  const found = someDispute(world, DisputeState.DISPUTE_STATE_OPEN);
  const account = accountOf(world, found?.owner);
  if (found === undefined || account === undefined) return undefined;
  const message = toAny(MsgAnswerDispute, { owner: account.address, disputeId: found.id, concede: world.random.chance(40), text: "" });
  return { action: "answerDispute", account, message };
};

/** The challenger answers in the owner's place. */
export const answerForOwner: Action = (world) => {
  const found = someDispute(world, DisputeState.DISPUTE_STATE_OPEN, DisputeState.DISPUTE_STATE_CONTESTED);
  const account = accountOf(world, found?.challenger);
  if (found === undefined || account === undefined) return undefined;
  return { action: "answerForOwner", account, message: toAny(MsgAnswerDispute, { owner: account.address, disputeId: found.id, concede: true }) };
};

export const escalateDispute: Action = (world) => {
  const found = someDispute(world, DisputeState.DISPUTE_STATE_CONTESTED, DisputeState.DISPUTE_STATE_UNANSWERED);
  const account = accountOf(world, found?.challenger);
  if (found === undefined || account === undefined) return undefined;
  return { action: "escalateDispute", account, message: toAny(MsgEscalateDispute, { signer: account.address, disputeId: found.id }) };
};

/** Governance is asked to decide as the challenger wants, or to dismiss. */
export const proposeDecision: Action = (world) => {
  const found = someDispute(world, DisputeState.DISPUTE_STATE_ESCALATED);
  if (found === undefined) return undefined;
  const account = anyone(world);
  const isStrike = found.remedy === DisputeRemedy.DISPUTE_REMEDY_STRIKE;
  const upheld = isStrike ? DisputeOutcome.DISPUTE_OUTCOME_STRUCK : DisputeOutcome.DISPUTE_OUTCOME_REASSIGNED;
  const outcome = world.random.chance(70) ? upheld : DisputeOutcome.DISPUTE_OUTCOME_DISMISSED;
  const authority = addressFromBytes("open", world.crypto.sha256(toUtf8("gov")).slice(0, 20));
  const message = toAny(MsgSubmitProposal, {
    ...{ messages: [packAny(MsgDecideDispute, { authority, disputeId: found.id, outcome })], proposer: account.address, expedited: true },
    ...{ initialDeposit: [{ denom: "uopen", amount: "1500000" }], metadata: "", title: "Decide", summary: "Whose it is" },
  });
  return { action: "proposeDecision", account, message };
};
