import { createNodeCrypto } from "@openledger/crypto";
import type { DeepPartial, MessageCodec } from "@openledger/messages";
import { MsgDeposit, MsgSubmitProposal, MsgVote, MsgVoteWeighted, ProposalStatus, QueryService } from "@openledger/messages/cosmos/gov/v1";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { MsgBeginRedelegate, MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { addressFromBytes, addressToBytes, assertDefined } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import { createAccounts, createRandom, createSimulatedChain, signTx, toAny, type SimulatedAccount, type SimulatedChain } from "@openledger/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { Database } from "../db/database.ts";
import { indexChain } from "../testing/indexed-chain.ts";
import { testDatabases } from "../testing/databases.ts";
import { createTestApi, type TestApi } from "../testing/graphql-server.ts";

const crypto = createNodeCrypto();
const DENOM = "uopen";
const PEOPLE = 12;
const VALIDATORS = 3;
const OPTIONS = [1, 2, 3, 4] as const;

const people = createAccounts(crypto, PEOPLE);
const keyOf = (n: number): Uint8Array => crypto.sha256(Uint8Array.of(n));
const consensusAddress = (n: number): Uint8Array => crypto.sha256(keyOf(n)).slice(0, 20);
const operatorOf = ({ address }: SimulatedAccount): string => addressFromBytes("openvaloper", addressToBytes("open", address));
const coin = (amount: number) => ({ denom: DENOM, amount: String(amount) });

type Stored = { readonly [key: string]: Json };

/** A chain whose people sign one transaction after the other. */
interface Voting {
  readonly chain: SimulatedChain;
  /** Runs a block of messages by person; every one must succeed unless `mayFail`. */
  run(messages: readonly (readonly [person: number, message: Any])[], options?: { readonly seconds?: bigint; readonly absent?: number; readonly mayFail?: boolean }): void;
}

function beginVoting(): Voting {
  const accounts = people.map(({ address }) => ({ address, coins: [{ denom: DENOM, amount: 10_000_000_000n }] }));
  const validators = people.slice(0, VALIDATORS).map((person, n) => ({ publicKey: keyOf(n), power: BigInt(20 + n), name: `validator ${n}`, operator: person.address }));
  const appState = {
    slashing: { params: { signed_blocks_window: "3", downtime_jail_duration: "1s", slash_fraction_downtime: "0.013" } },
    gov: { params: { min_deposit: [coin(1_000)], expedited_min_deposit: [coin(2_000)], voting_period: "600s", expedited_voting_period: "300s" } },
  };
  const chainId = "openledger-votes-1";
  const { app_state: state } = JSON.parse(createSimulatedChain({ crypto, accounts, validators, chainId }).genesisText) as { readonly app_state: { readonly staking: Stored; readonly bank: Stored } };
  const staking = { ...state.staking, valset_source: "staking" };
  const chain = createSimulatedChain({ crypto, accounts, validators, chainId, appState: { ...appState, staking, bank: { balances: state.bank["balances"] ?? [] } } });
  const sequences = people.map(() => 0n);
  return {
    chain,
    run(messages, { seconds = 5n, absent = -1, mayFail = false } = {}) {
      const txs = messages.map(([n, message]) => {
        const sequence = sequences[n] ?? 0n;
        sequences[n] = sequence + 1n;
        return signTx(crypto, assertDefined(people[n], "there are people"), [message], { chainId, sequence, gasLimit: 5_000_000n, fee: undefined });
      });
      const votes = validators.map((_, n) => ({ address: consensusAddress(n), power: 20n, signed: n !== absent }));
      const { response } = chain.runBlock(txs, seconds, { proposer: consensusAddress(0), votes: chain.height === 0n ? [] : votes });
      for (const { log } of response.txResults) if (log !== "" && !mayFail) throw new Error(`block ${chain.height}: ${log}`);
    },
  };
}

function by<Message extends object>(person: number, codec: MessageCodec<Message>, message: DeepPartial<Message>): readonly [number, Any] {
  return [person, toAny(codec, message)];
}

const address = (n: number): string => people[n]?.address ?? "";

function propose(person: number, expedited: boolean): readonly [number, Any] {
  const texts = { metadata: "nothing to run", title: "Say so", summary: "Nothing happens" };
  return by(person, MsgSubmitProposal, { messages: [], proposer: address(person), expedited, initialDeposit: [coin(900)], ...texts });
}

/** Stakes of odd sizes, a validator that was slashed and came back, and proposals with open votes. */
function prepare(voting: Voting): void {
  const random = createRandom(crypto.sha256, "stakes to vote with");
  voting.run([]);
  for (let block = 0; block < 4; block++) {
    const stakers = people.slice(VALIDATORS).map((person, at) => by(at + VALIDATORS, MsgDelegate, {
      delegatorAddress: person.address, validatorAddress: operatorOf(people[random.below(VALIDATORS)] ?? person), amount: coin(1 + random.below(9_999_999)),
    }));
    voting.run(stakers, { absent: 1 });
  }
  voting.run([], { absent: 1 });
  voting.run([by(1, MsgUnjail, { validatorAddr: operatorOf(people[1] ?? assertDefined(people[0], "there are people")) })], { seconds: 60n });
  voting.run([propose(4, false), propose(5, true), by(0, MsgDelegate, { delegatorAddress: address(0), validatorAddress: operatorOf(assertDefined(people[1], "a validator")), amount: coin(777_777) })]);
  voting.run([1n, 2n].map((proposalId) => by(6, MsgDeposit, { proposalId, depositor: address(6), amount: [coin(2_000)] })));
}

let database: Database;
let api: TestApi;
let voting: Voting;
let reached: Checkpoint;

beforeAll(async () => {
  voting = beginVoting();
  prepare(voting);
  database = await (testDatabases[0]?.open() ?? Promise.reject(new Error("there is an embedded database")));
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
