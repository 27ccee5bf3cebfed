import { expect, test } from "vitest";
import { attestersOf } from "./attesters.ts";
import { crypto, genesisOf } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { forcedInclusionOf } from "./forced-inclusion.ts";
import { parseGenesis } from "./genesis.ts";

const withRule = (rule: unknown, others: object = {}): object => ({ rollup: { forced_inclusion: rule }, ...others });

test("a genesis without the rule has none, and one with it says what is owed", () => {
  expect(forcedInclusionOf({})).toBeUndefined();
  expect(forcedInclusionOf({ rollup: {} })).toBeUndefined();
  expect(forcedInclusionOf(withRule({ window: "300" }))).toEqual({ window: 300n, bytesPerWindow: 1_048_576, daBlockSeconds: 6n });
  expect(forcedInclusionOf(withRule({ window: 5, bytes_per_window: "10", da_block_seconds: "1" }))).toEqual({ window: 5n, bytesPerWindow: 10, daBlockSeconds: 1n });
});

test.each<[string, object, string]>([
  ["a window of none", withRule({ window: "0" }), "forced_inclusion.window: must be from 1"],
  ["no window", withRule({}), "forced_inclusion.window: must be an integer"],
  ["a mistyped name", withRule({ windows: "5" }), "forced_inclusion.windows: there is no such field"],
  ["a mistyped rule", { rollup: { forced: {} } }, "app_state.rollup.forced: there is no such field"],
  ["too many bytes", withRule({ window: "5", bytes_per_window: "100000000" }), "bytes_per_window: must be from 1"],
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
