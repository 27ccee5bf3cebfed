/** A world of stakes with governance, for tests: persons 1 and 2 are validators, 3 to 5 have coins. */
import { packAny, type MessageCodec } from "@openledger/messages";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgSubmitProposal, ProposalStatus, QueryService, VoteOption, MsgVote, type Proposal } from "@openledger/messages/cosmos/gov/v1";
import type { Any } from "@openledger/messages/google/protobuf";
import { assertDefined } from "@openledger/primitives";
import { createLazyRouter, type Json, type Module } from "@openledger/state-machine";
import { accountOf, createStakingWorld, person, stake, type StakingWorld, type StakingWorldOptions } from "../support/staking-world.fixture.ts";
import { accountText } from "../support/validator-addresses.ts";
import type { ProposalTypes } from "./genesis.ts";
import { createDepositReserve } from "./invariants.ts";
import { createGovModule } from "./module.ts";

export const MILLION = 1_000_000n;
export const DAY = 86_400n;
export const YES: VoteOption = VoteOption.VOTE_OPTION_YES;
export const ABSTAIN: VoteOption = VoteOption.VOTE_OPTION_ABSTAIN;
export const NO: VoteOption = VoteOption.VOTE_OPTION_NO;
export const VETO: VoteOption = VoteOption.VOTE_OPTION_NO_WITH_VETO;

/** Types of all messages of a world. */
export const typesOf = (modules: readonly Module[]): ProposalTypes =>
  modules.flatMap(({ messages, types = [] }) => [...messages.map(({ codec }) => codec as MessageCodec<object>), ...types]);

/** Validators of 40 and 60 million; deposits of 10 million open a vote. */
export function govWorld(gov: { readonly [key: string]: Json } = {}, options: Partial<StakingWorldOptions> = {}): StakingWorld {
  const it = createStakingWorld({
    people: 5,
    distribution: {},
    reserved: createDepositReserve,
    ...options,
    more: (parts) => [
      createGovModule({
        ...parts,
        communityPool: parts.distribution,
        router: createLazyRouter(parts.modules),
        types: () => typesOf(parts.modules()),
      }),
      ...(options.more?.(parts) ?? []),
    ],
    genesis: { gov, ...options.genesis },
  });
  it.createValidator(1, 40n * MILLION);
  it.createValidator(2, 60n * MILLION);
  it.nextBlock();
  it.events.length = 0;
  return it;
}

export const govOf = (it: StakingWorld): string => it.bank.moduleAddress(it.ctx, "gov");
export const balanceOf = (it: StakingWorld, n: number): bigint => it.bank.balance(it.ctx, accountText(it.ctx.chain, person(n)), "ustake");
export const heldByGov = (it: StakingWorld): bigint => it.bank.balance(it.ctx, it.bank.moduleAddress(it.ctx, "gov"), "ustake");

/** A send by gov. */
export const sendByGov = (it: StakingWorld, to: number, units: bigint): Any =>
  packAny(MsgSend, { fromAddress: govOf(it), toAddress: accountOf(to), amount: [stake(units)] });

/** Person 3 proposes; the id. */
export function propose(
  it: StakingWorld,
  messages: readonly Any[],
  change: Partial<Parameters<typeof MsgSubmitProposal.create>[0]> = {},
): bigint {
  const response = it.deliver(MsgSubmitProposal, {
    ...{ messages, initialDeposit: [stake(10n * MILLION)], proposer: accountOf(3) },
    ...{ metadata: messages.length === 0 ? "text" : "", title: "Title", summary: "Summary" },
    ...change,
  });
  return (response as { readonly proposalId: bigint }).proposalId;
}

export const vote = (it: StakingWorld, n: number, id: bigint, option: VoteOption): unknown =>
  it.deliver(MsgVote, { proposalId: id, voter: accountOf(n), option });

export const proposalOf = (it: StakingWorld, id: bigint): Proposal =>
  assertDefined(it.query(QueryService.Proposal, { proposalId: id }).proposal, "a proposal");

/** `PASSED`, `REJECTED` and so on. */
export function statusOf(it: StakingWorld, id: bigint): string {
  const { status } = proposalOf(it, id);
  return Object.entries(ProposalStatus).find(([, number]) => number === status)?.[0].replace("PROPOSAL_STATUS_", "") ?? String(status);
}
