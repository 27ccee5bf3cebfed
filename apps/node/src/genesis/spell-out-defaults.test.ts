import { createChain, defaultGenesis, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { unixNanos } from "@openledger/primitives";
import { expect, test } from "vitest";
import { spellOutDefaults } from "./spell-out-defaults.ts";

const operator = "cosmos1pkptre7fdkl6gfrzlesjjvhxhlc3r4gmmk8rs6";
const plain = defaultGenesis({
  genesisTime: unixNanos(1_790_000_000_000_000_000n),
  ...{ chainId: "simd-testing", bech32Prefix: "cosmos", baseDenom: "ustake" },
  accounts: [{ address: operator, coins: [{ denom: "ustake", amount: 100_000_000n }] }],
  validators: [{ publicKey: new Uint8Array(32).fill(7), power: 10n, name: "node0", operator }],
  appState: { gov: { params: { voting_period: "604800s" } } },
});

test("a person finds every parameter of the SDK's modules, and what was chosen stays", () => {
  const { app_state: state } = spellOutDefaults(plain);
  expect(state).toMatchObject({
    auth: { params: { max_memo_characters: "256" }, accounts: [{ address: operator }] },
    bank: { params: { default_send_enabled: true }, denom_metadata: [], balances: [{ address: operator }, {}] },
    staking: { params: { bond_denom: "ustake", unbonding_time: "1814400s" }, validators: [{ description: { moniker: "node0" } }] },
    slashing: { params: { signed_blocks_window: "100" } },
    distribution: { params: { community_tax: "0.020000000000000000" } },
    mint: { minter: { inflation: "0.000000000000000000" }, params: { mint_denom: "ustake" } },
    gov: { starting_proposal_id: "1", params: { voting_period: "604800s", min_deposit: [{ denom: "ustake", amount: "10000000" }] } },
    authz: { authorization: [] },
    feegrant: { allowances: [] },
  });
});

test("the chain that begins with it is the same, byte for byte", () => {
  const [without, with_] = [plain, spellOutDefaults(plain)].map((document) => {
    const chain = createChain({ crypto: createNodeCrypto() });
    return chain.initChain(parseGenesis(JSON.parse(JSON.stringify(document))));
  });
  expect(with_).toEqual(without);
});
