/** Governance on the whole chain, with transactions that an unmodified CosmJS wallet signs. */
import { packAny } from "@openledger/messages";
import { MsgUpdateParams as MsgUpdateConsensusParams, QueryService as ConsensusQuery } from "@openledger/messages/cosmos/consensus/v1";
import { MsgExec } from "@openledger/messages/cosmos/authz/v1beta1";
import { MsgSubmitProposal, MsgVote, ProposalStatus, QueryService, VoteOption } from "@openledger/messages/cosmos/gov/v1";
import { MsgUpdateParams as MsgUpdateSlashingParams, QueryService as SlashingQuery } from "@openledger/messages/cosmos/slashing/v1beta1";
import { QueryService as StakingQuery } from "@openledger/messages/cosmos/staking/v1beta1";
import { MsgCancelUpgrade, MsgSoftwareUpgrade, QueryService as UpgradeQuery } from "@openledger/messages/cosmos/upgrade/v1beta1";
import { MsgGateDeposit, MsgSetGate, QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import { MsgSpendTreasury } from "@openledger/messages/openledger/rewards/v1";
import type { MethodDefinition } from "@openledger/messages";
import type { Any } from "@openledger/messages/google/protobuf";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { addressFromBytes, height, toUtf8, unixNanos } from "@openledger/primitives";
import { ChainHalt, type ExecutedBlock, type Json, type StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { balance, blockRequest, createWallets, crypto, execute, GENESIS_TIME, registry, runBlock, signTx, type Wallet } from "./chain.fixture.ts";
import { createChain, type ChainOptions } from "./create-chain.ts";
import { defaultGenesis } from "./default-genesis.ts";
import { parseGenesis } from "./genesis.ts";

const [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];
const gov = addressFromBytes("open", crypto.sha256(toUtf8("gov")).slice(0, 20));
for (const codec of [MsgSubmitProposal, MsgVote, MsgGateDeposit]) registry.register(codec.typeUrl, codec as GeneratedType);

/** Votes last five blocks. */
const QUICK = { voting_period: "5s", expedited_voting_period: "2s", max_deposit_period: "5s" };

function begin(options: Partial<ChainOptions> = {}, more: readonly Json[] = [], params?: Json): StateMachine {
  const document = defaultGenesis({
    genesisTime: GENESIS_TIME,
    chainId: "openledger-test-1",
    accounts: [alice, bob].map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 100_000_000n }] })),
    validators: [{ publicKey: crypto.sha256(new Uint8Array([1])), power: 10n, name: "sequencer", operator: alice.address }],
  });
  const state = document["app_state"] as { readonly [module: string]: Json; readonly bank: { readonly balances: readonly Json[] } };
  const chain = createChain({ crypto, ...options });
  chain.initChain(parseGenesis({ ...document, ...(params === undefined ? {} : { consensus_params: params }), app_state: { ...state, bank: { balances: [...state.bank.balances, ...more] }, gov: { params: QUICK } } }));
  return chain;
}

function query<Q extends object, R extends object>(chain: StateMachine, method: MethodDefinition<Q, R>, request: Parameters<typeof method.request.create>[0]): R {
  const data = method.request.toBytes(method.request.create(request));
  const { value, log } = chain.query({ path: method.path, data, height: 0n, prove: false });
  expect(log).toBe("");
  return method.response.fromBytes(value);
}

/** Bob proposes, alice votes yes, and the chain goes on until the proposal is decided. */
async function decide(chain: StateMachine, messages: readonly Any[], sequence = 0n): Promise<number | undefined> {
  const proposal = MsgSubmitProposal.create({
    ...{ messages, initialDeposit: [{ denom: "uopen", amount: "10000000" }], proposer: bob.address },
    ...{ metadata: "", title: "Title", summary: "Summary" },
  });
  const submit = await signTx(bob, [{ typeUrl: MsgSubmitProposal.typeUrl, value: proposal }], { accountNumber: 1n, sequence, gasLimit: 4_000_000 });
  expect(runBlock(chain, [submit]).response.txResults[0]).toMatchObject({ code: 0, log: "" });
  const proposalId = sequence + 1n;
  const yes = MsgVote.create({ proposalId, voter: alice.address, option: VoteOption.VOTE_OPTION_YES });
  const vote = await signTx(alice, [{ typeUrl: MsgVote.typeUrl, value: yes }], { sequence });
  expect(runBlock(chain, [vote]).response.txResults[0]).toMatchObject({ code: 0, log: "" });
  for (let i = 0; i < 5; i++) runBlock(chain);
  expect(chain.invariants()).toEqual([]);
  return query(chain, QueryService.Proposal, { proposalId }).proposal?.status;
}

const passed = ProposalStatus.PROPOSAL_STATUS_PASSED;

