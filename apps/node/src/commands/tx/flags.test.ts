// Flags and addresses as Cosmos SDK command lines have them work, or are refused with what to do.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeyring } from "@openledger/keyring";
import { afterAll, expect, test } from "vitest";
import { startNode } from "../../compose.ts";
import { initHome } from "../../init-home.ts";
import { TEST_CONFIG } from "../../node.fixture.ts";
import { runCli } from "../run-cli.fixture.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const home = mkdtempSync(join(tmpdir(), "openledger-flags-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("SDK flags work, and what cannot be is refused in words", async () => {
  const { address } = await openKeyring({ home, backend: "test", prefix: "open" }).recover("alice", MNEMONIC);
  initHome({ home: join(home, "node"), accounts: [{ address, coins: [{ denom: "uopen", amount: 100_000_000n }] }] });
  await using node = await startNode({ home: join(home, "node"), config: { ...TEST_CONFIG, minimum_gas_prices: "0.025uopen" } });
  const keys = ["--home", home, "--keyring-backend", "test"];
  const tcp = node.rpcUrl.replace("http:", "tcp:");
  const send = (...args: readonly string[]): ReturnType<typeof runCli> =>
    runCli("tx", "send", address, "5uopen", "--yes", "--node", tcp, ...keys, ...args);

  expect((await send("--from", "alice")).err).toContain("; add --gas-prices 0.025uopen");
  expect((await send("--from", "alice", "--gas-prices", "0.025uopen", "--fees", "5uopen")).err).toContain("either --fees or --gas-prices");
  expect((await send("--from", "alice", "--chain-id", "other-1")).err).toContain("serves openledger-local-1, not other-1");
  const cosmos = "cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4";
  expect((await send("--from", cosmos)).err).toContain(`${cosmos} is an address of cosmos, and accounts of this chain begin with open1`);
  const sent = await send("--from", address, "--gas-prices", "0.025uopen", "--note", "a note", "--chain-id", "openledger-local-1", "--broadcast-mode", "sync");
  expect(sent.out).toMatch(/The node has taken transaction [0-9A-F]{64}; "openledgerd query tx/);
  expect(JSON.parse((await runCli("status", "--node", tcp)).out)).toMatchObject({ node_info: { network: "openledger-local-1" } });

  const key = JSON.parse((await runCli("comet", "show-validator", "--home", join(home, "node"))).out) as object;
  const terms = { pubkey: key, amount: "1000000uopen", moniker: "m", "commission-rate": "0.1", "commission-max-rate": "0.2", "commission-max-change-rate": "0.01", "min-self-delegation": "1" };
  const file = join(home, "validator.json");
  const create = async (changes: object): Promise<string> => {
    writeFileSync(file, JSON.stringify({ ...terms, ...changes }));
    return (await runCli("tx", "staking", "create-validator", file, "--from", "alice", "-y", "--node", tcp, "--gas-prices", "0.025uopen", ...keys)).err;
  };
  expect(await create({})).toContain("validator already exist for this operator address");
  expect(await create({ "commission-rate": "0.3" })).toContain("commission-rate 0.3 must not be more than");
  expect(await create({ "min-self-delegation": "1000001" })).toContain("is more than the bond of 1000000uopen");
  expect(readFileSync(file, "utf8")).toContain("ed25519");
});
