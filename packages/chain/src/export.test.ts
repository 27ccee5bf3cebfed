/** A chain goes on from an exported genesis with the state that it had. */
import type { Json, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { account, balance, CHAIN_ID, createWallets, crypto, execute, blockRequest, genesisOf, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";

const [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];
const send = (accountNumber: bigint, sequence: bigint) => signTx(alice, [sendMessage(alice.address, bob.address, "7")], { accountNumber, sequence, chainId: CHAIN_ID });

/** What goes through a file. */
const throughText = (json: unknown): Json => JSON.parse(JSON.stringify(json)) as Json;

function continued(chain: StateMachine, change: object = {}): StateMachine {
  const { height } = chain.info();
  const document = { ...(genesisOf([]) as object), initial_height: String(height + 1n), app_state: throughText({ ...chain.exportAppState(), ...change }) };
  const next = createChain({ crypto });
  next.initChain(parseGenesis(document));
  next.commit(execute(next, blockRequest(height + 1n)));
  return next;
}

test("accounts, sequences, balances and every invariant survive, and a second export says the same", async () => {
  const chain = startChain([bob, alice]);
  runBlock(chain, [await send(1n, 0n)]);
  const next = continued(chain);
  expect(account(next, alice.address)).toEqual(account(chain, alice.address));
  expect(balance(next, bob.address)).toBe("1000007");
  expect(next.invariants()).toEqual([]);
  runBlock(chain);
  expect(next.exportAppState()).toEqual(chain.exportAppState());
  runBlock(next, [await send(1n, 1n)]);
  expect([balance(next, bob.address), next.info().height]).toEqual(["1000014", 3n]);
});

test.each([
  ["gate", "gates", []],
  ["datanet", "params", { max_curators: 1 }],
  ["market", "params", {}],
])("%s.%s added beside an exported store is refused, since one of the two would be lost without a word", async (module, name, value) => {
  const chain = startChain([alice, bob]);
  runBlock(chain, [await send(0n, 0n)]);
  const both = { [module]: { store: {}, [name]: value } };
  expect(() => continued(chain, both)).toThrow(`genesis app_state.${module}.${name}: cannot stand beside \`store\``);
});

test("a transaction of before the export is refused after it", async () => {
  const chain = startChain([alice, bob]);
  const tx = await send(0n, 0n);
  runBlock(chain, [tx]);
  const next = continued(chain);
  expect(runBlock(next, [tx]).response.txResults[0]).toMatchObject({ codespace: "sdk", code: 32 });
  expect(balance(next, bob.address)).toBe("1000007");
});

test("an export that somebody damaged is refused at its place", () => {
  const chain = startChain([alice]);
  runBlock(chain);
  expect(() => continued(chain, { datanet: { store: { zz: "00" } } })).toThrow("genesis app_state.datanet.store.zz: must be hex");
  expect(() => continued(chain, { datanet: { store: { "00": 7 } } })).toThrow("genesis app_state.datanet.store.00: must be text in quotes");
  expect(() => continued(chain, { auth: { store: null } })).toThrow("genesis app_state.auth.store: must be an object");
  expect(() => startChain([]).exportAppState()).toThrow("before the first block");
});
