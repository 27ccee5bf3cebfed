import { packAny } from "@openledger/messages";
import { MsgDeposit, MsgSubmitProposal, MsgVote, ProposalStatus, QueryService } from "@openledger/messages/cosmos/gov/v1";
import { MsgSpendTreasury } from "@openledger/messages/openledger/rewards/v1";
import { addressFromBytes, toUtf8 } from "@openledger/primitives";
import { toAny } from "./accounts.ts";
import type { Action } from "./data-actions.ts";
import type { SimWorld } from "./sim-world.ts";

/** One of the open proposals; now and then one that may not be there. */
function someProposal({ random, chain }: SimWorld, proposalStatus: ProposalStatus): bigint {
  if (random.below(8) === 0) return BigInt(random.below(30));
  const { proposals } = chain.query(QueryService.Proposals, { proposalStatus });
  return random.pick(proposals)?.id ?? 0n;
}

/** Somebody asks for some of the treasury, with a deposit that may not suffice. */
export const propose: Action = ({ random, accounts, crypto }) => {
  const account = random.pick(accounts);
  const recipient = random.pick(accounts);
  if (account === undefined || recipient === undefined) return undefined;
  const authority = addressFromBytes("open", crypto.sha256(toUtf8("gov")).slice(0, 20));
  const spend = { authority, recipient: recipient.address, amount: [{ denom: "uopen", amount: String(1 + random.below(2_000)) }] };
  const message = toAny(MsgSubmitProposal, {
    ...{ messages: [packAny(MsgSpendTreasury, spend)], proposer: account.address, expedited: random.below(4) === 0 },
    ...{ initialDeposit: [{ denom: "uopen", amount: String(100_000 + random.below(3) * 500_000) }] },
    ...{ metadata: "", title: "Spend", summary: "Some of the treasury" },
  });
  return { action: "propose", account, message };
};

export const deposit: Action = (world) => {
  const { random, accounts } = world;
  const account = random.pick(accounts);
  if (account === undefined) return undefined;
  const amount = [{ denom: "uopen", amount: String(500_000 + random.below(2_000_000)) }];
  const proposalId = someProposal(world, ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD);
  return { action: "deposit", account, message: toAny(MsgDeposit, { proposalId, depositor: account.address, amount }) };
};

/** The only validator votes more often than all others together, mostly yes. */
export const vote: Action = (world) => {
  const { random, accounts } = world;
  const account = random.below(4) > 0 ? accounts[0] : random.pick(accounts);
  if (account === undefined) return undefined;
  const option = random.below(3) === 0 ? 1 + random.below(4) : 1;
  const proposalId = someProposal(world, ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD);
  return { action: "vote", account, message: toAny(MsgVote, { proposalId, voter: account.address, option, metadata: "" }) };
};
