import { packAny } from "@openledger/messages";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import {
  MsgCancelProposal,
  MsgDeposit,
  MsgExecLegacyContent,
  MsgSubmitProposal,
  MsgUpdateParams,
  MsgVote,
  MsgVoteWeighted,
  QueryService,
} from "@openledger/messages/cosmos/gov/v1";
import { MsgCommunityPoolSpend, MsgFundCommunityPool, QueryService as DistributionQuery } from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgDelegate, MsgUpdateParams as MsgUpdateStakingParams } from "@openledger/messages/cosmos/staking/v1beta1";
import { describe, expect, test } from "vitest";
import { accountOf, operatorOf, stake } from "../support/staking-world.fixture.ts";
import { defaultStakingParams } from "../staking/params.ts";
import {
  ABSTAIN,
  balanceOf,
  DAY,
  govOf,
  govWorld,
  heldByGov,
  MILLION,
  NO,
  proposalOf,
  propose,
  sendByGov,
  statusOf,
  VETO,
  vote,
  YES,
} from "./gov.fixture.ts";
import { defaultGovParams } from "./params.ts";

const START = 1_000n * MILLION;

describe("proposals", () => {
  test("a passed proposal moves gov's coins, and deposits come back", () => {
    const it = govWorld();
    it.deliver(MsgSend, { fromAddress: accountOf(5), toAddress: govOf(it), amount: [stake(777n)] });
    const id = propose(it, [sendByGov(it, 4, 777n)]);
    expect(statusOf(it, id)).toBe("VOTING_PERIOD");
    expect(heldByGov(it)).toBe(10n * MILLION + 777n);
    vote(it, 2, id, YES);
    it.nextBlock({ seconds: 2n * DAY - 1n });
    expect(statusOf(it, id)).toBe("VOTING_PERIOD");
    it.events.length = 0;
    it.nextBlock({ seconds: 1n });
    it.nextBlock();
    expect(statusOf(it, id)).toBe("PASSED");
    expect(proposalOf(it, id).finalTallyResult).toEqual({ yesCount: "60000000", abstainCount: "0", noCount: "0", noWithVetoCount: "0" });
    expect([balanceOf(it, 3), balanceOf(it, 4), heldByGov(it)]).toEqual([START, START + 777n, 0n]);
    const decided = it.events.find(({ type }) => type === "active_proposal");
    expect(decided?.attributes.map(({ value }) => value)).toEqual(["1", "proposal_passed", "passed"]);
    expect(it.query(QueryService.Votes, { proposalId: id }).votes).toEqual([]);
    expect(it.broken()).toEqual([]);
  });

  test("if one message fails, none has effect and the proposal says why", () => {
    const it = govWorld();
    it.deliver(MsgSend, { fromAddress: accountOf(5), toAddress: govOf(it), amount: [stake(500n)] });
    const id = propose(it, [sendByGov(it, 4, 500n), sendByGov(it, 4, 1n)]);
    vote(it, 2, id, YES);
    it.nextBlock({ seconds: 2n * DAY });
    it.events.length = 0;
    it.nextBlock();
    expect(statusOf(it, id)).toBe("FAILED");
    expect(proposalOf(it, id).failedReason).toBe("spendable balance 0ustake is smaller than 1ustake: insufficient funds");
    expect([heldByGov(it), balanceOf(it, 4)]).toEqual([500n, START]);
    expect(it.events.find(({ type }) => type === "active_proposal")?.attributes[2]?.value).toContain("passed, but msg 1 (/cosmos.bank.v1beta1.MsgSend) failed");
    expect(it.broken()).toEqual([]);
  });

  test("a proposal cannot spend what others have deposited", () => {
    const it = govWorld();
    const id = propose(it, [sendByGov(it, 4, 1n)]);
    it.nextBlock({ seconds: DAY });
    propose(it, []);
    vote(it, 2, id, YES);
    it.nextBlock({ seconds: DAY });
    it.nextBlock();
    expect(statusOf(it, id)).toBe("FAILED");
    expect(proposalOf(it, id).failedReason).toContain("spendable balance 0ustake is smaller than 1ustake");
    expect(heldByGov(it)).toBe(10n * MILLION);
    it.nextBlock({ seconds: 2n * DAY });
    it.nextBlock();
    expect([heldByGov(it), balanceOf(it, 3)]).toEqual([0n, START]);
  });

  test("governance changes params of modules and spends the community pool", () => {
    const it = govWorld();
    it.deliver(MsgFundCommunityPool, { depositor: accountOf(5), amount: [stake(1_000n)] });
    const params = { ...defaultStakingParams("ustake"), maxValidators: 7 };
    const id = propose(it, [
      packAny(MsgUpdateStakingParams, { authority: govOf(it), params }),
      packAny(MsgCommunityPoolSpend, { authority: govOf(it), recipient: accountOf(4), amount: [stake(900n)] }),
      packAny(MsgUpdateParams, { authority: govOf(it), params: { ...defaultGovParams("ustake"), quorum: "0.1" } }),
    ]);
    vote(it, 2, id, YES);
    it.nextBlock({ seconds: 2n * DAY });
    it.nextBlock();
    expect([statusOf(it, id), proposalOf(it, id).failedReason]).toEqual(["PASSED", ""]);
    expect(it.staking.params(it.ctx).maxValidators).toBe(7);
    expect(it.query(QueryService.Params, {}).params?.quorum).toBe("0.1");
    expect(balanceOf(it, 4)).toBe(START + 900n);
    expect(it.query(DistributionQuery.CommunityPool, {}).pool).toEqual([stake(100n * 10n ** 18n)]);
    expect(it.broken()).toEqual([]);
  });

  test("one without enough deposits is dropped at the end of its period, and deposits come back or burn", () => {
    for (const burns of [false, true]) {
      const it = govWorld({ params: { burn_proposal_deposit_prevote: burns } });
      const id = propose(it, [], { initialDeposit: [stake(MILLION)] });
      expect(statusOf(it, id)).toBe("DEPOSIT_PERIOD");
      expect(it.attempt(MsgVote, { proposalId: id, voter: accountOf(2), option: YES })).toBe("gov/3");
      it.nextBlock({ seconds: 2n * DAY });
      it.events.length = 0;
      it.nextBlock();
      expect(it.events.find(({ type }) => type === "inactive_proposal")?.attributes.map(({ value }) => value)).toEqual(["1", "proposal_dropped"]);
      expect(() => proposalOf(it, id)).toThrow("proposal 1 doesn't exist");
      expect([balanceOf(it, 3), heldByGov(it)]).toEqual([burns ? START - MILLION : START, 0n]);
      expect(it.broken()).toEqual([]);
    }
  });

  test("deposits of several people open the vote", () => {
    const it = govWorld();
    const id = propose(it, [], { initialDeposit: [stake(MILLION)] });
    it.events.length = 0;
    it.deliver(MsgDeposit, { proposalId: id, depositor: accountOf(4), amount: [stake(9n * MILLION)] });
    expect(it.events.map(({ type }) => type)).toEqual(["coin_spent", "coin_received", "transfer", "message", "proposal_deposit", "proposal_deposit"]);
    expect(it.events.at(-1)?.attributes).toEqual([{ key: "voting_period_start", value: "1" }]);
    expect(statusOf(it, id)).toBe("VOTING_PERIOD");
    expect(it.query(QueryService.Deposits, { proposalId: id }).deposits).toHaveLength(2);
    expect(it.query(QueryService.Proposals, { depositor: accountOf(4) }).proposals).toHaveLength(1);
    expect(it.query(QueryService.Proposals, { depositor: accountOf(5) }).proposals).toHaveLength(0);
    expect(it.query(QueryService.Proposals, { proposalStatus: 1 }).proposals).toHaveLength(0);
  });

  test("a proposer cancels for half of all deposits", () => {
    const it = govWorld();
    const id = propose(it, [], { initialDeposit: [stake(10n * MILLION + 1n)] });
    vote(it, 1, id, YES);
    expect(it.attempt(MsgCancelProposal, { proposalId: id, proposer: accountOf(4) })).toBe("gov/18");
    expect(it.attempt(MsgCancelProposal, { proposalId: 9n, proposer: accountOf(4) })).toBe("undefined/1");
    const response = it.deliver(MsgCancelProposal, { proposalId: id, proposer: accountOf(3) });
    expect(response).toMatchObject({ proposalId: id, canceledHeight: 2n });
    expect([balanceOf(it, 3), heldByGov(it)]).toEqual([START - 5n * MILLION, 0n]);
    expect(() => proposalOf(it, id)).toThrow("proposal 1 doesn't exist");
    it.nextBlock({ seconds: 3n * DAY });
    it.nextBlock();
    expect(it.broken()).toEqual([]);
  });

  test("what a canceled proposal forfeits can go to the community pool", () => {
    const probe = govWorld();
    const dest = probe.bank.moduleAddress(probe.ctx, "distribution");
    const it = govWorld({ params: { proposal_cancel_dest: dest } });
    const id = propose(it, []);
    it.deliver(MsgCancelProposal, { proposalId: id, proposer: accountOf(3) });
    expect(it.query(DistributionQuery.CommunityPool, {}).pool).toEqual([stake(5n * MILLION * 10n ** 18n)]);
    expect(it.broken()).toEqual([]);
  });
});

