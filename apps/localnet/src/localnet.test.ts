// A network of four validators: real CometBFT processes above real Apps.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coins, SigningStargateClient, StargateClient } from "@cosmjs/stargate";
import { openKeyring } from "@openledger/keyring";
import { expect, test } from "vitest";
import { findCometbft } from "./find-cometbft.ts";
import { makeNetwork } from "./network/make-network.ts";
import { networkHome, type NetworkDescription, type NetworkHome } from "./network/network-file.ts";
import { choosePorts } from "./network/ports.ts";
import { startNetwork } from "./network/start-network.ts";
import type { Validator } from "./processes/validator.ts";
import { compareAppHashes } from "./report/app-hashes.ts";
import { fetchStatus } from "./report/node-status.ts";

const binary = findCometbft();
const chain = { chainId: "four-1", bech32Prefix: "open", baseDenom: "uopen", timeoutCommit: "200ms" };

/** What CosmJS and REST say of a node's chain, of everything that may not differ between nodes. */
async function seenFrom({ rpcUrl, restUrl }: Validator, address: string, hash: string, height: number): Promise<unknown> {
  const reader = await StargateClient.connect(rpcUrl);
  // CometBFT indexes a transaction some time after the block that holds it.
  await expect.poll(async () => (await reader.getTx(hash))?.height, { timeout: 20_000 }).toBe(height);
  const [tx, block, account, balances] = [await reader.getTx(hash), await reader.getBlock(height), await reader.getAccount(address), await reader.getAllBalances(address)];
  const found = await reader.searchTx(`tx.height=${height}`);
  reader.disconnect();
  const rest = (await (await fetch(`${restUrl}/cosmos/bank/v1beta1/balances/${address}`)).json()) as unknown;
  return { tx, block, account, balances, found, rest };
}

/** Sends one unit from the first operator to the second through a node; every node shows the same of it. */
async function sendThrough(home: NetworkHome, validators: readonly Validator[], at: number): Promise<void> {
  const { wallet, address: from } = await openKeyring({ home: home.node("node0"), backend: "test", prefix: "open" }).wallet("operator");
  const { address: to } = await openKeyring({ home: home.node("node1"), backend: "test", prefix: "open" }).show("operator");
  const client = await SigningStargateClient.connectWithSigner(validators[at]?.rpcUrl ?? "", wallet, { broadcastPollIntervalMs: 100 });
  const before = BigInt((await client.getBalance(to, "uopen")).amount);
  const sent = await client.sendTokens(from, to, coins(1, "uopen"), { amount: coins(1_000, "uopen"), gas: "200000" });
  expect(sent.code).toBe(0);
  client.disconnect();
  const seen = await Promise.all(validators.map((validator) => seenFrom(validator, to, sent.transactionHash, sent.height)));
  expect(seen[at]).toMatchObject({ tx: { height: sent.height, code: 0 }, balances: [{ denom: "uopen", amount: String(before + 1n) }], found: [{ hash: sent.transactionHash }] });
  for (const one of seen) expect(one).toEqual(seen[at]);
}

/** Runs the network, sends through one node, and returns the height at which all Apps were found to agree. */
async function run(home: NetworkHome, network: NetworkDescription, through: number, atLeast: bigint): Promise<bigint> {
  await using running = await startNetwork({ binary: binary ?? "", home, network });
  await running.waitForHeight(atLeast);
  const { validators } = running;
  await sendThrough(home, validators, through);
  const rpcUrl = validators[through]?.rpcUrl ?? "";
  // Blocks come as soon as enough validators reach each other; the last peer may still be dialled.
  await expect.poll(async () => (await fetchStatus(rpcUrl))?.peers, { timeout: 30_000 }).toBe(3);
  const lastHeight = (await fetchStatus(rpcUrl))?.height ?? 0n;
  await running.waitForHeight(lastHeight);
  expect(await compareAppHashes(validators, lastHeight)).toMatchObject({ isEqual: true, lastHeight: `${lastHeight}` });
  for (const { metricsUrl } of validators) {
    expect(await (await fetch(`${metricsUrl}/health`)).json()).toMatchObject({ status: "ok", connections: 4 });
  }
  const pids = validators.flatMap(({ app, comet }) => [app?.pid ?? 0, comet?.pid ?? 0]);
  await running.stop();
  expect(pids.filter(isAlive)).toEqual([]);
  return lastHeight;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(binary === undefined)(
  "four validators agree on every block, stop cleanly and go on from their data (needs CometBFT v0.38)",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "openledger-localnet-"));
    try {
      const home = networkHome(folder);
      const network = await makeNetwork({ home, ports: await choosePorts(4, 0), accounts: [], ...chain });
      const reached = await run(home, network, 2, 3n);
      expect(existsSync(join(home.node("node0"), "app.sock"))).toBe(false);
      expect(await run(home, network, 3, reached + 1n)).toBeGreaterThan(reached);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  180_000,
);
