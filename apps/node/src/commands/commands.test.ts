// The command line as a person uses it: sentences on stderr, exit codes, JSON on stdout.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";

function run(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

async function makeBlocks(home: string, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onBlock = ({ height }: { readonly height: bigint }): void => void (height >= BigInt(count) && resolve());
  await using _node = await startNode({ home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock });
  await promise;
}

test("init makes a home whose secrets only the owner reads, and a second one is refused", async () => {
  using place = await createTestHome();
  const home = `${place.home}-cli`;
  const [address = ""] = place.addresses;
  const made = run("init", "--home", home, "--chain-id", "cli-1", "--account", `${address}=5udemo,100uopen`);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toContain("Next: openledgerd start");
  const paths = homePaths(home);
  expect(statSync(paths.validatorKeyFile).mode & 0o777).toBe(0o600);
  const genesis = JSON.parse(readFileSync(paths.genesisFile, "utf8")) as { app_state: { bank: { balances: unknown } } };
  expect(genesis.app_state.bank.balances).toEqual([
    { address, coins: [{ denom: "udemo", amount: "5" }, { denom: "uopen", amount: "100" }] },
    // What the first account has bonded in the validator of this home.
    { address: expect.stringMatching(/^open1/) as string, coins: [{ denom: "uopen", amount: "10000000" }] },
  ]);
  expect(run("init", "--home", home)).toMatchObject({ code: 1, err: expect.stringContaining("exists; choose another --home") });
  expect(run("init", "--home", `${home}2`, "--account", "open1=lots").err).toContain("give address=coins");
  await makeBlocks(home, 2);
});

test("replay and doctor agree with a sound home, and say what is wrong with a damaged one", async () => {
  using place = await createTestHome();
  await makeBlocks(place.home, 5);
  const replayed = run("replay", "--home", place.home, "--json");
  expect(replayed).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(replayed.out)).toMatchObject({ chainId: "openledger-test-1", firstHeight: 1, mismatches: [] });
  const doctor = run("doctor", "--home", place.home);
  expect(doctor.code).toBe(0);
  expect(doctor.out).toMatch(/^All \d+ checks hold\.$/m);
  expect(doctor.out).not.toContain("PROBLEM");
  expect(doctor.out).toContain("ok       bank        the supply of each denom is the sum of its balances (9 balances, 20000udemo, 4010000000uopen)");

  const paths = homePaths(place.home);
  writeFileSync(paths.signStateFile, '{"height":"1","round":0,"step":0}'.replace('"1"', '"0"'));
  const behind = run("doctor", "--home", place.home);
  expect(behind).toMatchObject({ code: 1, out: expect.stringContaining("restore it, it guards against signing twice") });

  const log = join(paths.dataFolder, "blocks.log");
  const bytes = readFileSync(log);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(log, bytes);
  const damaged = run("replay", "--home", place.home);
  expect(damaged.code).toBe(1);
  expect(damaged.err).toContain("blocks.log");
});
