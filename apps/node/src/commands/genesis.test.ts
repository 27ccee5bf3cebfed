// A chain of another prefix and other denoms, prepared by hand as on an SDK chain.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSignBytes, makeSignDoc } from "@cosmjs/proto-signing";
import { QueryClient, setupStakingExtension } from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { genesisTxFromJson } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { AuthInfo, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import type { Json } from "@openledger/state-machine";
import { afterAll, expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { collectGentxs } from "../genesis/collect-gentxs.ts";
import { readGenesisDocument } from "../genesis/genesis-document.ts";
import { homePaths } from "../home.ts";
import { TEST_CONFIG } from "../node.fixture.ts";
import { runCli, type CliRun } from "./run-cli.fixture.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const folder = mkdtempSync(join(tmpdir(), "openledger-genesis-"));
const home = join(folder, "home");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Genesis {
  readonly chain_id: string;
  readonly app_state: { readonly bank: { readonly balances: unknown; readonly supply?: unknown }; readonly auth: { readonly accounts: readonly object[] } };
}

const run = (args: readonly string[]): Promise<CliRun> => runCli(...args, "--home", home);

const genesis = (): Genesis => JSON.parse(readFileSync(homePaths(home).genesisFile, "utf8")) as Genesis;
const test_ = ["--keyring-backend", "test"];

test("keys, accounts and balances of a cosmos-prefixed chain, edited and validated", async () => {
  expect((await run(["init", "node0", "--chain-id", "cosmos-1", "--bech32-prefix", "cosmos", "--default-denom", "ucosm"])).code).toBe(0);
  expect(readFileSync(homePaths(home).configFile, "utf8")).toContain('moniker = "node0"');
  const recovered = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "../main.ts"), "keys", "add", "alice", "--recover", "--output", "json", ...test_, "--home", home],
    { encoding: "utf8", input: `${MNEMONIC}\n` },
  );
  expect(recovered.status).toBe(0);
  const { address } = JSON.parse(recovered.stdout) as { readonly address: string };
  expect(address).toMatch(/^cosmos1/);
  expect((await run(["keys", "show", "alice", "-a", "--bech", "val", ...test_])).out.trim()).toMatch(/^cosmosvaloper1/);

  expect(await run(["add-genesis-account", "alice", "5ustake,1000ucosm", ...test_])).toMatchObject({ code: 0 });
  expect(genesis().app_state.bank.balances).toEqual([{ address, coins: [{ denom: "ucosm", amount: "1000" }, { denom: "ustake", amount: "5" }] }]);
  const again = await run(["genesis", "add-genesis-account", address, "1ucosm", ...test_]);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining(`cannot add account at existing address ${address}`) as string });
  expect((await run(["add-genesis-account", address, "1ucosm", "--append", ...test_])).code).toBe(0);
  expect(genesis().app_state.bank.balances).toEqual([{ address, coins: [{ denom: "ucosm", amount: "1001" }, { denom: "ustake", amount: "5" }] }]);
  expect(genesis().app_state.auth.accounts).toHaveLength(1);
  expect(await run(["validate-genesis"])).toMatchObject({ code: 0, out: expect.stringContaining("is a valid genesis file") as string });
});

test("gentx signs what any Cosmos client can read and verify, and is collected into the genesis", async () => {
  const made = await run(["gentx", "alice", "1000ucosm", "--commission-rate", "0.07", "--details", "<of> mine", ...test_]);
  expect(made).toMatchObject({ code: 0, err: expect.stringContaining("bond 1000 ucosm to it") as string });
  const gentxFolder = join(homePaths(home).configFolder, "gentx");
  const [file = ""] = readdirSync(gentxFolder);
  const json = JSON.parse(readFileSync(join(gentxFolder, file), "utf8")) as {
    readonly body: { readonly messages: readonly object[] };
    readonly signatures: readonly string[];
  };
  expect(json.body.messages).toMatchObject([
    {
      "@type": "/cosmos.staking.v1beta1.MsgCreateValidator",
      commission: { rate: "0.070000000000000000", max_rate: "0.200000000000000000", max_change_rate: "0.010000000000000000" },
      description: { moniker: "node0", details: "<of> mine" },
      pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey" },
      value: { denom: "ucosm", amount: "1000" },
    },
  ]);
  const { bodyBytes, authInfoBytes } = TxRaw.decode(genesisTxFromJson(json as unknown as Json, "gentx"));
  const doc = makeSignBytes(makeSignDoc(bodyBytes, authInfoBytes, "cosmos-1", 0));
  const crypto = createNodeCrypto();
  const [signer] = AuthInfo.decode(authInfoBytes).signerInfos;
  const { key } = PubKey.decode(signer?.publicKey?.value ?? new Uint8Array(0));
  expect(crypto.verifySecp256k1(key, crypto.sha256(doc), new Uint8Array(Buffer.from(json.signatures[0] ?? "", "base64")))).toBe(true);

  const collected = collectGentxs(readGenesisDocument(homePaths(home).genesisFile), gentxFolder, "genesis");
  expect(collected.app_state.genutil?.gen_txs).toEqual([json]);
  expect(() => collectGentxs(readGenesisDocument(homePaths(home).genesisFile), join(folder, "nothing"), "genesis")).toThrow("there must be at least one genesis tx");
  expect(await run(["gentx", "alice", "1000ucosm", ...test_])).toMatchObject({ code: 1, err: expect.stringContaining("exists; remove it") as string });
  for (const [args, sentence] of [
    [["alice", "1002ucosm"], "has only 1001ucosm in the genesis"],
    [["alice", "1ustake"], "validators bond ucosm on this chain"],
    [["alice", "1ucosm", "--chain-id", "other"], "is not that of the genesis file"],
    [["alice", "1ucosm", "--commission-rate", "lots"], "must be a number such as 0.1"],
    [["alice", "1ucosm", "--commission-rate", "1.5"], "must be a share from 0 to 1"],
    [["alice", "1ucosm", "--commission-rate", "0.3"], "--commission-rate 0.3 must not be more than --commission-max-rate 0.2"],
    [["alice", "0ucosm"], "a validator begins with a bond of its own"],
    [["alice", "1ucosm", "--min-self-delegation", "2"], "--min-self-delegation 2 is more than the bond of 1ucosm"],
    [["open15yk64u7zc9g9k2yr2wmzeva5qgwxps6y3eah9f", "1ucosm"], "is an address of open, and accounts of this chain begin with cosmos1"],
  ] as const) {
    expect(await run(["gentx", ...args, ...test_])).toMatchObject({ code: 1, err: expect.stringContaining(sentence) as string });
  }
});

