/** Staking on the whole chain, with transactions that an unmodified CosmJS wallet signs. */
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { BondStatus, MsgDelegate, MsgUndelegate, QueryService } from "@openledger/messages/cosmos/staking/v1beta1";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { addressFromBytes, addressToBytes, height, toHex, unixNanos } from "@openledger/primitives";
import type { Json, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { balance, blockRequest, createWallets, crypto, execute, GENESIS_TIME, registry, runBlock, signTx, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { defaultGenesis } from "./default-genesis.ts";
import { parseGenesis } from "./genesis.ts";

const [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];
const key = crypto.sha256(new Uint8Array([1]));
const consensusAddress = crypto.sha256(key).slice(0, 20);
const operator = addressFromBytes("openvaloper", addressToBytes("open", alice.address));
for (const codec of [MsgDelegate, MsgUndelegate, MsgUnjail]) registry.register(codec.typeUrl, codec as GeneratedType);

function begin(source: "sequencer" | "staking"): StateMachine {
  const document = defaultGenesis({
    genesisTime: GENESIS_TIME,
    chainId: "openledger-test-1",
    accounts: [alice, bob].map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 100_000_000n }] })),
    validators: [{ publicKey: key, power: 10n, name: "sequencer", operator: alice.address }],
  });
  const state = document["app_state"] as { readonly [module: string]: { readonly [key: string]: Json } };
  const chain = createChain({ crypto });
  const appState = { ...state, staking: { ...state["staking"], valset_source: source } };
  const { validators } = chain.initChain(parseGenesis({ ...document, app_state: appState }));
  expect(validators).toEqual(source === "staking" ? [{ publicKey: key, power: 10n }] : []);
  return chain;
}

function validator(chain: StateMachine) {
  const data = QueryService.Validator.request.toBytes({ validatorAddr: operator });
  const { value, log } = chain.query({ path: QueryService.Validator.path, data, height: 0n, prove: false });
  expect(log).toBe("");
  return QueryService.Validator.response.fromBytes(value).validator;
}

const delegate = (sequence: bigint, amount: string) =>
  signTx(bob, [{ typeUrl: MsgDelegate.typeUrl, value: MsgDelegate.create({ delegatorAddress: bob.address, validatorAddress: operator, amount: { denom: "uopen", amount } }) }], {
    accountNumber: 1n,
    sequence,
    gasLimit: 300_000,
  });

test.each(["sequencer", "staking"] as const)("a wallet delegates to the genesis validator, under %s", async (source) => {
  const chain = begin(source);
  const { response } = runBlock(chain, [await delegate(0n, "5000000")]);
  expect(response.txResults[0]).toMatchObject({ code: 0, log: "" });
  // A client's fixed gas limits assume more than 100,000 and less than 200,000.
  expect(response.txResults[0]?.gasUsed).toBeGreaterThan(60_000n);
  expect(response.txResults[0]?.gasUsed).toBeLessThan(200_000n);
  expect(response.validatorUpdates).toEqual(source === "staking" ? [{ publicKey: key, power: 15n }] : []);
  expect(validator(chain)).toMatchObject({ status: BondStatus.BOND_STATUS_BONDED, tokens: "15000000" });
  expect(balance(chain, bob.address)).toBe("94999900");
  expect(chain.invariants()).toEqual([]);
});

test.each(["sequencer", "staking"] as const)("a validator that signs twice is slashed and jailed, under %s", async (source) => {
  const chain = begin(source);
  runBlock(chain);
  const at = { kind: "duplicate-vote" as const, address: consensusAddress, power: 10n, height: height(1n), time: unixNanos(GENESIS_TIME) };
  const block = execute(chain, { ...blockRequest(2n), misbehavior: [at] });
  chain.commit(block);
  // The lone sequencer goes on: only governance or recovery replaces it.
  expect(block.response.validatorUpdates).toEqual(source === "staking" ? [{ publicKey: key, power: 0n }] : []);
  expect(validator(chain)).toMatchObject({ jailed: true, tokens: "9500000" });
  const unjail = await signTx(alice, [{ typeUrl: MsgUnjail.typeUrl, value: { validatorAddr: operator } }]);
  expect(runBlock(chain, [unjail]).response.txResults[0]).toMatchObject({ code: 4, codespace: "slashing" });
  expect(chain.invariants()).toEqual([]);
});

