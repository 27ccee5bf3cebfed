// A person stakes, votes and takes rewards with nothing but the command line.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { afterAll, expect, test } from "vitest";
import { startNode } from "../../compose.ts";
import { initHome } from "../../init-home.ts";
import { TEST_CONFIG } from "../../node.fixture.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const home = mkdtempSync(join(tmpdir(), "openledger-staking-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<{ readonly out: string; readonly err: string }> {
  const running = promisify(execFile)(process.execPath, [join(import.meta.dirname, "../../main.ts"), ...args]);
  running.child.stdin?.end(`${MNEMONIC}\n`);
  const { stdout, stderr } = await running.catch((error: { stdout: string; stderr: string }) => error);
  return { out: stdout, err: stderr };
}

test("delegate, withdraw, propose, vote and undelegate say in words what they sign, and do it", { timeout: 60_000 }, async () => {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(MNEMONIC, { prefix: "open" });
  const [account] = await wallet.getAccounts();
  const address = account?.address ?? expect.fail("the wallet has an account");
  initHome({ home: join(home, "node"), accounts: [{ address, coins: [{ denom: "uopen", amount: 100_000_000n }] }] });
  await using node = await startNode({ home: join(home, "node"), config: TEST_CONFIG });
  const keys = ["--home", home, "--keyring-backend", "test"];
  await run("keys", "add", "alice", "--recover", "--bech32-prefix", "open", ...keys);
  const ask = async (...args: readonly string[]): Promise<string> => (await run("query", ...args, "--node", node.rpcUrl)).out;
  const sign = (...args: readonly string[]): ReturnType<typeof run> =>
    run("tx", ...args, "--from", "alice", "--yes", "--node", node.rpcUrl, "--rest", node.restUrl, ...keys);

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
  expect(await ask("staking", "unbonding", address)).toContain('"1000000"');
});
