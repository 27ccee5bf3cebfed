import { unixNanos } from "@openledger/primitives";
import { sdkErrors } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { blockRequest, crypto, execute, genesisOf } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";

test("genesis times survive their text, leap days included", () => {
  for (const text of ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59.5Z", "2026-12-31T00:00:00.000000001Z", "2100-03-01T12:00:00Z"]) {
    const { genesisTime } = parseGenesis({ ...(genesisOf([]) as object), genesis_time: text });
    expect(genesisTime).toBe(unixNanos(BigInt(Date.parse(text.replace(/\.\d+/, ""))) * 1_000_000n + BigInt((/\.(\d+)/.exec(text)?.[1] ?? "").padEnd(9, "0"))));
  }
});

test("the table of error codes is frozen", () => {
  const { modules } = createChain({ crypto });
  const all = [...Object.values(sdkErrors), ...modules.flatMap(({ errors }) => errors)];
  const rows = all.map(({ codespace, code, meaning }) => `${codespace} ${code} ${meaning}`);
  expect(new Set(all.map(({ codespace, code }) => `${codespace} ${code}`)).size).toBe(all.length);
  expect(rows).toMatchSnapshot();
});

const plain = genesisOf([]) as { readonly [key: string]: unknown };
const validator = (key: object, power: unknown = "1") => ({ validators: [{ pub_key: key, power }] });

test.each<[string, object, string]>([
  ["no chain id", { chain_id: "" }, "genesis chain_id: must have 1 to 50 characters"],
  ["a local time", { genesis_time: "2026-11-21 08:00" }, "genesis genesis_time: must be a UTC time like"],
  ["a 30th of February", { genesis_time: "2026-02-30T00:00:00Z" }, "genesis genesis_time: must be a UTC time like"],
  ["a height that is no number", { initial_height: "one" }, "genesis initial_height: must be an integer"],
  ["a foreign key type", validator({ type: "tendermint/PubKeySecp256k1", value: "" }), "validators[0].pub_key.type: must be tendermint/PubKeyEd25519"],
  ["a short key", validator({ type: "tendermint/PubKeyEd25519", value: "AAAA" }), "validators[0].pub_key.value: must be 32 bytes in base64"],
  ["a validator without power", validator({ type: "tendermint/PubKeyEd25519", value: `${"A".repeat(43)}=` }, "0"), "validators[0].power: must be from 1"],
  ["a gas limit beyond what blocks carry", { consensus_params: { block: { max_gas: "9223372036854775808" } } }, "genesis consensus_params.block.max_gas: must be below 2^63"],
  ["a field that is none", { chainid: "x-1" }, "genesis chainid: a genesis document has no such field; correct the name or remove it"],
  ["an app_state that is a list", { app_state: [] }, "genesis app_state: must be an object"],
])("a document with %s is refused at its place", (_name, change, text) => {
  expect(() => parseGenesis({ ...plain, ...change })).toThrow(text);
});

test("a document without prefix or denom starts no chain, with a sentence", () => {
  const chain = createChain({ crypto });
  expect(() => chain.initChain(parseGenesis({ ...plain, app_state: {} }))).toThrow("genesis app_state.system.bech32_prefix: must be text in quotes");
  expect(() => chain.initChain(parseGenesis({ ...plain, app_state: { system: { bech32_prefix: "open" } } }))).toThrow("app_state.system.base_denom");
  expect(() => chain.initChain(parseGenesis({ ...plain, app_state: { system: { bech32_prefix: "Open", base_denom: "uopen" } } }))).toThrow("lower-case letters");
});

test("a module that the chain does not have is refused by its name, unless nothing stands under it", () => {
  const state = plain["app_state"] as object;
  const begin = (more: object): void => void createChain({ crypto }).initChain(parseGenesis({ ...plain, app_state: { ...state, ...more } }));
  expect(() => begin({ stakng: { params: {} } })).toThrow("genesis app_state.stakng: this chain has no such module; correct the name or remove it");
  expect(() => begin({ params: null, vesting: {}, runtime: null, genutil: { gen_txs: [] } })).not.toThrow();
});

test("the SDK's shape of consensus parameters and validators is read too", () => {
  const { consensus_params: params, validators: _none, ...rest } = plain;
  const key = { type: "tendermint/PubKeyEd25519", value: `${"A".repeat(43)}=` };
  const request = parseGenesis({ ...rest, consensus: { params, validators: [{ pub_key: key, power: "10" }] } });
  expect(request.validators).toEqual([{ publicKey: new Uint8Array(32), power: 10n }]);
  expect(request.consensusParams).toEqual({ maxBlockBytes: 4_194_304n, maxBlockGas: -1n });
});

test("a chain that begins at another height runs from there", () => {
  const chain = createChain({ crypto });
  chain.initChain(parseGenesis({ ...plain, initial_height: "100" }));
  expect(chain.info().height).toBe(0n);
  chain.commit(execute(chain, blockRequest(100n)));
  expect(chain.info().height).toBe(100n);
});
