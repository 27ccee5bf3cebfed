/** A chain of a lone sequencer goes on with validators: the same state, and everybody but the named ones is jailed. */
import { MsgUnjail, QueryService as Slashing } from "@openledger/messages/cosmos/slashing/v1beta1";
import { BondStatus, QueryService } from "@openledger/messages/cosmos/staking/v1beta1";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { addressFromBytes, addressToBytes, unixNanos } from "@openledger/primitives";
import type { Json, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { balance, createWallets, crypto, execute, blockRequest, GENESIS_TIME, registry, runBlock, signTx, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { defaultGenesis } from "./default-genesis.ts";
import { parseGenesis } from "./genesis.ts";

registry.register(MsgUnjail.typeUrl, MsgUnjail as GeneratedType);
const wallets = (await createWallets(3)) as [Wallet, Wallet, Wallet];
const keys = wallets.map((_, i) => crypto.sha256(Uint8Array.of(i)));
const operators = wallets.map(({ address }) => addressFromBytes("openvaloper", addressToBytes("open", address)));
const [first = "", second = "", third = ""] = operators;
const [firstKey, secondKey, thirdKey] = keys as [Uint8Array, Uint8Array, Uint8Array];

const document = defaultGenesis({
  genesisTime: GENESIS_TIME,
  chainId: "openledger-test-1",
  accounts: wallets.map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 100_000_000n }] })),
  validators: wallets.map(({ address }, i) => ({ publicKey: keys[i] as Uint8Array, power: 10n + BigInt(i), name: `v${i}`, operator: address })),
});

function begin(): StateMachine {
  const chain = createChain({ crypto });
  expect(chain.initChain(parseGenesis(document)).validators).toEqual([]);
  for (let at = 0; at < 3; at++) runBlock(chain);
  return chain;
}

function goOn(chain: StateMachine, appState: { readonly [module: string]: Json }) {
  const next = createChain({ crypto });
  const initial = { ...document, initial_height: String(chain.info().height + 1n), app_state: JSON.parse(JSON.stringify(appState)) as Json };
  const { validators } = next.initChain(parseGenesis(initial));
  const block = execute(next, blockRequest(chain.info().height + 1n));
  next.commit(block);
  expect(block.response.validatorUpdates).toEqual([]);
  return { next, validators };
}

function statuses(chain: StateMachine): readonly (readonly [boolean, BondStatus])[] {
  const { path, request, response } = QueryService.Validators;
  const { value } = chain.query({ path, data: request.toBytes(request.create()), height: 0n, prove: false });
  const { validators } = response.fromBytes(value);
  return operators.map((text) => validators.find((one) => one.operatorAddress === text)).map((one) => [one?.jailed ?? true, one?.status ?? 0] as const);
}

const { BOND_STATUS_BONDED: BONDED, BOND_STATUS_UNBONDED: UNBONDED, BOND_STATUS_UNBONDING: UNBONDING } = BondStatus;
/** 30 days, in ns; the default genesis unbonds in 21. */
const PAST_UNBONDING = 30n * 86_400n * 1_000_000_000n;

test("the named validators alone are the set; the others come back by unjailing, with what they had", async () => {
  const chain = begin();
  const before = [balance(chain, wallets[0].address), JSON.stringify(chain.exportAppState())];
  const { next, validators } = goOn(chain, chain.exportAppState({ validators: [first, second] }));
  expect(validators).toEqual(expect.arrayContaining([{ publicKey: firstKey, power: 10n }, { publicKey: secondKey, power: 11n }]));
  expect(validators).toHaveLength(2);
  expect(statuses(next)).toEqual([[false, BONDED], [false, BONDED], [true, UNBONDING]]);
  expect(next.invariants()).toEqual([]);
  expect(balance(next, wallets[0].address)).toBe(before[0]);
  // The chain that was asked is as it was.
  expect(statuses(chain)).toEqual([[false, BONDED], [false, BONDED], [false, BONDED]]);
  expect(JSON.stringify(chain.exportAppState())).toBe(before[1]);

  const unjail = await signTx(wallets[2], [{ typeUrl: MsgUnjail.typeUrl, value: { validatorAddr: third } }], { accountNumber: 2n });
  const { response } = runBlock(next, [unjail]);
  expect(response.txResults[0]).toMatchObject({ code: 0, log: "" });
  expect(response.validatorUpdates).toEqual([{ publicKey: thirdKey, power: 12n }]);
  expect(statuses(next)[2]).toEqual([false, BONDED]);
  expect(next.invariants()).toEqual([]);
});

test("who stays in jail past the unbonding time is unbonded, and comes back from there", async () => {
  const chain = begin();
  const { next } = goOn(chain, chain.exportAppState({ validators: [first] }));
  const at = next.info().height + 1n;
  const request = (txs: readonly Uint8Array[]) => ({ ...blockRequest(next.info().height + 1n, txs), time: unixNanos(GENESIS_TIME + PAST_UNBONDING + next.info().height) });
  next.commit(execute(next, request([])));
  expect(next.info().height).toBe(at);
  expect(statuses(next)).toEqual([[false, BONDED], [true, UNBONDED], [true, UNBONDED]]);
  expect(next.invariants()).toEqual([]);

  const unjail = await signTx(wallets[2], [{ typeUrl: MsgUnjail.typeUrl, value: { validatorAddr: third } }], { accountNumber: 2n });
  const block = execute(next, request([unjail]));
  next.commit(block);
  expect(block.response.validatorUpdates).toEqual([{ publicKey: thirdKey, power: 12n }]);
  expect(next.invariants()).toEqual([]);
});

test("windows of missed blocks begin anew", () => {
  const { next } = goOn(begin(), begin().exportAppState({ validators: [first] }));
  const { path, request, response } = Slashing.SigningInfos;
  const { value } = next.query({ path, data: request.toBytes(request.create()), height: 0n, prove: false });
  expect(response.fromBytes(value).info.map(({ startHeight, indexOffset, missedBlocksCounter }) => [startHeight, indexOffset, missedBlocksCounter])).toEqual(
    operators.map(() => [3n, 0n, 0n]),
  );
});

test("nobody, a stranger, somebody in jail and a text that is no operator are refused", () => {
  const chain = begin();
  const refused = (...validators: readonly string[]) => expect(() => chain.exportAppState({ validators }));
  refused().toThrow("a chain without validators makes no blocks");
  refused("openvaloper1nobody").toThrow("openvaloper1nobody: ");
  const stranger = addressFromBytes("openvaloper", new Uint8Array(20));
  refused(stranger).toThrow(`${stranger}: validator does not exist`);
  const { next } = goOn(chain, chain.exportAppState({ validators: [first] }));
  expect(() => next.exportAppState({ validators: [third] })).toThrow(`${third}: validator for this address is currently jailed`);
});