test("a proposal whose large messages fail below others keeps a short reason", async () => {
  const chain = begin();
  runBlock(chain);
  const params = { signedBlocksWindow: 1n, minSignedPerWindow: new Uint8Array(10_000).fill(1) };
  let message = packAny(MsgUpdateSlashingParams, MsgUpdateSlashingParams.create({ authority: gov, params }));
  for (let i = 0; i < 8; i++) message = packAny(MsgExec, { grantee: gov, msgs: [message] });
  expect(await decide(chain, [message])).toBe(ProposalStatus.PROPOSAL_STATUS_FAILED);
  const { proposal } = query(chain, QueryService.Proposal, { proposalId: 1n });
  expect(proposal?.failedReason).toMatch(/^failed to execute message; message grantee:/);
  expect(proposal?.failedReason.length).toBeLessThan(6_000);
});

test("a proposal changes the limits of later blocks, and the block that does so tells it once", async () => {
  const told: unknown[] = [];
  const plain = begin();
  const chain: StateMachine = {
    ...plain,
    commit(block) {
      if (block.consensusParams !== undefined) told.push(block.consensusParams);
      plain.commit(block);
    },
  };
  runBlock(chain);
  expect(chain.info().consensusParams).toMatchObject({ maxBlockBytes: 4_194_304n, maxBlockGas: -1n });
  const { params } = query(chain, ConsensusQuery.Params, {});
  const evidence = { ...params?.evidence, maxBytes: 50_000n };
  const change = { authority: gov, evidence, validator: params?.validator, block: { maxBytes: 100_000n, maxGas: 300_000n } };
  expect(await decide(chain, [packAny(MsgUpdateConsensusParams, MsgUpdateConsensusParams.create(change))])).toBe(passed);
  const after = {
    ...{ maxBlockBytes: 100_000n, maxBlockGas: 300_000n, pubKeyTypes: ["ed25519"] },
    evidence: { maxAgeBlocks: 100_000n, maxAgeNanos: 172_800_000_000_000n, maxBytes: 50_000n },
  };
  expect(chain.info().consensusParams).toEqual(after);
  expect(told).toEqual([after]);
  expect(query(chain, ConsensusQuery.Params, {}).params).toMatchObject({ block: change.block, abci: params?.abci, version: params?.version });
  const yes = MsgVote.create({ proposalId: 1n, voter: alice.address, option: VoteOption.VOTE_OPTION_YES });
  const greedy = await signTx(alice, [{ typeUrl: MsgVote.typeUrl, value: yes }], { sequence: 1n, gasLimit: 300_001 });
  expect(chain.checkTx(greedy, false)).toMatchObject({ code: 41, codespace: "sdk" });
  const exported = chain.exportAppState() as { readonly [module: string]: Json };
  expect(exported["consensus"]).toMatchObject({ params: { block: { max_bytes: "100000", max_gas: "300000" } } });
  expect(balance(chain, gov)).toBe("0");
});

test("a proposal changes the params of another module, or says why it did not", async () => {
  const chain = begin();
  runBlock(chain);
  const { params } = query(chain, SlashingQuery.Params, {});
  const update = (signedBlocksWindow: bigint): Any =>
    packAny(MsgUpdateSlashingParams, MsgUpdateSlashingParams.create({ authority: gov, params: { ...params, signedBlocksWindow } }));
  expect(await decide(chain, [update(77n)])).toBe(passed);
  expect(query(chain, SlashingQuery.Params, {}).params?.signedBlocksWindow).toBe(77n);
  expect(await decide(chain, [update(88n), update(0n)], 1n)).toBe(ProposalStatus.PROPOSAL_STATUS_FAILED);
  expect(query(chain, SlashingQuery.Params, {}).params?.signedBlocksWindow).toBe(77n);
  expect(query(chain, QueryService.Proposal, { proposalId: 2n }).proposal?.failedReason).toBe("signed blocks window must be positive: 0");
});

test("a proposal spends the treasury", async () => {
  const treasury = addressFromBytes("open", crypto.sha256(toUtf8("treasury")).slice(0, 20));
  const chain = begin({}, [{ address: treasury, coins: [{ denom: "uopen", amount: "500" }] }]);
  const spend = { authority: gov, recipient: alice.address, amount: [{ denom: "uopen", amount: "420" }] };
  runBlock(chain);
  const before = BigInt(balance(chain, alice.address));
  expect(await decide(chain, [packAny(MsgSpendTreasury, spend)])).toBe(passed);
  expect([balance(chain, treasury), BigInt(balance(chain, alice.address)) - before]).toEqual(["80", 320n]);
});

