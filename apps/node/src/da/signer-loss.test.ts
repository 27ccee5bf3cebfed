// What a shared key that lost its signer, or its last blocks, goes on with.
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLightClient, createRpcLightProvider } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { fromHex } from "@openledger/primitives";
import { restoreKey, signerPaths } from "@openledger/signer";
import { expect, test } from "vitest";
import { startNode, type RunningNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome } from "../node.fixture.ts";
import { openAdversary } from "./adversary.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";
import { CHAIN_ID, openShared, serveSigner, type SharedSetting } from "./shared-key.fixture.ts";

const crypto = createNodeCrypto();
const { sha256 } = crypto;
const PATIENCE = { timeout: 30_000, interval: 50 };

interface Status {
  readonly role: string;
  readonly soft_height: string;
  readonly included_height: string;
  readonly da_height: string;
  readonly following: { readonly status: string; readonly equivocations: readonly string[] };
}

async function ask<T>({ rpcUrl }: RunningNode, path: string): Promise<T> {
  return ((await (await fetch(`${rpcUrl}/${path}`)).json()) as { result: T }).result;
}

const statusOf = (node: RunningNode): Promise<Status> => ask<Status>(node, "rollup_status");
const included = async (node: RunningNode): Promise<number> => Number((await statusOf(node)).included_height);

/** Height of the last block on DA, which a node without a signer has then. */
async function followToEnd({ config, da }: SharedSetting, home: string): Promise<number> {
  const node = await startNode({ home, config: { ...config, follow: "da", signer: "" } });
  const head = `${(await da.head()).height}`;
  await expect.poll(async () => statusOf(node), PATIENCE).toMatchObject({ da_height: head, following: { status: "everything on DA is executed" } });
  const { soft_height: height } = await statusOf(node);
  await node.close();
  return Number(height);
}

test("a restored signer goes on in rounds of its own where the lost one had sealed; followers take its blocks, and two rounds of a height are no duplicate votes", { timeout: 120_000 }, async () => {
  using home = await createTestHome();
  await using at = await openShared(home);
  const { genesisFile } = homePaths(home.home);
  const [second, third, found] = [join(home.home, "second"), join(home.home, "third"), join(home.home, "found")];
  for (const folder of [second, third]) prepareFollowerHome(folder, genesisFile);
  const first = await startNode({ home: home.home, config: at.config });
  await expect.poll(() => included(first), PATIENCE).toBeGreaterThan(2);
  await at.stopDa();
  const shown = await included(first);
  await expect.poll(async () => Number((await statusOf(first)).soft_height), PATIENCE).toBeGreaterThan(shown + 5);
  await first.close();
  await at.startDa();
  // The first machine is gone with the blocks that DA lacks, and so is the signer but for a copy of its key.
  const H = await followToEnd(at, second);
  const lost = Number(at.signer.status().tip.height);
  expect(lost).toBeGreaterThan(H + 1);
  const { keyFile } = signerPaths(join(home.home, "signer"));
  const restored = restoreKey(found, { keyFile, dataFolder: homePaths(second).dataFolder, chain: { chainId: CHAIN_ID, initialHeight: 1n } }, sha256);
  expect(restored).toMatchObject({ height: BigInt(H), minRound: { round: 100, upTo: BigInt(H) + 10_000n } });
  {
    await using signer = await serveSigner(found);
    const node = await startNode({ home: second, config: { ...at.config, signer: signer.url } });
    await expect.poll(() => included(node), PATIENCE).toBeGreaterThan(lost + 2);
    for (const height of [H + 1, H + 2, lost]) {
      const { signed_header: signed } = await ask<{ signed_header: { commit: { round: number } } }>(node, `commit?height=${height}`);
      expect(signed.commit.round).toBe(100);
    }
    await node.close();
  }
  // The first machine is found again, and somebody posts what it had. The first of its blocks was made again as it was; only who seals it says otherwise.
  copyFileSync(keyFile, homePaths(home.home).validatorKeyFile);
  const adversary = openAdversary(home.home, CHAIN_ID, at.da);
  await adversary.postAll(adversary.blocks.slice(H, H + 2));
  await using follower = await startNode({ home: third, config: { ...at.config, follow: "da", signer: "" } });
  await expect.poll(async () => statusOf(follower), PATIENCE).toMatchObject({ da_height: `${(await at.da.head()).height}`, following: { status: "everything on DA is executed" } });
  expect(await included(follower)).toBeGreaterThan(lost + 2);
  expect((await statusOf(follower)).following.equivocations).toEqual([`${H + 2}`]);
  const trusted = { height: BigInt(H), hash: (await ask<{ block_id: { hash: string } }>(follower, `block?height=${H}`)).block_id.hash };
  const light = await createLightClient({ crypto, chainId: CHAIN_ID, trusted: { ...trusted, hash: fromHex(trusted.hash.toLowerCase()) }, primary: createRpcLightProvider({ rpcUrl: follower.rpcUrl, sha256 }) });
  expect((await light.update()).header.height).toBeGreaterThan(BigInt(lost + 2));
  const { fraudFolder } = homePaths(third);
  const [record = ""] = readdirSync(fraudFolder);
  expect(JSON.parse(readFileSync(join(fraudFolder, record), "utf8"))).toMatchObject({ kind: "equivocation", evidence: [] });
});
