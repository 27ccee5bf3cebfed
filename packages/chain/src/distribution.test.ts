/** Rewards of stakers on the whole chain, with transactions that an unmodified CosmJS wallet signs. */
import { MsgFundCommunityPool, MsgSetWithdrawAddress, MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission, QueryService } from "@openledger/messages/cosmos/distribution/v1beta1";
import { QueryService as MintQuery } from "@openledger/messages/cosmos/mint/v1beta1";
import { MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { MessageCodec, MethodDefinition } from "@openledger/messages";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { addressFromBytes, addressToBytes, fromUtf8 } from "@openledger/primitives";
import type { ExecTxResult, Json, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { balance, blockRequest, createWallets, crypto, execute, GENESIS_TIME, registry, signTx, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { defaultGenesis } from "./default-genesis.ts";
import { parseGenesis } from "./genesis.ts";

const [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];
const key = crypto.sha256(new Uint8Array([1]));
const votes = [{ address: crypto.sha256(key).slice(0, 20), power: 10n, signed: true }];
const operator = addressFromBytes("openvaloper", addressToBytes("open", alice.address));
const codecs = [MsgDelegate, MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission, MsgSetWithdrawAddress, MsgFundCommunityPool];
for (const codec of codecs) registry.register(codec.typeUrl, codec as GeneratedType);

function begin(source: "sequencer" | "staking", mint: Json = {}): StateMachine {
  const document = defaultGenesis({
    genesisTime: GENESIS_TIME,
    chainId: "openledger-test-1",
    accounts: [alice, bob].map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 100_000_000n }] })),
    validators: [{ publicKey: key, power: 10n, name: "sequencer", operator: alice.address }],
  });
  const state = document["app_state"] as { readonly [module: string]: { readonly [key: string]: Json } };
  const appState = { ...state, mint, staking: { ...state["staking"], valset_source: source } };
  const chain = createChain({ crypto });
  chain.initChain(parseGenesis({ ...document, app_state: appState }));
  return chain;
}

function block(chain: StateMachine, ...txs: readonly Uint8Array[]): readonly ExecTxResult[] {
  const request = blockRequest(chain.info().height + 1n, txs);
  const executed = execute(chain, request.height === 1n ? request : { ...request, votes });
  chain.commit(executed);
  return executed.response.txResults;
}

function ask<Q extends object, R extends object>(chain: StateMachine, method: MethodDefinition<Q, R>, request: Parameters<MessageCodec<Q>["create"]>[0]): R {
  const data = method.request.toBytes(method.request.create(request));
  const { value, log } = chain.query({ path: method.path, data, height: 0n, prove: false });
  expect(log).toBe("");
  return method.response.decode(value);
}

const of = (wallet: Wallet) => ({ delegatorAddress: wallet.address, validatorAddress: operator });
const rewards = (chain: StateMachine, wallet: Wallet): string => ask(chain, QueryService.DelegationRewards, of(wallet)).rewards[0]?.amount ?? "0";
const sign = (sequence: bigint, typeUrl: string, value: object, amount = "100000"): Promise<Uint8Array> =>
  signTx(bob, [{ typeUrl, value }], { accountNumber: 1n, sequence, gasLimit: 400_000, fee: [{ denom: "uopen", amount }] });

const delegate = (sequence: bigint) => sign(sequence, MsgDelegate.typeUrl, MsgDelegate.create({ ...of(bob), amount: { denom: "uopen", amount: "10000000" } }));

test.each(["sequencer", "staking"] as const)("fees reach the validator and those who delegate to it, under %s", async (source) => {
  const chain = begin(source);
  expect(block(chain, await delegate(0n))[0]).toMatchObject({ code: 0 });
  block(chain, await sign(1n, MsgFundCommunityPool.typeUrl, MsgFundCommunityPool.create({ depositor: bob.address, amount: [{ denom: "uopen", amount: "7" }] })));
  block(chain);
  // Of 100,000 for each of two transactions 2 % are everybody's and 10 % of the rest commission; then stakes are equal.
  const half = 88_200n * 10n ** 18n;
  expect([rewards(chain, alice), rewards(chain, bob)]).toEqual([String(half), String(half)]);
  expect(ask(chain, QueryService.ValidatorCommission, { validatorAddress: operator }).commission?.commission[0]?.amount).toBe(`19600${"0".repeat(18)}`);
  expect(ask(chain, QueryService.CommunityPool, {}).pool[0]?.amount).toBe(`4007${"0".repeat(18)}`);
  expect(chain.invariants()).toEqual([]);

  const before = BigInt(balance(chain, alice.address));
  const [named, withdrawn] = block(
    chain,
    await sign(2n, MsgSetWithdrawAddress.typeUrl, { delegatorAddress: bob.address, withdrawAddress: alice.address }, "1"),
    await sign(3n, MsgWithdrawDelegatorReward.typeUrl, of(bob), "1"),
  );
  expect([named?.log, withdrawn?.log]).toEqual(["", ""]);
  expect(BigInt(balance(chain, alice.address)) - before).toBe(88_200n);
  // A client's fixed gas limits assume less than 200,000.
  expect(withdrawn?.gasUsed).toBeGreaterThan(60_000n);
  expect(withdrawn?.gasUsed).toBeLessThan(200_000n);
  const commission = await signTx(alice, [{ typeUrl: MsgWithdrawValidatorCommission.typeUrl, value: { validatorAddress: operator } }]);
  expect(block(chain, commission)[0]).toMatchObject({ code: 0 });
  expect(chain.invariants()).toEqual([]);
});

test("what a chain exports goes on with the same rewards", async () => {
  const chain = begin("sequencer");
  block(chain, await delegate(0n));
  block(chain);
  const appState = chain.exportAppState();
  const copy = createChain({ crypto });
  const empty = defaultGenesis({ genesisTime: GENESIS_TIME, chainId: "openledger-test-1" });
  copy.initChain(parseGenesis(JSON.parse(JSON.stringify({ ...empty, initial_height: "3", app_state: appState }))));
  for (const each of [chain, copy]) each.commit(execute(each, blockRequest(3n)));
  expect(rewards(copy, bob)).toBe(rewards(chain, bob));
  expect(copy.invariants()).toEqual([]);
  const withdraw = await sign(1n, MsgWithdrawDelegatorReward.typeUrl, of(bob));
  for (const each of [chain, copy]) expect(block(each, withdraw)[0]).toMatchObject({ code: 0 });
  expect(balance(copy, bob.address)).toBe(balance(chain, bob.address));
});

test("with inflation in genesis each block mints for those who stake", () => {
  const rates = { inflation_rate_change: "0.13", inflation_max: "0.2", inflation_min: "0.07", blocks_per_year: "1000" };
  const chain = begin("sequencer", { minter: { inflation: "0.1", annual_provisions: "0" }, params: rates });
  block(chain);
  block(chain);
  // 10 % and two small rises of 210,000,000 in 1,000 blocks: 21,025 and 21,052, divided when block 2 begins.
  expect(fromUtf8(ask(chain, MintQuery.Inflation, {}).inflation)).toBe("100241521891554600");
  expect(BigInt(rewards(chain, alice)) / 10n ** 18n).toBe(37_111n);
  expect(chain.invariants()).toEqual([]);
});