test("a proposal opens a gate, and what its issuer brings in is external from then on", async () => {
  const chain = begin();
  runBlock(chain);
  const gate = { authority: gov, denom: "ueuro", issuer: bob.address, name: "euros" };
  expect(await decide(chain, [packAny(MsgSetGate, { ...gate, denom: "uopen" })])).toBe(ProposalStatus.PROPOSAL_STATUS_FAILED);
  expect(await decide(chain, [packAny(MsgSetGate, gate)], 1n)).toBe(passed);
  const deposit = MsgGateDeposit.create({ issuer: bob.address, recipient: alice.address, amount: { denom: "ueuro", amount: "30" }, number: 1n });
  const tx = await signTx(bob, [{ typeUrl: MsgGateDeposit.typeUrl, value: deposit }], { accountNumber: 1n, sequence: 2n });
  expect(runBlock(chain, [tx]).response.txResults[0]).toMatchObject({ code: 0, log: "" });
  expect(query(chain, GateQuery.Demand, { denom: "ueuro" }).demand).toMatchObject({ total: { entered: "30" }, externalHeld: "30", holds: true });
  expect(chain.invariants()).toEqual([]);
});

const upgrade = (height: bigint): Any =>
  packAny(MsgSoftwareUpgrade, MsgSoftwareUpgrade.create({ authority: gov, plan: { name: "v2", height, info: "see the release notes" } }));

test("the chain halts before the block of an upgrade that this software does not have", async () => {
  const chain = begin();
  expect(await decide(chain, [upgrade(9n)])).toBe(passed);
  expect(query(chain, UpgradeQuery.CurrentPlan, {}).plan).toMatchObject({ name: "v2", height: 9n });
  runBlock(chain);
  const halted = (): unknown => runBlock(chain);
  expect(halted).toThrow(ChainHalt);
  expect(halted).toThrow('UPGRADE "v2" NEEDED at height: 9: see the release notes');
  expect(chain.info().height).toBe(8n);
});

test("an upgrade that is canceled does not halt, and one in the past is not planned", async () => {
  const chain = begin();
  expect(await decide(chain, [upgrade(20n)])).toBe(passed);
  expect(await decide(chain, [packAny(MsgCancelUpgrade, { authority: gov })], 1n)).toBe(passed);
  expect(query(chain, UpgradeQuery.CurrentPlan, {}).plan).toBeUndefined();
  for (let i = 0; i < 7; i++) runBlock(chain);
  expect(await decide(chain, [upgrade(3n)], 2n)).toBe(ProposalStatus.PROPOSAL_STATUS_FAILED);
});

/** The same chain under other software, from what a node has logged. */
function restored(blocks: readonly ExecutedBlock[], options: Partial<ChainOptions> = {}): StateMachine {
  const chain = createChain({ crypto, ...options });
  for (const { request, response, changeSet } of blocks) {
    chain.restore({ height: request.height, time: request.time, appHash: response.appHash, changeSet });
  }
  return chain;
}

test("software that has the upgrade goes on at its height, and neither earlier nor without it later", async () => {
  const blocks: ExecutedBlock[] = [];
  const old = begin();
  const recorded: StateMachine = {
    ...old,
    commit(block) {
      blocks.push(block);
      old.commit(block);
    },
  };
  expect(await decide(recorded, [upgrade(9n)])).toBe(passed);
  const upgrades = [{ name: "v2", migrate: () => new Map([["market", 2n]]) }];
  expect(() => runBlock(restored(blocks, { upgrades }))).toThrow("BINARY UPDATED BEFORE TRIGGER!");
  runBlock(recorded);
  expect(query(old, UpgradeQuery.ModuleVersions, { moduleName: "market" }).moduleVersions).toEqual([{ name: "market", version: 1n }]);
  const next = restored(blocks, { upgrades });
  blocks.push(runBlock(next));
  expect(query(next, UpgradeQuery.ModuleVersions, { moduleName: "market" }).moduleVersions).toEqual([{ name: "market", version: 2n }]);
  expect(query(next, UpgradeQuery.AppliedPlan, { name: "v2" }).height).toBe(9n);
  expect(query(next, UpgradeQuery.CurrentPlan, {}).plan).toBeUndefined();
  expect(query(next, UpgradeQuery.Authority, {}).address).toBe(gov);
  runBlock(next);
  expect(() => runBlock(restored(blocks))).toThrow("wrong app version 1, upgrade handler is missing for v2 upgrade plan");
});

test("evidence is too old when the consensus parameters of genesis say so", () => {
  const consensusAddress = crypto.sha256(crypto.sha256(new Uint8Array([1]))).slice(0, 20);
  const jailedWith = (blocks: string): boolean | undefined => {
    const evidence = { max_age_num_blocks: blocks, max_age_duration: "1000000000", max_bytes: "1000" };
    const chain = begin({}, [], { evidence });
    for (let i = 0; i < 5; i++) runBlock(chain);
    const at = { kind: "duplicate-vote" as const, address: consensusAddress, power: 10n, height: height(2n), time: unixNanos(GENESIS_TIME) };
    chain.commit(execute(chain, { ...blockRequest(6n), misbehavior: [at] }));
    return query(chain, StakingQuery.Validators, {}).validators[0]?.jailed;
  };
  expect([jailedWith("3"), jailedWith("4")]).toEqual([false, true]);
});