describe("the tally", () => {
  const decide = (votes: readonly (readonly [number, number])[], change = {}): string => {
    const it = govWorld();
    const id = propose(it, [], change);
    for (const [n, option] of votes) vote(it, n, id, option);
    it.nextBlock({ seconds: 2n * DAY });
    it.nextBlock();
    expect(it.broken()).toEqual([]);
    return `${statusOf(it, id)} ${balanceOf(it, 3) === START ? "refunded" : "burned"}`;
  };

  test("follows quorum, threshold and veto", () => {
    expect(decide([])).toBe("REJECTED refunded");
    expect(decide([[1, YES]])).toBe("PASSED refunded");
    expect(decide([[2, ABSTAIN]])).toBe("REJECTED refunded");
    expect(decide([[1, YES], [2, ABSTAIN]])).toBe("PASSED refunded");
    expect(decide([[1, YES], [2, NO]])).toBe("REJECTED refunded");
    expect(decide([[1, VETO], [2, YES]])).toBe("REJECTED burned");
  });

  test("a delegator's vote counts for the delegator alone, and weights split it", () => {
    const it = govWorld();
    it.deliver(MsgDelegate, { delegatorAddress: accountOf(4), validatorAddress: operatorOf(1), amount: stake(30n * MILLION) });
    const id = propose(it, []);
    vote(it, 1, id, YES);
    const options = [
      { option: NO, weight: "0.7" },
      { option: ABSTAIN, weight: "0.300000000000000000" },
    ];
    it.deliver(MsgVoteWeighted, { proposalId: id, voter: accountOf(4), options });
    const expected = { yesCount: "40000000", abstainCount: "9000000", noCount: "21000000", noWithVetoCount: "0" };
    expect(it.query(QueryService.TallyResult, { proposalId: id }).tally).toEqual(expected);
    expect(proposalOf(it, id).finalTallyResult?.yesCount).toBe("0");
    // A second vote replaces the first, and who has no stake counts for nothing.
    vote(it, 4, id, YES);
    vote(it, 5, id, NO);
    expect(it.query(QueryService.TallyResult, { proposalId: id }).tally).toMatchObject({ yesCount: "70000000", noCount: "0" });
    it.nextBlock({ seconds: 2n * DAY });
    it.nextBlock();
    expect(statusOf(it, id)).toBe("PASSED");
  });

  test("an expedited proposal needs two thirds, and otherwise becomes a regular one", () => {
    const it = govWorld();
    const id = propose(it, [], { expedited: true, initialDeposit: [stake(50n * MILLION)] });
    vote(it, 1, id, NO);
    vote(it, 2, id, YES);
    it.nextBlock({ seconds: DAY });
    it.events.length = 0;
    it.nextBlock();
    expect(it.events.find(({ type }) => type === "active_proposal")?.attributes[1]?.value).toBe("expedited_proposal_rejected");
    expect([statusOf(it, id), proposalOf(it, id).expedited, heldByGov(it)]).toEqual(["VOTING_PERIOD", false, 50n * MILLION]);
    vote(it, 2, id, YES);
    it.nextBlock({ seconds: DAY });
    it.nextBlock();
    expect([statusOf(it, id), balanceOf(it, 3)]).toEqual(["PASSED", START]);
    expect(it.broken()).toEqual([]);
  });
});

