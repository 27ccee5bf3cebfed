/** Transactions that genesis executes: signed for account number 0, without a limit of gas, all or nothing. */
import { createAuthKeeper, createAuthModule, createBankKeeper, createBankModule, FEE_COLLECTOR } from "@openledger/modules";
import { createStateMachine, TxError, type Json, type StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { account, balance, createWallets, crypto, genesisOf, runBlock, sendMessage, signTx, type Wallet } from "./chain.fixture.ts";
import { genesisTxFromJson, genesisTxs } from "./genesis-txs.ts";
import { parseGenesis } from "./genesis.ts";

const [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];

function begin(txs: readonly Uint8Array[]): StateMachine {
  const accounts = createAuthKeeper();
  const bank = createBankKeeper(accounts, [FEE_COLLECTOR]);
  const modules = [createAuthModule(accounts, [{ name: FEE_COLLECTOR, permissions: [] }]), createBankModule(bank)];
  const chain = createStateMachine({ crypto, accounts, fees: bank, modules, genesisTxs: () => txs });
  chain.initChain(parseGenesis(genesisOf([bob, alice])));
  return chain;
}

const send = (options: Parameters<typeof signTx>[2]) => signTx(alice, [sendMessage(alice.address, bob.address, "7")], { fee: [], ...options });

test("a genesis transaction takes effect before the first block", async () => {
  // Alice is the second account; account numbers do not count before there is a chain, and gas has no limit.
  const chain = begin([await send({ gasLimit: 1 }), await send({ sequence: 1n })]);
  runBlock(chain);
  expect(account(chain, alice.address)).toMatchObject({ accountNumber: 1n, sequence: 2n });
  expect([balance(chain, alice.address), balance(chain, bob.address)]).toEqual(["999986", "1000014"]);
});

test("one that fails keeps the chain from beginning, and says which", async () => {
  const good = await send({});
  const late = await send({ sequence: 5n });
  expect(() => begin([good, late])).toThrow(/genesis app_state\.genutil\.gen_txs\[1\]: account sequence mismatch, expected 1, got 5/);
  const numbered = await send({ accountNumber: 1n });
  expect(() => begin([numbered])).toThrow(/account number \(0\)/);
});

test("only signed validators are read from a genesis file", () => {
  expect(genesisTxs({})).toEqual([]);
  const faults: readonly [Json, RegExp][] = [
    [5, /must be an object/],
    [{}, /must have a body and auth_info/],
    [{ body: {}, auth_info: {} }, /unexpected number of GenTx messages; got: 0, expected: 1/],
    [{ body: { messages: [{ "@type": "/cosmos.crypto.ed25519.PubKey" }] }, auth_info: {} }, /unexpected GenTx message type/],
    [{ body: { messages: [{ "@type": "/cosmos.bank.v1beta1.MsgSend" }] }, auth_info: {} }, /is no type that may stand here/],
    [{ body: { messages: [{ "@type": "/cosmos.staking.v1beta1.MsgCreateValidator", other: 1 }] } }, /is no field of/],
  ];
  for (const [json, sentence] of faults) {
    expect(() => genesisTxFromJson(json, "x")).toThrow(TxError);
    expect(() => genesisTxs({ genutil: { gen_txs: [json] } })).toThrow(sentence);
  }
});
