/** What people wait for survives the export of a chain: lineage, a freeze, an incident, a dispute, external value, sessions. */
import type { EncodeObject, GeneratedType } from "@cosmjs/proto-signing";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { contentTree } from "@openledger/attribution";
import { packAny, type MessageCodec, type MethodDefinition } from "@openledger/messages";
import { MsgSubmitProposal, MsgVote, VoteOption } from "@openledger/messages/cosmos/gov/v1";
import { MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import {
  IncidentState,
  MsgDecideIncident,
  MsgReportIncident,
  MsgRespond,
  QueryService as AccountabilityQuery,
  Reason,
  Role,
} from "@openledger/messages/openledger/accountability/v1";
import {
  DisputeRemedy,
  MsgAnswerDispute,
  MsgContribute,
  MsgCreateDatanet,
  MsgDispute,
  MsgFreezeVersion,
  MsgReview,
  QueryService as DatanetQuery,
} from "@openledger/messages/openledger/datanet/v1";
import { MsgGateDeposit, QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import { MsgCloseSession, MsgCreateOffer, MsgOpenSession, QueryService as MarketQuery, SessionState } from "@openledger/messages/openledger/market/v1";
import { MsgPublishModel, QueryService as ModelQuery } from "@openledger/messages/openledger/model/v1";
import { addressFromBytes, addressToBytes, toUtf8, unixNanos } from "@openledger/primitives";
import type { Event, Json, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { blockRequest, createWallets, crypto, execute, GENESIS_TIME, registry, runBlock, signTx, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { defaultGenesis } from "./default-genesis.ts";
import { parseGenesis } from "./genesis.ts";

const [alice, bob, carol] = (await createWallets(3)) as [Wallet, Wallet, Wallet];
const wallets: readonly Wallet[] = [alice, bob, carol];
const gov = addressFromBytes("open", crypto.sha256(toUtf8("gov")).slice(0, 20));
const key = secp256k1.getPublicKey(new Uint8Array(32).fill(21), true);
const HOUR = 3_600_000_000_000n;

function message<T extends object>(codec: MessageCodec<T>, value: Parameters<MessageCodec<T>["fromPartial"]>[0]): EncodeObject {
  registry.register(codec.typeUrl, codec as unknown as GeneratedType);
  return { typeUrl: codec.typeUrl, value: codec.fromPartial(value) };
}

const APP_STATE = {
  gate: { gates: [{ denom: "udemo", issuer: alice.address, name: "demo dollars" }] },
  gov: { params: { voting_period: "4s", expedited_voting_period: "2s", max_deposit_period: "5s" } },
  market: { params: { window_seconds: "3", window_blocks: "2", settle_period_seconds: "2", listed_denoms: ["udemo"] } },
} as const;

/** Alice seals blocks, votes, issues and hosts; Bob contributes and publishes; Carol buys with what entered through the gate alone. */
function genesis(): { readonly [key: string]: Json } {
  const funds = { denom: "uopen", amount: 100_000_000n };
  return defaultGenesis({
    ...{ genesisTime: GENESIS_TIME, chainId: "openledger-test-1", appState: APP_STATE },
    accounts: [
      { address: alice.address, coins: [funds, { denom: "udemo", amount: 10_000n }] },
      ...[bob, carol].map(({ address }) => ({ address, coins: [funds] })),
    ],
    validators: [{ publicKey: crypto.sha256(new Uint8Array([1])), power: 10n, name: "sequencer", operator: alice.address }],
  });
}

const throughText = (json: unknown): Json => JSON.parse(JSON.stringify(json)) as Json;
const begin = (document: { readonly [key: string]: Json }): StateMachine => {
  const chain = createChain({ crypto });
  chain.initChain(parseGenesis(throughText(document)));
  return chain;
};

const sequences = new Map<Wallet, bigint>();
async function signed(wallet: Wallet, ...messages: readonly EncodeObject[]): Promise<Uint8Array> {
  const sequence = sequences.get(wallet) ?? 0n;
  sequences.set(wallet, sequence + 1n);
  return signTx(wallet, messages, { accountNumber: BigInt(wallets.indexOf(wallet)), sequence, gasLimit: 3_000_000 });
}

async function run(chain: StateMachine, wallet: Wallet, ...messages: readonly EncodeObject[]): Promise<void> {
  expect(runBlock(chain, [await signed(wallet, ...messages)]).response.txResults[0]).toMatchObject({ code: 0, log: "" });
}

function query<Q extends object, R extends object>(chain: StateMachine, { path, request, response }: MethodDefinition<Q, R>, asked: Parameters<MessageCodec<Q>["fromPartial"]>[0]): R {
  const { value, log } = chain.query({ path, data: request.toBytes(request.fromPartial(asked)), height: 0n, prove: false });
  expect(log).toBe("");
  return response.fromBytes(value);
}

/** Two accepted texts of Bob's, model 1 over them, and model 2 that descends from it. */
async function publish(chain: StateMachine): Promise<void> {
  const by = bob.address;
  const licence = { spdx: "MIT", uses: [3], quote: 1, privateSessions: 1 };
  const bondPerKib = { denom: "uopen", amount: "10" };
  const texts = ["The heron waits beside the dam.", "Kettles whistle at the glacier."].map((text, i) => {
    const rows = contentTree(crypto.sha256, [toUtf8(text)], new Uint8Array(32).fill(i));
    const contribution = { contributor: by, datanetId: 1n, title: "text", rows: rows.commitment, documentCount: 1, licence: "MIT" };
    const verdict = { curator: by, datanetId: 1n, seq: BigInt(i + 1), verdict: 1, grade: 80, rowsRoot: rows.root };
    return [message(MsgContribute, { ...contribution, blob: crypto.sha256(toUtf8(text)) }), message(MsgReview, verdict)];
  });
  const model = {
    ...{ publisher: by, kind: 1, ruleVersion: 1, artifactRoot: new Uint8Array(32).fill(9) },
    manifest: [{ datanetId: 1n, version: 1n, priorBps: 5_000 }],
  };
  await run(chain, bob, message(MsgCreateDatanet, { creator: by, name: "docs", licence, curators: [by], threshold: 1, bondPerKib }), ...texts.flat());
  await run(chain, bob, message(MsgFreezeVersion, { signer: by, datanetId: 1n }), message(MsgPublishModel, { ...model, name: "base", derivable: true, deriveBps: 700 }));
  await run(chain, bob, message(MsgPublishModel, { ...model, name: "derived", bases: [{ modelId: 1n, version: 1n }] }));
}

/** A host for each model; Carol's session with the second host has ended, the one with the first is open. */
async function sell(chain: StateMachine): Promise<void> {
  const terms = {
    ...{ host: alice.address, endpoint: "http://127.0.0.1:8080/v1", latencyClassMs: 1_000n, unsignedCalls: 4, openingFee: "40" },
    ...{ price: { denom: "udemo", perCall: "100", per1kInput: "0", per1kOutput: "0" }, bond: { denom: "udemo", amount: "2000" }, receiptKey: key },
  };
  const deposit = { issuer: alice.address, recipient: carol.address, amount: { denom: "udemo", amount: "50000" }, number: 1n, reference: "wire" };
  const offers = [1n, 2n].map((modelId) => message(MsgCreateOffer, { ...terms, modelId, modelVersion: 1n }));
  await run(chain, alice, message(MsgGateDeposit, deposit), ...offers);
  const session = { buyer: carol.address, escrow: { denom: "udemo", amount: "10000" }, sessionKey: key, visibility: 1, durationSeconds: 600n };
  await run(chain, carol, ...[1n, 2n].map((offerId) => message(MsgOpenSession, { ...session, offerId })));
  await run(chain, carol, message(MsgCloseSession, { buyer: carol.address, sessionId: 2n }));
}

/** Governance freezes model 1 for incident 1; incident 2 waits for Bob, and so does a dispute over his first text. */
async function complain(chain: StateMachine): Promise<void> {
  const report = { reporter: carol.address, reason: Reason.REASON_ARTIFACT, statement: "It differs.", modelVersion: { modelId: 1n, version: 1n } };
  await run(chain, carol, message(MsgReportIncident, { ...report, role: Role.ROLE_APPROVER }));
  const freezing = MsgDecideIncident.create({ authority: gov, incidentId: 1n, uphold: true, freeze: true });
  const proposal = { messages: [packAny(MsgDecideIncident, freezing)], proposer: alice.address, title: "Freeze", summary: "It differs." };
  await run(chain, alice, message(MsgSubmitProposal, { ...proposal, initialDeposit: [{ denom: "uopen", amount: "10000000" }] }));
  await run(chain, alice, message(MsgVote, { proposalId: 1n, voter: alice.address, option: VoteOption.VOTE_OPTION_YES }));
  for (let i = 0; i < 5; i++) runBlock(chain);
  await run(
    chain,
    carol,
    message(MsgReportIncident, { ...report, modelVersion: { modelId: 2n, version: 1n }, role: Role.ROLE_PUBLISHER, asked: { denom: "uopen", amount: "5" } }),
    message(MsgDispute, { challenger: carol.address, datanetId: 1n, seq: 1n, remedy: DisputeRemedy.DISPUTE_REMEDY_REASSIGN, text: "Mine." }),
  );
}

function openWork(chain: StateMachine): Record<string, unknown> {
  const { freeze } = query(chain, ModelQuery.ModelVersion, { modelId: 1n, version: 1n });
  const { version: derived } = query(chain, ModelQuery.ModelVersion, { modelId: 2n, version: 1n });
  return {
    ...{ freeze, ancestors: derived?.ancestors, descendants: query(chain, ModelQuery.Descendants, { modelId: 1n }).descendants },
    incidents: query(chain, AccountabilityQuery.Incidents, {}).incidents,
    turns: query(chain, AccountabilityQuery.Open, {}).incidents.map(({ id }) => id),
    disputes: query(chain, DatanetQuery.Disputes, {}).disputes,
    sessions: [1n, 2n].map((sessionId) => query(chain, MarketQuery.Session, { sessionId }).session),
    external: query(chain, GateQuery.External, { address: carol.address }).external,
    demand: query(chain, GateQuery.Demand, { denom: "udemo" }).demand,
  };
}

/** Events of a chain's first block without what modules report of changed records, which there is all of its genesis. */
function decided(events: readonly Event[] = []): readonly Event[] {
  return events.filter(({ type }) => !type.endsWith("_changed"));
}

/** Executes the same next block on both; they say the same and hold the same. `isFirst` where the second begins with it. */
function both(chains: readonly [StateMachine, StateMachine], txs: readonly Uint8Array[] = [], afterNanos = 0n, isFirst = false): readonly Event[] {
  const request = blockRequest(chains[0].info().height + 1n, txs);
  const [one, other] = chains.map((chain) => {
    const block = execute(chain, { ...request, time: unixNanos(request.time + afterNanos) });
    chain.commit(block);
    expect(block.quarantined).toEqual([]);
    return block.response;
  });
  expect(other?.events).toEqual(expect.arrayContaining([...(one?.events ?? [])]));
  expect(isFirst ? decided(other?.events) : other?.events).toEqual(isFirst ? decided(one?.events) : one?.events);
  expect(other?.txResults).toEqual(one?.txResults);
  for (const { code, log } of one?.txResults ?? []) expect([code, log]).toEqual([0, ""]);
  expect(chains[1].exportAppState()).toEqual(chains[0].exportAppState());
  expect(chains.map((chain) => chain.invariants())).toEqual([[], []]);
  return one?.events ?? [];
}

test("lineage, a freeze, an incident, a dispute, external value and an ended session go on after an export as they would have without it", async () => {
  const old = begin(genesis());
  await publish(old);
  await sell(old);
  await complain(old);
  const before = openWork(old);
  expect(before).toMatchObject({
    freeze: { incidentId: 1n },
    ancestors: [{ modelId: 1n, version: 1n, receiver: bob.address, bps: 700, generation: 1 }],
    incidents: [{ state: IncidentState.INCIDENT_STATE_CLOSED }, { state: IncidentState.INCIDENT_STATE_REPORTED, respondent: bob.address }],
    disputes: [{ id: 1n, challenger: carol.address, owner: bob.address }],
    sessions: [{ state: SessionState.SESSION_STATE_OPEN }, { state: SessionState.SESSION_STATE_ENDED }],
    external: [{ denom: "udemo", amount: "39936" }],
  });

  const next = begin({ ...genesis(), initial_height: String(old.info().height + 1n), app_state: throughText(old.exportAppState()) });
  both([old, next], [], 0n, true);
  expect(openWork(next)).toEqual(before);
  const answers = [
    await signed(bob, message(MsgRespond, { responder: bob.address, incidentId: 2n, accept: true, statement: "So it does.", compensation: { denom: "uopen", amount: "5" } })),
    await signed(carol, message(MsgCloseSession, { buyer: carol.address, sessionId: 1n })),
    await signed(bob, message(MsgAnswerDispute, { owner: bob.address, disputeId: 1n, concede: true })),
  ];
  const validatorAddress = addressFromBytes("openvaloper", addressToBytes("open", alice.address));
  const stake = message(MsgDelegate, { delegatorAddress: carol.address, validatorAddress, amount: { denom: "uopen", amount: "1000000" } });
  const reported = [both([old, next], answers), both([old, next], [await signed(carol, stake)])].flat().map(({ type }) => type);
  expect(reported).toEqual(expect.arrayContaining(["validator_changed", "delegation_changed"]));
  const types = [1n, 2n, 3n].flatMap((hours) => both([old, next], [], hours * HOUR)).map(({ type }) => type);
  expect(types).toContain("session_ended");
  expect(query(next, MarketQuery.Offer, { offerId: 1n }).offer?.openSessions).toBe(0n);
  expect(query(next, GateQuery.External, { address: carol.address }).external).toEqual([{ denom: "udemo", amount: "49936" }]);
});
