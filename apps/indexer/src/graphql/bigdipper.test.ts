/** Operations of Big Dipper 2, each by its name there and answered by one of ours. Prices are of no chain, so TokenPrice has none. */
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgVote, QueryService as GovQuery } from "@openledger/messages/cosmos/gov/v1";
import { QueryService as StakingQuery } from "@openledger/messages/cosmos/staking/v1beta1";
import { toHex } from "@openledger/primitives";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { testDatabases } from "../testing/databases.ts";
import { createTestApi, type TestApi } from "../testing/graphql-server.ts";
import { indexChain } from "../testing/indexed-chain.ts";
import { address, beginVoting, by, coin, DENOM, operatorOf, people, prepareVoting, VALIDATORS, type Voting } from "../testing/voting-chain.ts";

describe.each(testDatabases.filter(({ isMissing }) => !isMissing))("on $name", ({ open }) => {
  let database: Database;
  let api: TestApi;
  let voting: Voting;

  beforeAll(async () => {
    voting = beginVoting();
    prepareVoting(voting);
    voting.run([by(0, MsgVote, { proposalId: 1n, voter: address(0), option: 1, metadata: "" }), by(3, MsgSend, { fromAddress: address(3), toAddress: address(4), amount: [coin(7)] })]);
    voting.run([by(4, MsgSend, { fromAddress: address(4), toAddress: address(5), amount: [coin(5)] })]);
    database = await open();
    await indexChain(database, voting.chain);
    api = createTestApi(database);
  }, 60_000);
  afterAll(async () => database?.close());

  type Answer = Awaited<ReturnType<TestApi["ask"]>>;

  /** One operation, without errors. */
  async function one(query: string, variables: object = {}): Promise<Answer> {
    const { data, errors } = await api.ask(query, variables);
    expect(errors).toBeUndefined();
    return data;
  }

  const nodesOf = (connection: Answer): readonly Answer[] => connection.edges.map((edge: Answer) => edge.node);
  const last = (): bigint => voting.chain.height;
  const operator = (n: number): string => operatorOf(people[n] as (typeof people)[number]);

  test("BlocksListener: pages of blocks with proposer, hash, transactions and time", async () => {
    const page = "edges { node { height hash time txCount proposedBy { operator moniker } } } pageInfo { endCursor hasNextPage }";
    const { blocks } = await one(`{ blocks(first: 3) { ${page} } }`);
    expect(nodesOf(blocks).map(({ height, proposedBy }) => [height, proposedBy])).toEqual([0n, 1n, 2n].map((below) => [String(last() - below), { operator: operator(0), moniker: "validator 0" }]));
    const next = await one(`query ($after: String) { blocks(first: 3, after: $after) { ${page} } }`, { after: blocks.pageInfo.endCursor });
    expect(nodesOf(next.blocks)[0].height).toBe(String(last() - 3n));
  });

  test("LatestBlockHeightListener: the head, and every new one without gaps", async () => {
    expect((await one("{ _meta { height hash } }"))._meta.height).toBe(String(last()));
    const response = await api.stream(`subscription { newBlocks(from: ${last()}) { height } }`);
    let sent = "";
    for await (const part of response.body ?? []) {
      sent += new TextDecoder().decode(part);
      if (sent.includes("data:")) break;
    }
    expect(sent).toContain(`"height":"${last()}"`);
  });

  test("BlockDetails: a block with its transactions and who signed it", async () => {
    const { block } = await one(`{ block(height: ${last() - 1n}) { height hash time txCount proposedBy { moniker } txs { edges { node { hash succeeded messages { typeUrl } } } } signatures { flag validator { operator moniker votingPower } } } }`);
    expect([block.txCount, nodesOf(block.txs).length]).toEqual([2, 2]);
    expect(block.signatures.map(({ flag, validator }: Answer) => [flag, validator.operator])).toEqual(Array.from({ length: VALIDATORS }, (_, n) => ["COMMIT", operator(n)]));
  });

  test("Transactions and TransactionsListener: pages of transactions, newest first", async () => {
    const { txs } = await one("{ txs(first: 2) { edges { node { height hash succeeded memo fee messages { typeUrl content } block { time } } } pageInfo { endCursor } } }");
    expect(nodesOf(txs).map(({ height, messages }) => [height, messages[0].typeUrl])).toEqual([[String(last()), MsgSend.typeUrl], [String(last() - 1n), MsgSend.typeUrl]]);
  });

  test("TransactionDetails: a transaction by its hash, with messages, events, fee and failure", async () => {
    const bytes = voting.chain.blocks.at(-1)?.request.txs[0] ?? new Uint8Array();
    const hash = toHex(Uint8Array.from(createHash("sha256").update(bytes).digest()));
    const { tx } = await one("query ($hash: Bytes!) { tx(hash: $hash) { height succeeded code log gasUsed gasWanted fee memo messages { typeUrl content } events { type attributes { key value } } } }", { hash: `0x${hash}` });
    expect(tx).toMatchObject({ height: String(last()), succeeded: true, messages: [{ content: { from_address: address(4), amount: [{ denom: DENOM, amount: "5" }] } }] });
  });

  const BY_ADDRESS = `query ($accounts: [Address!], $types: [String!], $first: Int, $last: Int, $after: String, $order: Order) {
  messages(accounts: $accounts, typeUrls: $types, first: $first, last: $last, after: $after, order: $order) {
    totalCount edges { cursor node { height txIndex index typeUrl tx { hash succeeded } } } pageInfo { endCursor hasNextPage hasPreviousPage }
  }
}`;

  test("GetMessagesByAddress: messages of several types and accounts in one order, page by page", async () => {
    const variables = { accounts: [address(3), address(4), address(0)], types: [MsgSend.typeUrl, MsgVote.typeUrl] };
    const keyOf = ({ height, txIndex, index, typeUrl }: Answer): readonly unknown[] => [height, txIndex, index, typeUrl];
    const expected = [[String(last()), 0, 0, MsgSend.typeUrl], [String(last() - 1n), 1, 0, MsgSend.typeUrl], [String(last() - 1n), 0, 0, MsgVote.typeUrl]];
    const { messages: all } = await one(BY_ADDRESS, { ...variables, first: 10 });
    expect([all.totalCount, nodesOf(all).map(keyOf), all.pageInfo.hasNextPage]).toEqual([3, expected, false]);
    const found: unknown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { messages }: Answer = await one(BY_ADDRESS, { ...variables, first: 1, after });
      found.push(...nodesOf(messages).map(keyOf));
      [after, more] = [messages.pageInfo.endCursor, messages.pageInfo.hasNextPage];
    }
    expect(found).toEqual(expected);
    const { messages: end } = await one(BY_ADDRESS, { ...variables, last: 2 });
    expect([nodesOf(end).map(keyOf), end.pageInfo.hasPreviousPage]).toEqual([expected.slice(1), true]);
    const { messages: oldest } = await one(BY_ADDRESS, { ...variables, first: 3, order: "OLDEST_FIRST" });
    expect(nodesOf(oldest).map(keyOf)).toEqual(expected.toReversed());
    const { messages: everything } = await one(BY_ADDRESS, { accounts: [], types: [], first: 1 });
    expect(everything.totalCount).toBe(voting.chain.blocks.reduce((sum, { request }) => sum + request.txs.length, 0));
    const { errors } = await api.ask(BY_ADDRESS, { accounts: people.map((person) => person.address), types: variables.types });
    expect(errors[0].extensions.code).toBe("LIMIT_EXCEEDED");
  });

  test("MessageTypes: every type that was sent", async () => {
    expect((await one("{ messageTypes }")).messageTypes).toEqual(expect.arrayContaining([MsgSend.typeUrl, MsgVote.typeUrl]));
  });

  test("Validators: the list with stake, commission, jail and uptime, and how much is bonded", async () => {
    const { validators, staking } = await one("{ validators(first: 50) { edges { node { operator moniker status jailed tokens votingPower commissionRate signingInfo { tombstoned } uptime { missed signed } } } } staking { bonded } }");
    expect(nodesOf(validators).map(({ operator: found }) => found).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([0, 1, 2].map(operator).toSorted((a, b) => (a < b ? -1 : 1)));
    expect(BigInt(staking.bonded)).toBe(nodesOf(validators).reduce((sum, { tokens }) => sum + BigInt(tokens), 0n));
  });

  test("ValidatorDetails: LastHundredBlocks, LastSeen, SigningInfos, VotingPowers and Commission of one validator", async () => {
    const { validator } = await one(
      `query ($operator: Address!) { validator(operator: $operator) {
      operator moniker website details status jailed votingPower commissionRate maxCommissionRate maxCommissionChangeRate commissionUpdateTime minSelfDelegation
      uptime(window: 100) { grid { height status } lastSigned missed }
      signingInfo { startHeight jailedUntil tombstoned } slashes { reason burned }
      commissionChanges { height rate } changes(first: 100) { edges { node { height votingPower tokens } } } delegations(first: 5) { edges { node { delegator amount } } }
    } }`,
      { operator: operator(1) },
    );
    expect(validator.uptime.grid.map(({ height }: Answer) => height)).toEqual(Array.from({ length: Number(last()) - 1 }, (_, at) => String(last() - 1n - BigInt(at))));
    expect(validator.uptime.grid.filter(({ status }: Answer) => status === "MISSED").length).toBe(validator.uptime.missed);
    expect(validator).toMatchObject({ uptime: { lastSigned: String(last() - 1n) }, signingInfo: { tombstoned: false, jailedUntil: expect.stringMatching(/^20/) }, slashes: expect.arrayContaining([expect.objectContaining({ reason: "missing_signature" })]) });
    expect(nodesOf(validator.changes).map(({ votingPower }) => votingPower)).toContain("0");
    expect(nodesOf(validator.changes)[0].votingPower).toBe(validator.votingPower);
  });

  test("ActiveValidatorCount and OnlineVotingPower: who is bonded, and the stake that is not in jail", async () => {
    const { staking, validators } = await one("{ staking { bonded online validators } validators(status: BONDED) { totalCount edges { node { tokens jailed } } } }");
    expect([staking.validators, validators.totalCount]).toEqual([VALIDATORS, VALIDATORS]);
    expect(BigInt(staking.online)).toBe(nodesOf(validators).reduce((sum, { tokens, jailed }) => (jailed ? sum : sum + BigInt(tokens)), 0n));
  });

  test("AverageBlockTime: the mean of the newest blocks", async () => {
    const times = voting.chain.blocks.map(({ request }) => request.time);
    const mean = Number(((times.at(-1) ?? 0n) - (times[0] ?? 0n)) / BigInt(times.length - 1)) / 1e6;
    expect((await one("{ averageBlockTimeMs }")).averageBlockTimeMs).toBeCloseTo(mean, 2);
  });

  test("ChainId: which chain this is", async () => {
    expect((await one("{ _meta { chainId genesisHash } }"))._meta.chainId).toBe(voting.chain.chainId);
  });

  test("Params: staking, slashing, minting, distribution and governance in one answer", async () => {
    const { params } = await one("{ params { module params changedHeight } }");
    const of = (name: string): Answer => params.find(({ module }: Answer) => module === name).params;
    const node = voting.chain.query(StakingQuery.Params, {}).params;
    expect(of("staking")).toMatchObject({ bond_denom: node?.bondDenom, max_validators: node?.maxValidators });
    expect([of("slashing").signed_blocks_window, of("mint").mint_denom, of("distribution").community_tax, of("gov").voting_period]).toEqual(["3", DENOM, expect.stringMatching(/^0\./), "600s"]);
  });

  test("Proposals: pages of proposals by status", async () => {
    const { proposals } = await one("{ proposals(first: 10, status: VOTING_PERIOD) { totalCount edges { node { proposalId title status submitTime votingStartTime votingEndTime } } } }");
    expect(nodesOf(proposals).map(({ proposalId }) => proposalId)).toEqual(["2", "1"]);
  });

  test("ProposalDetails, ProposalDetailsTally, ProposalDetailsDeposits, ProposalDetailsVotes and quorum: one proposal in one answer", async () => {
    const { proposal } = await one("{ proposal(id: 1) { title summary proposer messageTypes submitTime depositEndTime totalDeposit tally { yes no abstain noWithVeto bonded turnout quorum hasQuorum } deposits { edges { node { depositor amount tx { hash } } } } votes { edges { node { voter options tx { hash } } } } } }");
    const { tally } = voting.chain.query(GovQuery.TallyResult, { proposalId: 1n });
    expect([proposal.tally.yes, proposal.tally.quorum]).toEqual([tally?.yesCount, "334000000000000000"]);
    expect(nodesOf(proposal.deposits).map(({ depositor, amount }) => [depositor, amount])).toEqual([[address(6), `2000${DENOM}`], [address(4), `900${DENOM}`]]);
    expect(nodesOf(proposal.votes).map(({ voter, options }) => [voter, options])).toEqual([[address(0), [{ option: "YES", weight: "1.000000000000000000" }]]]);
  });

  test("Tokenomics: supply, what is bonded and what unbonds", async () => {
    const { supply, staking } = await one("{ supply { denom amount } staking { bonded unbonding } }");
    expect(supply).toEqual([{ denom: DENOM, amount: expect.stringMatching(/^\d+$/) }]);
    expect([BigInt(staking.bonded) > 0n, staking.unbonding]).toEqual([true, "0"]);
  });
});