test("what is wrong is said, and the file stays as it was", async () => {
  const before = readFileSync(homePaths(home).genesisFile, "utf8");
  const faults: readonly [readonly string[], string][] = [
    [["add-genesis-account", "nobody", "1ucosm"], "no key \"nobody\""],
    [["add-genesis-account", "cosmos1qqq", "1ucosm"], "is not an address"],
    [["add-genesis-account", "alice", "lots"], "must be coins such as"],
    [["add-genesis-account", "alice", "1ucosm", "--vesting-amount", "1ucosm"], "must supply start and end time or end time"],
    [["validate-genesis", join(folder, "none.json")], "is missing"],
  ];
  for (const [args, sentence] of faults) {
    const flags = args[0] === "validate-genesis" ? [] : test_;
    expect(await run([...args, ...flags])).toMatchObject({ code: 1, err: expect.stringContaining(sentence) as string });
  }
  expect(readFileSync(homePaths(home).genesisFile, "utf8")).toBe(before);
  const broken = JSON.parse(before) as { app_state: { bank: Record<string, unknown> } };
  broken.app_state.bank["supply"] = [{ denom: "ucosm", amount: "7" }];
  const file = join(folder, "broken.json");
  writeFileSync(file, JSON.stringify(broken));
  expect(await run(["genesis", "validate", file])).toMatchObject({ code: 1, err: expect.stringContaining("balances sum to 1001") as string });
});

test.each(["sequencer", "staking"])("a chain begins with its collected validators bonded, where %s decides who seals", async (source) => {
  const { genesisFile, configFolder, dataFolder } = homePaths(home);
  const before = readFileSync(genesisFile, "utf8");
  rmSync(join(configFolder, "gentx"), { recursive: true });
  expect((await run(["add-genesis-account", "alice", "9000000ucosm", "--append", ...test_])).code).toBe(0);
  expect((await run(["gentx", "alice", "2000000ucosm", "--website", "w", ...test_])).code).toBe(0);
  const gentx = join(configFolder, "gentx", readdirSync(join(configFolder, "gentx"))[0] ?? "");
  const signed = readFileSync(gentx, "utf8");
  writeFileSync(gentx, signed.replace('"website":"w"', '"website":"other"'));
  expect(await run(["collect-gentxs"])).toMatchObject({ code: 1, err: expect.stringMatching(/gentx-[0-9a-f]{40}\.json: .*signature verification failed/) as string });
  writeFileSync(gentx, signed.replace('"amount":"2000000"', '"amount":"many"'));
  expect(await run(["collect-gentxs"])).toMatchObject({ code: 1, err: expect.stringContaining(gentx) as string });
  writeFileSync(gentx, signed);
  expect((await run(["collect-gentxs"])).code).toBe(0);
  const document = JSON.parse(readFileSync(genesisFile, "utf8")) as { readonly app_state: Record<string, object> };
  document.app_state["staking"] = { ...document.app_state["staking"], valset_source: source };
  writeFileSync(genesisFile, JSON.stringify(document));
  {
    await using node = await startNode({ home, config: TEST_CONFIG });
    const comet = await Comet38Client.connect(node.rpcUrl);
    const client = QueryClient.withExtensions(comet, setupStakingExtension);
    await expect.poll(async () => (await comet.status()).syncInfo.latestBlockHeight).toBeGreaterThanOrEqual(2);
    const { validators } = await client.staking.validators("BOND_STATUS_BONDED");
    expect(validators).toMatchObject([{ tokens: "2000000", description: { moniker: "node0", website: "w" }, commission: { commissionRates: { rate: "100000000000000000" } } }]);
    expect((await comet.validators({})).validators.map(({ votingPower }) => votingPower)).toEqual([source === "staking" ? 2n : 10n]);
    comet.disconnect();
  }
  rmSync(dataFolder, { recursive: true });
  mkdirSync(dataFolder);
  writeFileSync(homePaths(home).signStateFile, '{"height":"0","round":0,"step":0}');
  writeFileSync(genesisFile, before);
});