describe("refusals", () => {
  const base = { initialDeposit: [stake(10n * MILLION)], proposer: accountOf(3), title: "Title", summary: "Summary", metadata: "text" };

  test.each([
    ["no title", { title: "" }, "sdk/18"],
    ["no summary", { summary: "" }, "sdk/18"],
    ["a proposer that is no address", { proposer: "open1x" }, "sdk/7"],
    ["neither messages nor metadata", { metadata: "" }, "gov/11"],
    ["metadata with another title", { metadata: JSON.stringify({ title: "Other", summary: "Summary" }) }, "gov/5"],
    ["metadata with another summary", { metadata: JSON.stringify({ title: "Title", Summary: "" }) }, "gov/5"],
    ["metadata in the recommended form", { metadata: JSON.stringify({ title: "Title", summary: "Summary", authors: ["a"] }) }, "ok"],
    ["metadata of another kind", { metadata: '{"title": 7}' }, "ok"],
    ["long metadata", { metadata: "x".repeat(256) }, "gov/15"],
    ["a long title", { title: "x".repeat(256) }, "gov/15"],
    ["a long summary", { summary: "x".repeat(10_201) }, "gov/22"],
    ["a deposit of nothing", { initialDeposit: [] }, "gov/16"],
    ["a tiny deposit", { initialDeposit: [stake(99_999n)] }, "gov/16"],
    ["a deposit of zero", { initialDeposit: [stake(0n)] }, "sdk/10"],
    ["a deposit of another denom", { initialDeposit: [{ denom: "uother", amount: "5" }] }, "gov/23"],
    ["a deposit that is no number", { initialDeposit: [{ denom: "ustake", amount: "x" }] }, "sdk/2"],
    ["more than one has", { initialDeposit: [stake(2n * START)] }, "sdk/5"],
    ["a message that others sign", { messages: [packAny(MsgSend, { fromAddress: accountOf(4), toAddress: accountOf(3), amount: [] })] }, "gov/13"],
    ["an unknown message", { messages: [{ typeUrl: "/foo.Bar", value: new Uint8Array(0) }] }, "sdk/2"],
    ["a content that nobody handles", { messages: "legacy" }, "gov/5"],
  ] as const)("a proposal with %s", (_, change, expected) => {
    const it = govWorld();
    const legacy = packAny(MsgExecLegacyContent, { authority: govOf(it), content: undefined });
    const { messages = [], ...rest } = change as { readonly messages?: readonly [] | "legacy" };
    expect(it.attempt(MsgSubmitProposal, { ...base, ...rest, messages: messages === "legacy" ? [legacy] : messages })).toBe(expected);
  });

  test("a share of the first deposit can be demanded", () => {
    const it = govWorld({ params: { min_initial_deposit_ratio: "0.25" } });
    expect(it.attempt(MsgSubmitProposal, { ...base, initialDeposit: [stake(2_499_999n)] })).toBe("gov/16");
    expect(it.attempt(MsgSubmitProposal, { ...base, initialDeposit: [stake(2_500_000n)] })).toBe("ok");
    expect(it.attempt(MsgSubmitProposal, { ...base, initialDeposit: [stake(2_500_000n)], expedited: true })).toBe("gov/16");
  });

  test("votes that make no sense", () => {
    const it = govWorld();
    const id = propose(it, []);
    const weighted = (...options: readonly (readonly [number, string])[]): string =>
      it.attempt(MsgVoteWeighted, { proposalId: id, voter: accountOf(1), options: options.map(([option, weight]) => ({ option, weight })) });
    expect(it.attempt(MsgVote, { proposalId: id, voter: accountOf(1), option: 0 })).toBe("gov/7");
    expect(it.attempt(MsgVote, { proposalId: id, voter: accountOf(1), option: 9 })).toBe("gov/7");
    expect(it.attempt(MsgVote, { proposalId: 7n, voter: accountOf(1), option: YES })).toBe("gov/3");
    expect(it.attempt(MsgVote, { proposalId: id, voter: "x", option: YES })).toBe("sdk/7");
    expect(it.attempt(MsgVote, { proposalId: id, voter: accountOf(1), option: YES, metadata: "x".repeat(256) })).toBe("gov/15");
    expect(weighted()).toBe("sdk/18");
    expect(weighted([YES, "0.5"])).toBe("gov/7");
    expect(weighted([YES, "0.5"], [YES, "0.5"])).toBe("gov/7");
    expect(weighted([YES, "1"], [NO, "0.1"])).toBe("gov/7");
    expect(weighted([YES, "1.5"], [NO, "-0.5"])).toBe("gov/7");
    expect(weighted([YES, "half"])).toBe("gov/7");
    expect(weighted([YES, "0.5"], [NO, "0.5"])).toBe("ok");
  });

  test("only governance changes its params, and only to ones that make sense", () => {
    const it = govWorld();
    const params = defaultGovParams("ustake");
    expect(it.attempt(MsgUpdateParams, { authority: accountOf(1), params })).toBe("gov/13");
    for (const change of [
      { minDeposit: [] },
      { expeditedMinDeposit: params.minDeposit },
      { quorum: "1.1" },
      { threshold: "0" },
      { expeditedThreshold: "0.5" },
      { vetoThreshold: "" },
      { votingPeriod: undefined },
      { expeditedVotingPeriod: params.votingPeriod },
      { maxDepositPeriod: { seconds: 0n, nanos: 0 } },
      { minInitialDepositRatio: "-1" },
      { proposalCancelRatio: "2" },
      { proposalCancelDest: "somewhere" },
      { minDepositRatio: "" },
    ]) {
      expect(it.attempt(MsgUpdateParams, { authority: govOf(it), params: { ...params, ...change } })).toBe("undefined/1");
    }
    expect(it.attempt(MsgUpdateParams, { authority: govOf(it), params })).toBe("ok");
  });
});
