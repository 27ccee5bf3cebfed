import { expect, test } from "vitest";
import { attestersOf } from "./attesters.ts";
import { isTaken } from "@openledger/state-machine";
import { createWallets, crypto, genesisOf, runBlock, sendMessage, signTx, startChain } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { forcedInclusionOf } from "./forced-inclusion.ts";
import { parseGenesis } from "./genesis.ts";

const withRule = (rule: unknown, others: object = {}): object => ({ rollup: { forced_inclusion: rule }, ...others });

test("a genesis without the rule has none, and one with it says what is owed", () => {
  expect(forcedInclusionOf({})).toBeUndefined();
  expect(forcedInclusionOf({ rollup: {} })).toBeUndefined();
  expect(forcedInclusionOf(withRule({ window: "300" }))).toEqual({ window: 300n, bytesPerWindow: 1_048_576, gasPerWindow: 50_000_000n, startHeight: 1n, daBlockSeconds: 6n });
  expect(forcedInclusionOf(withRule({ window: 5, bytes_per_window: "10", gas_per_window: "20", start_height: "30", da_block_seconds: "1" }))).toEqual({ window: 5n, bytesPerWindow: 10, gasPerWindow: 20n, startHeight: 30n, daBlockSeconds: 1n });
});

test.each<[string, object, string]>([
  ["a window of none", withRule({ window: "0" }), "forced_inclusion.window: must be from 2 to 1000000"],
  ["a window without a half", withRule({ window: "1" }), "forced_inclusion.window: must be from 2 to 1000000"],
  ["no window", withRule({}), "forced_inclusion.window: must be an integer"],
  ["a mistyped name", withRule({ windows: "5" }), "forced_inclusion.windows: there is no such field"],
  ["a mistyped rule", { rollup: { forced: {} } }, "app_state.rollup.forced: there is no such field"],
  ["too many bytes", withRule({ window: "5", bytes_per_window: "100000000" }), "bytes_per_window: must be from 1"],
  ["no gas", withRule({ window: "5", gas_per_window: "0" }), "gas_per_window: must be from 1"],
  ["a DA height of 0", withRule({ window: "5", start_height: "0" }), "start_height: must be from 1"],
  ["validators of CometBFT", withRule({ window: "5" }, { staking: { valset_source: "staking" } }), "cannot be held to one view of DA"],
  ["a response time below twice the window", withRule({ window: "1801" }), "a window of 10806 seconds needs app_state.market.params.response_seconds of 21612 at least, not 21600"],
  ["a challenge window below twice the window", withRule({ window: "10" }, { market: { params: { window_seconds: "119" } } }), "needs app_state.market.params.window_seconds of 120 at least, not 119"],
])("a genesis with %s is refused at its place", (_name, state, text) => {
  expect(() => forcedInclusionOf(state)).toThrow(text);
  const document = genesisOf([]) as { readonly app_state: object };
  expect(() => createChain({ crypto }).initChain(parseGenesis({ ...document, app_state: { ...document.app_state, ...state } }))).toThrow(text);
});

const KEY = `${"A".repeat(43)}=`;

test("a genesis registers whoever may attest, each key once", () => {
  expect(attestersOf({})).toEqual([]);
  expect(attestersOf({ rollup: { attesters: [{ name: "a", public_key: KEY }] } })).toEqual([{ name: "a", publicKey: new Uint8Array(32) }]);
  for (const [attesters, text] of [
    [[{ public_key: "AAAA" }], "attesters[0].public_key: must be 32 bytes"],
    [[{ public_key: KEY }, { public_key: KEY }], "must name each key once"],
    [[{ public_key: KEY, power: "1" }], "attesters[0].power: there is no such field"],
    [Array.from({ length: 101 }, () => ({ public_key: KEY })), "must be at most 100"],
  ] as const) {
    expect(() => attestersOf({ rollup: { attesters } })).toThrow(text);
    const document = genesisOf([]) as { readonly app_state: object };
    expect(() => createChain({ crypto }).initChain(parseGenesis({ ...document, app_state: { ...document.app_state, rollup: { attesters } } }))).toThrow(text);
  }
});

test("a transaction that the ante chain refuses in a block is not taken, one whose message fails is", async () => {
  const [alice, bob] = await createWallets(2);
  if (alice === undefined || bob === undefined) throw new Error("two wallets");
  const chain = startChain([alice, bob]);
  const txs = [
    await signTx(alice, [sendMessage(alice.address, bob.address, "1")], { sequence: 1n }),
    await signTx(alice, [sendMessage(alice.address, bob.address, "1")]),
    await signTx(bob, [sendMessage(bob.address, alice.address, "999999999999")], { accountNumber: 1n }),
    Uint8Array.of(1),
  ];
  const { txResults } = runBlock(chain, txs).response;
  expect(txResults.map(({ code }) => code === 0)).toEqual([false, true, false, false]);
  expect(txResults.map(isTaken)).toEqual([false, true, true, false]);
});

test("checks in turn let a chain of one sender through, as a block does, and leave nothing", async () => {
  const [alice, bob] = await createWallets(2);
  if (alice === undefined || bob === undefined) throw new Error("two wallets");
  const chain = startChain([alice, bob]);
  const txs = await Promise.all([0n, 1n, 2n, 4n].map((sequence) => signTx(alice, [sendMessage(alice.address, bob.address, "1")], { sequence })));
  const check = chain.checksInTurn();
  expect(txs.map((tx) => check(tx).code === 0)).toEqual([true, true, true, false]);
  expect(txs.map((tx) => chain.checkAlone(tx).code === 0)).toEqual([true, false, false, false]);
  expect(txs.map(chain.checksInTurn()).map(({ code }) => code === 0)).toEqual([true, true, true, false]);
});

test("whether a block trips an assertion can be asked before the first one and after, and leaves nothing", async () => {
  const [alice, bob] = await createWallets(2);
  if (alice === undefined || bob === undefined) throw new Error("two wallets");
  const chain = startChain([alice, bob]);
  const tx = await signTx(alice, [sendMessage(alice.address, bob.address, "1")]);
  expect([chain.trips(tx), chain.trips(Uint8Array.of(1))]).toEqual([undefined, undefined]);
  runBlock(chain);
  const { appHash } = chain.info();
  expect(chain.trips(tx)).toBeUndefined();
  expect([chain.info().appHash, chain.checkAlone(tx).code]).toEqual([appHash, 0]);
});
