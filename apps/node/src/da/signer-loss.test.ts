// What a shared key that lost its signer, or its last blocks, goes on with.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { createLightClient, createRpcLightProvider } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer } from "@openledger/da";
import { encodeOpenEnvelope, encodeRotationBlob, namespacesOf, rotationSignBytes } from "@openledger/derivation";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { fromHex, toBase64 } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey } from "@openledger/sequencer";
import { restoreKey, signerPaths } from "@openledger/signer";
import { expect, test } from "vitest";
import { startNode, type RunningNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, type TestHome } from "../node.fixture.ts";
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

test("a signer whose last blocks a rotation made void is not used, and its key goes on by a restore, in rounds of its own", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-astray-"));
  await using ended = new AsyncDisposableStack();
  ended.defer(() => rmSync(folder, { recursive: true, force: true }));
  const recoveryKey = createValidatorKey(join(folder, "recovery.json"), sha256);
  const recovery = { threshold: "1", keys: [{ name: "one", public_key: toBase64(recoveryKey.publicKey) }] };
  using home = await createTestHome({ rollup: { forced_inclusion: { window: "6", da_block_seconds: "1" }, recovery } });
  await using at = await openShared(home);
  const { genesisFile } = homePaths(home.home);
  // It reads and posts to another DA than its users.
  const censor = await startNode({ home: home.home, config: at.config });
  await expect.poll(async () => Number((await statusOf(censor)).soft_height), PATIENCE).toBeGreaterThan(10);
  const tx = await signSend(home, censor.rpcUrl);
  await censor.close();
  const lost = at.signer.status().tip.height;
  const { keyFile } = signerPaths(join(home.home, "signer"));
  copyFileSync(keyFile, homePaths(home.home).validatorKeyFile);

  const da = openFileDa({ folder: join(folder, "da"), sha256, nowMs: Date.now });
  ended.defer(() => da.close());
  const server = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  ended.defer(() => server.close());
  const { forced } = namespacesOf(sha256, CHAIN_ID);
  const adversary = openAdversary(home.home, CHAIN_ID, da);
  await adversary.postAll(adversary.blocks.slice(0, 2));
  const { height: daHeight } = await da.submit(forced, [encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", tx)]);
  await adversary.postAll(adversary.blocks.slice(2, 4));
  const deadline = daHeight + 6n;
  while ((await da.head()).height <= deadline) await da.submit(forced, [Uint8Array.of(1)]);
  const body = { number: 1n, lastHeight: 4n, lastHash: adversary.blocks[4]?.header.lastBlockId.hash ?? new Uint8Array(0), miss: { txHash: sha256(tx), daHeight, deadline }, newKey: loadValidatorKey(keyFile, sha256).publicKey };
  const signature = recoveryKey.sign(rotationSignBytes(sha256, CHAIN_ID, body));
  await da.submit(forced, [encodeRotationBlob(sha256, CHAIN_ID, { ...body, signatures: [{ publicKey: recoveryKey.publicKey, signature }] })]);

  const [second, third, found] = [join(folder, "second"), join(folder, "third"), join(folder, "found")];
  for (const one of [second, third]) prepareFollowerHome(one, genesisFile);
  const config = { ...at.config, da: `celestia:${server.url}` };
  const node = await startNode({ home: second, config });
  await expect.poll(() => statusOf(node), PATIENCE).toMatchObject({ role: "standby", soft_height: "4", signer: { failure: { code: "SIGNER_ASTRAY", message: expect.stringMatching(/sealed up to block \d+, and what it has at height 5 does not follow block 4 .*openledgerd signer restore/) as string } } });
  // Blocks of no chain come from the journal no more, and nothing else fails.
  expect(await statusOf(node)).toMatchObject({ following: { status: "everything on DA is executed" } });
  expect(at.signer.status().tip.height).toBe(lost);
  await node.close();

  restoreKey(found, { keyFile, dataFolder: homePaths(second).dataFolder, chain: { chainId: CHAIN_ID, initialHeight: 1n } }, sha256);
  await using signer = await serveSigner(found);
  await using again = await startNode({ home: second, config: { ...config, signer: signer.url } });
  await expect.poll(() => included(again), PATIENCE).toBeGreaterThan(Number(lost) + 2);
  await using follower = await startNode({ home: third, config: { ...config, follow: "da", signer: "" } });
  await expect.poll(() => included(follower), PATIENCE).toBeGreaterThan(Number(lost) + 2);
  for (const at of [5n, 6n, lost]) {
    const { signed_header: signed } = await ask<{ signed_header: { commit: { round: number } } }>(follower, `commit?height=${at}`);
    expect(signed.commit.round).toBe(100);
  }
  expect((await ask<{ block: { data: { txs: readonly string[] } } }>(follower, "block?height=5")).block.data.txs.slice(1)).toEqual([toBase64(tx)]);
});

/** A transfer that is sent nowhere. */
async function signSend({ wallet, addresses }: TestHome, rpcUrl: string): Promise<Uint8Array> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, wallet);
  const [toAddress = "", fromAddress = ""] = addresses;
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress, toAddress, amount: coins(7, "udemo") } };
  const { accountNumber } = await client.getSequence(fromAddress);
  const signed = await client.sign(fromAddress, [message], { amount: [], gas: "120000" }, "", { accountNumber, sequence: 0, chainId: CHAIN_ID });
  client.disconnect();
  return TxRaw.toBytes(signed);
}
