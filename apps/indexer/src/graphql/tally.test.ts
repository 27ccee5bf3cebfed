import { MsgVote, MsgVoteWeighted, ProposalStatus, QueryService } from "@openledger/messages/cosmos/gov/v1";
import { MsgBeginRedelegate, MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { assertDefined } from "@openledger/primitives";
import { createRandom } from "@openledger/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { Database } from "../db/database.ts";
import { testDatabases } from "../testing/databases.ts";
import { createTestApi, type TestApi } from "../testing/graphql-server.ts";
import { indexChain } from "../testing/indexed-chain.ts";
import { address, beginVoting, by, coin, crypto, DENOM, operatorOf, people, PEOPLE, prepareVoting, propose, VALIDATORS, type Voting } from "../testing/voting-chain.ts";

const OPTIONS = [1, 2, 3, 4] as const;

describe.each(testDatabases.filter(({ isMissing }) => !isMissing))("on $name", ({ open }) => {
  let database: Database;
  let api: TestApi;
  let voting: Voting;
  let reached: Checkpoint;

  beforeAll(async () => {
    voting = beginVoting();
    prepareVoting(voting);
    database = await open();
    reached = await indexChain(database, voting.chain);
    api = createTestApi(database);
  }, 60_000);
  afterAll(async () => database?.close());

  const TALLY = "tally { isFinal yes abstain no noWithVeto voted bonded turnout quorum threshold vetoThreshold hasQuorum passes }";

  /** Null for a proposal without a vote. */
  async function tallies(): Promise<ReadonlyMap<bigint, Record<string, unknown> | null>> {
    const { data, errors } = await api.ask(`{ proposals { edges { node { proposalId status ${TALLY} } } } }`);
    expect(errors).toBeUndefined();
    return new Map(data.proposals.edges.map(({ node }: { node: { proposalId: string; tally: Record<string, unknown> | null } }) => [BigInt(node.proposalId), node.tally]));
  }

  /** The index's open tallies and the node's, which must be the same text for text. */
  async function compare(): Promise<void> {
    reached = await indexChain(database, voting.chain, reached);
    const found = await tallies();
    for (const { id } of voting.chain.query(QueryService.Proposals, {}).proposals) {
      const { tally } = voting.chain.query(QueryService.TallyResult, { proposalId: id });
      const counted = found.get(id);
      if (counted === null) continue;
      const { yes, abstain, no, noWithVeto } = counted ?? {};
      expect([voting.chain.height, id, yes, abstain, no, noWithVeto]).toEqual([voting.chain.height, id, tally?.yesCount, tally?.abstainCount, tally?.noCount, tally?.noWithVetoCount]);
    }
  }

  test("while people vote, vote anew, split their vote and move their stakes, each tally is the node's to the unit", async () => {
    const random = createRandom(crypto.sha256, "votes");
    await compare();
    for (let block = 0; block < 12; block++) {
      const person = (): number => random.below(PEOPLE);
      const voters = [...new Set(Array.from({ length: 4 }, person))];
      voting.run(voters.map((n) => randomAct(random, n, 1n + BigInt(random.below(2)))), { mayFail: true });
      await compare();
    }
    const found = await tallies();
    const { yes, abstain, no, noWithVeto } = found.get(1n) ?? {};
    for (const units of [yes, abstain, no, noWithVeto]) expect(BigInt(String(units))).toBeGreaterThan(0n);
    const slashed = reachedShares();
    expect(slashed.some(({ tokens, shares }) => BigInt(tokens) * 10n ** 18n !== BigInt(shares))).toBe(true);
  });

  function reachedShares(): readonly { readonly tokens: string; readonly shares: string }[] {
    const state = voting.chain.machine.exportAppState() as { readonly staking: { readonly validators: readonly { readonly tokens: string; readonly delegator_shares: string; readonly status: unknown }[] } };
    return state.staking.validators.filter(({ status }) => status === "BOND_STATUS_BONDED").map(({ tokens, delegator_shares }) => ({ tokens, shares: delegator_shares.replace(".", "") }));
  }

  function randomAct(random: ReturnType<typeof createRandom>, n: number, proposalId: bigint): readonly [number, Any] {
    const operators = people.slice(0, VALIDATORS).map(operatorOf);
    const operator = random.pick(operators) ?? "";
    switch (random.below(8)) {
      case 0:
        return by(n, MsgUndelegate, { delegatorAddress: address(n), validatorAddress: operator, amount: coin(1 + random.below(99_999)) });
      case 1:
        return by(n, MsgBeginRedelegate, { delegatorAddress: address(n), validatorSrcAddress: operator, validatorDstAddress: operators[(operators.indexOf(operator) + 1) % VALIDATORS] ?? "", amount: coin(1 + random.below(99_999)) });
      case 2:
        return by(n, MsgDelegate, { delegatorAddress: address(n), validatorAddress: operator, amount: coin(1 + random.below(99_999)) });
      case 3:
      case 4:
        return by(n, MsgVoteWeighted, { proposalId, voter: address(n), metadata: "", options: [
          { option: 1, weight: "0.333333333333333333" }, { option: 2, weight: "0.1" }, { option: 3, weight: "0.5" }, { option: 4, weight: "0.066666666666666667" },
        ] });
      default:
        return by(n, MsgVote, { proposalId, voter: address(n), option: random.pick([...OPTIONS]) ?? 1, metadata: "" });
    }
  }

  test("an expedited proposal that does not pass is voted on anew, and only new votes count", async () => {
    voting.run([], { seconds: 300n });
    await compare();
    const { proposal } = voting.chain.query(QueryService.Proposal, { proposalId: 2n });
    expect([proposal?.expedited, proposal?.status]).toEqual([false, ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD]);
    const open = (await tallies()).get(2n);
    expect(open).toMatchObject({ isFinal: false, yes: "0", no: "0", abstain: "0", noWithVeto: "0", voted: "0", passes: false });
    voting.run([by(7, MsgVote, { proposalId: 2n, voter: address(7), option: 1, metadata: "" })]);
    await compare();
    expect(BigInt(String((await tallies()).get(2n)?.["yes"]))).toBeGreaterThan(0n);
  });

  test("a tally says by which terms it decides, and a final one keeps the terms and the stakes of its time", async () => {
    voting.run(people.slice(0, VALIDATORS).map((_, n) => by(n, MsgVote, { proposalId: 1n, voter: address(n), option: 1, metadata: "" })));
    await compare();
    const before = (await tallies()).get(1n);
    const { params } = voting.chain.query(QueryService.Params, {});
    expect(before).toMatchObject({ isFinal: false, quorum: params?.quorum.replace("0.", ""), threshold: params?.threshold.replace("0.", ""), vetoThreshold: params?.vetoThreshold.replace("0.", ""), hasQuorum: true });
    voting.run([], { seconds: 600n });
    await compare();
    const after = (await tallies()).get(1n);
    const { proposal } = voting.chain.query(QueryService.Proposal, { proposalId: 1n });
    expect(after).toMatchObject({ isFinal: true, bonded: before?.["bonded"], yes: before?.["yes"], passes: proposal?.status === ProposalStatus.PROPOSAL_STATUS_PASSED });
    voting.run([by(8, MsgDelegate, { delegatorAddress: address(8), validatorAddress: operatorOf(assertDefined(people[0], "a validator")), amount: coin(5_000_000) })]);
    await compare();
    expect((await tallies()).get(1n)).toEqual(after);
  });

  test("a proposal that waits for deposits has no tally", async () => {
    voting.run([propose(9, false)]);
    await compare();
    const { data } = await api.ask("{ proposal(id: 3) { status tally { yes } deposits { edges { node { depositor amount } } } totalDeposit } }");
    expect(data.proposal).toEqual({ status: "DEPOSIT_PERIOD", tally: null, deposits: { edges: [{ node: { depositor: address(9), amount: `900${DENOM}` } }] }, totalDeposit: `900${DENOM}` });
  });
});
