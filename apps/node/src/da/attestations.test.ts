// Followers with registered keys say on DA what executing a block gave; two thirds of them suffice for whoever asks.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toBase64 } from "@openledger/primitives";
import { createValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { runCli } from "../commands/run-cli.fixture.ts";
import { startNode, type RunningNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, startTestNode, TEST_CONFIG } from "../node.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";

const { sha256 } = createNodeCrypto();
const PATIENCE = { timeout: 20_000 };

interface Attested {
  readonly height: string;
  readonly attestations: readonly { readonly public_key: string; readonly block_hash: string }[];
}

async function ask<T>(rpcUrl: string, path: string): Promise<T> {
  return ((await (await fetch(`${rpcUrl}/${path}`)).json()) as { result: T }).result;
}

const attestedHeight = async ({ rpcUrl }: RunningNode): Promise<number> => Number((await ask<{ attested_height: string }>(rpcUrl, "rollup_status")).attested_height);

test("what more than two thirds of the registered keys executed is attested, on every node, and checked without trust in any", async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-attest-"));
  const homes = ["a", "b"].map((name) => join(folder, name));
  const keys = homes.map((home) => {
    mkdirSync(homePaths(home).configFolder, { recursive: true });
    return createValidatorKey(homePaths(home).validatorKeyFile, sha256);
  });
  using home = await createTestHome({ rollup: { attesters: keys.map(({ publicKey }, i) => ({ name: `follower ${i}`, public_key: toBase64(publicKey) })) } });
  const genesis = homePaths(home.home).genesisFile;
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "100ms", da: "file:da", da_laddr: "127.0.0.1:0" } });
  const follow = (at: string): Promise<RunningNode> => {
    prepareFollowerHome(at, genesis);
    return startNode({ home: at, config: { ...TEST_CONFIG, follow: "da", da: `celestia:${node.daUrl}`, attest_interval: 5 } });
  };
  const [first = "", second = ""] = homes;
  const one = await follow(first);
  const saidBy = async (of: RunningNode, height: number): Promise<number> => (await ask<Attested>(of.rpcUrl, `attestations?height=${height}`)).attestations.length;
  // One of two has spoken: nothing is attested.
  const spoken = async (of: RunningNode): Promise<number> => {
    const status = await ask<{ included_height: string }>(of.rpcUrl, "rollup_status");
    const counts = await Promise.all(Array.from({ length: Number(status.included_height) }, (_, i) => saidBy(of, i + 1)));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  await expect.poll(() => spoken(one), PATIENCE).toBeGreaterThan(0);
  expect(await attestedHeight(one)).toBe(0);
  await one.close();
  // A restart reads what it said; both attest every fifth block.
  const both = await Promise.all([follow(first), follow(second)]);
  for (const of of [...both, node]) await expect.poll(() => attestedHeight(of), PATIENCE).toBeGreaterThan(0);
  const verified = await runCli("verify-attested", "--node", node.rpcUrl, "--genesis", genesis, "--json");
  expect(verified).toMatchObject({ code: 0, err: "" });
  const found = JSON.parse(verified.out) as { height: number; appHash: string };
  expect(found).toMatchObject({ attested: true, keys: 2, registered: 2 });
  const { block } = await ask<{ block: { header: { app_hash: string } } }>(both[0]?.rpcUrl ?? "", `block?height=${found.height + 1}`);
  expect(found.appHash).toBe(block.header.app_hash.toLowerCase());
  const said = await ask<Attested>(node.rpcUrl, `attestations?height=${found.height}`);
  expect(said.attestations.map((each) => each.public_key).sort()).toEqual(keys.map(({ publicKey }) => toBase64(publicKey)).sort());
  // Whoever registers others is not convinced by these.
  const other = join(folder, "other.json");
  writeFileSync(other, readFileSync(genesis, "utf8").replace(toBase64(keys[0]?.publicKey ?? new Uint8Array(0)), `${"A".repeat(43)}=`));
  const unconvinced = await runCli("verify-attested", "--node", node.rpcUrl, "--genesis", other, "--height", `${found.height}`);
  process.exitCode = 0;
  expect(unconvinced.out).toBe(`Not attested: no block ${found.height} has more than two thirds of the 2 registered keys.\n`);
  for (const each of both) await each.close();
  await node.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

test("a chain that registers nobody has no attestations, and says so", async () => {
  using home = await createTestHome();
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, da: "file:da" } });
  const answer = (await (await fetch(`${node.rpcUrl}/attestations`)).json()) as { error: { data: string } };
  expect(answer.error.data).toContain("genesis registers no keys");
  expect(await ask<object>(node.rpcUrl, "rollup_status")).not.toHaveProperty("attested_height");
  const refused = await runCli("verify-attested", "--node", node.rpcUrl, "--genesis", homePaths(home.home).genesisFile);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("registers no keys") as string });
});
