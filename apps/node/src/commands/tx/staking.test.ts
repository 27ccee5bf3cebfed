// A person stakes, votes and takes rewards with nothing but the command line.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeyring } from "@openledger/keyring";
import { afterAll, expect, test } from "vitest";
import { startNode } from "../../compose.ts";
import { initHome } from "../../init-home.ts";
import { TEST_CONFIG } from "../../node.fixture.ts";
import { runCli, type CliRun } from "../run-cli.fixture.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const home = mkdtempSync(join(tmpdir(), "openledger-staking-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("delegate, withdraw, propose, vote and undelegate say in words what they sign, and do it", async () => {
  const { address } = await openKeyring({ home, backend: "test", prefix: "open" }).recover("alice", MNEMONIC);
  initHome({ home: join(home, "node"), accounts: [{ address, coins: [{ denom: "udemo", amount: 70n }, { denom: "uopen", amount: 100_000_000n }] }] });
  await using node = await startNode({ home: join(home, "node"), config: TEST_CONFIG });
  const keys = ["--home", home, "--keyring-backend", "test"];
  const ask = async (...args: readonly string[]): Promise<string> => (await runCli("query", ...args, "--node", node.rpcUrl)).out;
  const sign = (...args: readonly string[]): Promise<CliRun> =>
    runCli("tx", ...args, "--from", "alice", "--yes", "--node", node.rpcUrl, "--rest", node.restUrl, ...keys);

  const validator = /"(openvaloper1[0-9a-z]+)"/.exec(await ask("staking", "validators"))?.[1] ?? expect.fail("there is a validator");
  expect(await sign("delegate", validator, "5000000uopen")).toMatchObject({
    err: expect.stringContaining(`delegate 5000000 uopen to ${validator}`) as string,
    out: expect.stringMatching(/In block \d+, gas \d+/) as string,
  });
  expect(await ask("staking", "delegations", address)).toContain('"15000000"');
  expect((await sign("withdraw")).out).toMatch(/In block/);
  expect(await sign("propose", "More of it", "Shall there be more?", "--deposit", "10000000uopen")).toMatchObject({ out: expect.stringContaining("Proposal 1.") as string });
  expect((await sign("vote", "1", "yes")).err).toContain("vote yes on proposal 1");
  expect(await ask("gov", "tally", "1")).toContain('"15000000"');
  expect((await sign("vote", "1", "maybe")).err).toContain("the option must be one of yes, abstain, no, no_with_veto, not maybe");
  expect((await sign("undelegate", validator, "1000000uopen")).out).toMatch(/In block/);
  const unbonding = await ask("staking", "unbonding", address);
  expect(unbonding).toContain('"1000000"');
  const began = /"creationHeight": "(\d+)"/.exec(unbonding)?.[1] ?? expect.fail("the unbonding began at a height");
  expect((await sign("staking", "cancel-unbond", validator, "400000uopen", began, "--gas-prices", "0.01uopen", "--gas-adjustment", "1.6")).out).toMatch(/In block/);
  const edited = JSON.parse((await sign("staking", "edit-validator", "--details", "as new", "--fees", "70udemo,50uopen", "--gas", "300000", "-o", "json")).out) as { code: number; txhash: string };
  expect(edited).toMatchObject({ code: 0, gas_wanted: "300000", txhash: expect.stringMatching(/^[0-9A-F]{64}$/) as string });
  expect(JSON.parse(await ask("tx", edited.txhash))).toMatchObject({ txhash: edited.txhash, code: 0 });
  expect(await ask("staking", "validators")).toContain('"as new"');
});
