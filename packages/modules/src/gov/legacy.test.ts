/** The v1beta1 face of proposals, and genesis. */
import { packAny } from "@openledger/messages";
import { CommunityPoolSpendProposal } from "@openledger/messages/cosmos/distribution/v1beta1";
import { QueryService as V1Query } from "@openledger/messages/cosmos/gov/v1";
import { MsgDeposit, MsgSubmitProposal, MsgVote, MsgVoteWeighted, QueryService, TextProposal } from "@openledger/messages/cosmos/gov/v1beta1";
import { ParameterChangeProposal } from "@openledger/messages/cosmos/params/v1beta1";
import { SoftwareUpgradeProposal } from "@openledger/messages/cosmos/upgrade/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { fromUtf8 } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { accountOf, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { DAY, govOf, govWorld, heldByGov, MILLION, NO, proposalOf, propose, sendByGov, statusOf, typesOf, vote, YES } from "./gov.fixture.ts";
import { exportGovGenesis, initGovGenesis } from "./genesis.ts";

const text = packAny(TextProposal, { title: "A text", description: "What it says." });

const submit = (it: StakingWorld, content: Any | undefined, units = 10n * MILLION): string =>
  it.attempt(MsgSubmitProposal, { content, initialDeposit: [stake(units)], proposer: accountOf(3) });

test("a text is proposed, voted on and read through v1beta1", () => {
  const it = govWorld();
  expect(submit(it, text, MILLION)).toBe("ok");
  expect(it.events[0]?.attributes.map(({ value }) => value)).toEqual(["1", accountOf(3), ",/cosmos.gov.v1.MsgExecLegacyContent"]);
  it.deliver(MsgDeposit, { proposalId: 1n, depositor: accountOf(4), amount: [stake(9n * MILLION)] });
  it.deliver(MsgVote, { proposalId: 1n, voter: accountOf(1), option: NO });
  it.events.length = 0;
  it.deliver(MsgVoteWeighted, {
    proposalId: 1n,
    voter: accountOf(2),
    options: [
      { option: YES, weight: "700000000000000000" },
      { option: NO, weight: "300000000000000000" },
    ],
  });
  expect(it.events[0]?.attributes[1]?.value).toBe('[{"option":1,"weight":"0.700000000000000000"},{"option":3,"weight":"0.300000000000000000"}]');
  const { proposal } = it.query(QueryService.Proposal, { proposalId: 1n });
  expect(proposal).toMatchObject({ proposalId: 1n, content: text, status: 2, totalDeposit: [stake(10n * MILLION)] });
  expect(proposal?.finalTallyResult).toEqual({ yes: "0", abstain: "0", no: "0", noWithVeto: "0" });
  expect(it.query(V1Query.Proposal, { proposalId: 1n }).proposal).toMatchObject({ title: "A text", summary: "What it says.", metadata: "" });
  expect(it.query(QueryService.TallyResult, { proposalId: 1n }).tally).toMatchObject({ yes: "42000000", no: "58000000" });
  const one = { option: NO, weight: "1000000000000000000" };
  expect(it.query(QueryService.Vote, { proposalId: 1n, voter: accountOf(1) }).vote).toMatchObject({ option: 0, options: [one] });
  expect(it.query(QueryService.Votes, { proposalId: 1n }).votes).toHaveLength(2);
  expect(it.query(QueryService.Deposits, { proposalId: 1n }).deposits).toHaveLength(2);
  expect(it.query(QueryService.Deposit, { proposalId: 1n, depositor: accountOf(4) }).deposit?.amount).toEqual([stake(9n * MILLION)]);
  expect(it.query(QueryService.Proposals, {}).proposals).toHaveLength(1);
  it.nextBlock({ seconds: 2n * DAY });
  it.nextBlock();
  expect(statusOf(it, 1n)).toBe("REJECTED");
  expect(it.query(QueryService.TallyResult, { proposalId: 1n }).tally).toMatchObject({ no: "58000000" });
});

test("params come in groups with decimals as digits", () => {
  const it = govWorld();
  const { tallyParams, votingParams } = it.query(QueryService.Params, { paramsType: "tallying" });
  expect(fromUtf8(tallyParams?.quorum ?? new Uint8Array(0))).toBe("334000000000000000");
  expect(votingParams).toEqual({ votingPeriod: { seconds: 0n, nanos: 0 } });
  expect(it.query(QueryService.Params, { paramsType: "voting" }).votingParams).toEqual({ votingPeriod: { seconds: 2n * DAY, nanos: 0 } });
  expect(it.query(QueryService.Params, { paramsType: "deposit" }).depositParams?.minDeposit).toEqual([stake(10n * MILLION)]);
  expect(() => it.query(QueryService.Params, { paramsType: "other" })).toThrow("unknown params type: other");
});