test("silent validators lose their place under staking, and nothing under the sequencer", () => {
  const jailedAfter = (["sequencer", "staking"] as const).map((source) => {
    const chain = begin(source);
    for (let at = 1n; at <= 160n; at++) {
      const votes = [{ address: consensusAddress, power: 10n, signed: false }];
      chain.commit(execute(chain, { ...blockRequest(at), votes: at === 1n ? [] : votes }));
    }
    return validator(chain)?.jailed;
  });
  expect(jailedAfter).toEqual([false, true]);
});

test("the end of a block tells what it changed of stakes, the first one also what genesis holds", async () => {
  const chain = begin("staking");
  const told = (block: ReturnType<typeof runBlock>) =>
    block.response.events
      .filter(({ type }) => type.endsWith("_changed"))
      .map(({ type, attributes }) => ({ type, ...Object.fromEntries(attributes.map((attribute) => [attribute.key, attribute.value])) }));
  const ofValidator = { type: "validator_changed", validator: operator, removed: "false", status: "BONDED", jailed: "false", consensus_key: toHex(key), moniker: "sequencer" };
  const atomics = (units: bigint) => (units * 10n ** 18n).toString();
  const atGenesis = told(runBlock(chain));
  expect(atGenesis.filter(({ type }) => type !== "params_changed")).toMatchObject([
    { ...ofValidator, tokens: "10000000", shares: atomics(10_000_000n), max_commission_change_rate: expect.stringMatching(/^\d+$/), commission_update_time: expect.stringMatching(/^\d+$/) },
    { type: "delegation_changed", delegator: alice.address, validator: operator, shares: atomics(10_000_000n) },
    { type: "signing_info_changed", address: addressFromBytes("openvalcons", consensusAddress), start_height: "0", jailed_until: "0", tombstoned: "false" },
  ]);
  expect(paramsOf(atGenesis, "slashing")).toMatchObject({ signed_blocks_window: "100", slash_fraction_double_sign: "0.050000000000000000" });
  expect(paramsOf(atGenesis, "gov")).toMatchObject({ quorum: "0.334000000000000000", voting_period: "172800s" });
  expect(new Set(atGenesis.flatMap((one) => ("module" in one ? [one.module] : [])))).toEqual(new Set(["staking", "slashing", "distribution", "mint", "gov", "market", "datanet", "model", "attribution", "accountability", "feedback", "gate", "rewards"]));
  expect(told(runBlock(chain))).toEqual([]);
  expect(told(runBlock(chain, [await delegate(0n, "5000000")]))).toMatchObject([
    { ...ofValidator, tokens: "15000000" },
    { type: "delegation_changed", delegator: bob.address, validator: operator, shares: atomics(5_000_000n) },
  ]);
  const value = { delegatorAddress: bob.address, validatorAddress: operator, amount: { denom: "uopen", amount: "5000000" } };
  const undelegate = await signTx(bob, [{ typeUrl: MsgUndelegate.typeUrl, value }], { accountNumber: 1n, sequence: 1n, gasLimit: 300_000 });
  expect(told(runBlock(chain, [undelegate]))).toMatchObject([
    { ...ofValidator, tokens: "10000000" },
    { type: "delegation_changed", delegator: bob.address, shares: "0" },
    { type: "unbonding_changed", delegator: bob.address, validator: operator, entries: expect.stringMatching(/^4:\d+:5000000:5000000$/) },
  ]);
});

function paramsOf(told: readonly { readonly [key: string]: string }[], module: string): unknown {
  return JSON.parse(told.find((one) => one["type"] === "params_changed" && one["module"] === module)?.["params"] ?? "null");
}

test("votes that only count make no event of a signing info, a double signature makes one", () => {
  const chain = begin("staking");
  const told = (more: object) =>
    execute(chain, { ...blockRequest(chain.info().height + 1n), ...more }).response.events.filter(({ type }) => type === "signing_info_changed").map(({ attributes }) => attributes.map((attribute) => attribute.value));
  runBlock(chain);
  const votes = [{ address: consensusAddress, power: 10n, signed: true }];
  expect(told({ votes })).toEqual([]);
  const misbehavior = [{ kind: "duplicate-vote", address: consensusAddress, power: 10n, height: height(1n), time: unixNanos(GENESIS_TIME) }];
  expect(told({ votes, misbehavior })).toMatchObject([[addressFromBytes("openvalcons", consensusAddress), "0", "253402300799000000000", "true", "EndBlock"]]);
});

test("the address in the default genesis is the pool's", () => {
  const chain = begin("sequencer");
  runBlock(chain);
  const pool = addressFromBytes("open", crypto.sha256(new TextEncoder().encode("bonded_tokens_pool")).slice(0, 20));
  expect([balance(chain, pool), toHex(key).length]).toEqual(["10000000", 64]);
});