test("contents that the SDK no longer runs are refused with its codes", () => {
  const it = govWorld();
  const abstract = { title: "A", description: "B" };
  expect(submit(it, undefined)).toBe("gov/5");
  expect(submit(it, { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: new Uint8Array(0) })).toBe("sdk/2");
  expect(submit(it, packAny(TextProposal, { title: " ", description: "B" }))).toBe("gov/5");
  expect(submit(it, packAny(TextProposal, { title: "x".repeat(141), description: "B" }))).toBe("gov/5");
  expect(submit(it, packAny(CommunityPoolSpendProposal, CommunityPoolSpendProposal.create(abstract)))).toBe("gov/6");
  expect(submit(it, packAny(SoftwareUpgradeProposal, SoftwareUpgradeProposal.create(abstract)))).toBe("gov/9");
  expect(submit(it, packAny(ParameterChangeProposal, { ...abstract, changes: [] }))).toBe("params/4");
  const changes = [{ subspace: "staking", key: "MaxValidators", value: "7" }];
  expect(submit(it, packAny(ParameterChangeProposal, { ...abstract, changes }))).toBe("gov/5");
  expect(it.query(QueryService.Proposals, {}).proposals).toEqual([]);
});

test("v1beta1 shows the first message where there is no content, and refuses more than one", () => {
  const it = govWorld();
  const send = sendByGov(it, 4, 1n);
  const id = propose(it, [send]);
  expect(it.query(QueryService.Proposal, { proposalId: id }).proposal?.content).toEqual(send);
  const other = propose(it, [send, send]);
  expect(() => it.query(QueryService.Proposal, { proposalId: other })).toThrow("amount of proposal messages not exactly one");
  expect(() => it.query(QueryService.Proposal, { proposalId: 0n })).toThrow("proposal id can not be 0");
  expect(() => it.query(QueryService.Vote, { proposalId: id, voter: accountOf(1) })).toThrow("not found for proposal: 1");
});

test("genesis carries open proposals over, and they go on", () => {
  const it = govWorld();
  propose(it, [], { initialDeposit: [stake(MILLION)] });
  const id = propose(it, []);
  submit(it, text);
  vote(it, 2, id, YES);
  const types = typesOf(it.modules);
  const exported = JSON.parse(JSON.stringify(exportGovGenesis(types, it.queryContext))) as Json;
  const copy = govWorld({}, { bank: bankWith(it) });
  const parts = { bank: copy.bank, escrow: copy.bank, staking: copy.staking, communityPool: copy.distribution, router: { types: { lookup: () => undefined }, message: () => undefined, query: () => undefined } };
  initGovGenesis(parts, types, copy.ctx, exported);
  expect(exportGovGenesis(types, copy.queryContext)).toEqual(exported);
  expect(proposalOf(copy, 3n)).toEqual(proposalOf(it, 3n));
  copy.nextBlock({ seconds: 3n * DAY });
  copy.nextBlock();
  expect([statusOf(copy, id), statusOf(copy, 3n), heldByGov(copy)]).toEqual(["PASSED", "REJECTED", 0n]);
  expect(() => proposalOf(copy, 1n)).toThrow("doesn't exist");
  expect(copy.broken()).toEqual([]);
});

test("genesis is refused where the account of gov lacks deposits", () => {
  const deposits = [{ proposal_id: "1", depositor: accountOf(3), amount: [stake(5n)] }];
  const proposal = { id: "1", status: "PROPOSAL_STATUS_DEPOSIT_PERIOD", deposit_end_time: "2026-11-21T08:00:00Z", final_tally_result: {} };
  expect(() => govWorld({ starting_proposal_id: "2", proposals: [proposal], deposits })).toThrow("the account of gov holds , deposits are 5ustake");
  expect(() => govWorld({ deposits })).toThrow("there is no proposal 1");
  expect(() => govWorld({ params: { quorum: "2" } })).toThrow("quorom too large");
});

/** Coins of everyone, and what gov holds in a world. */
function bankWith(it: StakingWorld): Json {
  const balances = [1, 2, 3, 4, 5].map((n) => ({ address: accountOf(n), coins: [stake(1_000n * MILLION)] }));
  return { balances: [...balances, { address: govOf(it), coins: [stake(heldByGov(it))] }] };
}
