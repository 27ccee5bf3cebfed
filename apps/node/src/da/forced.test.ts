// Forced inclusion: what users post to DA must be in a block, and followers see to it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { encodeOpenEnvelope, namespacesOf } from "@openledger/derivation";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toBase64, toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { startNode, type RunningNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { openAdversary, type Adversary } from "./adversary.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";

const { sha256 } = createNodeCrypto();
const CHAIN_ID = "openledger-test-1";
const WINDOW = 6n;
const LONG_WINDOW = 100;
const ruleOf = (window: bigint | number): { rollup: { forced_inclusion: { window: string; da_block_seconds: string } } } => ({
  rollup: { forced_inclusion: { window: `${window}`, da_block_seconds: "1" } },
});
const RULE = ruleOf(WINDOW);
const PATIENCE = { timeout: 15_000 };
const { forced: FORCED } = namespacesOf(sha256, CHAIN_ID);

interface Status {
  readonly included_height: string;
  readonly da_height: string;
  readonly trust: string;
  readonly forced: { readonly window: string; readonly waiting: number };
}

async function ask<T>(rpcUrl: string, path: string): Promise<T> {
  return ((await (await fetch(`${rpcUrl}/${path}`)).json()) as { result: T }).result;
}

const statusOf = (node: RunningNode): Promise<Status> => ask<Status>(node.rpcUrl, "rollup_status");

function follow(home: TestHome, folder: string, daUrl: string, more: object = {}): Promise<RunningNode> {
  prepareFollowerHome(folder, homePaths(home.home).genesisFile);
  // A floor of its own has no say in what is owed.
  return startNode({ home: folder, config: { ...TEST_CONFIG, follow: "da", da: `celestia:${daUrl}`, minimum_gas_prices: "1uopen", ...more } });
}

/** A transfer between wallets of the home, signed and sent nowhere. */
async function signSend(home: TestHome, rpcUrl: string, from: number, sequence = 0): Promise<Uint8Array> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, home.wallet);
  const [fromAddress = "", toAddress = ""] = [home.addresses[from], home.addresses[0]];
  const { accountNumber } = await client.getSequence(fromAddress);
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress, toAddress, amount: coins(7, "udemo") } };
  const signed = await client.sign(fromAddress, [message], { amount: [], gas: "120000" }, "", { accountNumber, sequence, chainId: CHAIN_ID });
  client.disconnect();
  return TxRaw.toBytes(signed);
}

const force = (da: FileDa, ...txs: readonly Uint8Array[]): Promise<unknown> => da.submit(FORCED, txs.map((tx) => encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", tx)));

async function openledgerd(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [[code], out, err] = await Promise.all([once(child, "exit") as Promise<[number]>, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

interface Da extends AsyncDisposable {
  readonly da: FileDa;
  readonly url: string;
}

async function openDa(folder: string): Promise<Da> {
  const da = openFileDa({ folder, sha256, nowMs: Date.now });
  const server = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  const close = async (): Promise<void> => {
    await server.close();
    da.close();
  };
  return { da, url: server.url, [Symbol.asyncDispose]: close };
}

test("a sequencer takes what it was never sent, a user needs no more than DA and a follower, and status says whom to trust", async () => {
  // Two DA heights for each block that is posted: the window is some seconds.
  using home = await createTestHome(ruleOf(LONG_WINDOW));
  const keys = ["--keyring-backend", "test", "--home", join(home.home, "keys")];
  await using at = await openDa(join(home.home, "da"));
  // A floor that the forced transaction does not reach: it is no rule of the chain.
  const config = { ...TEST_CONFIG, block_time: "40ms", da: `celestia:${at.url}`, minimum_gas_prices: "5uopen" };
  await using node = await startTestNode({ home: home.home, config });
  await using follower = await follow(home, join(home.home, "follower"), at.url);
  await expect.poll(async () => Number((await statusOf(follower)).included_height), PATIENCE).toBeGreaterThan(3);
  for (const one of [node, follower]) {
    expect((await statusOf(one)).trust).toBe("followers stop at a chain that leaves out for 100 DA heights what was posted to DA");
    const { node_info: info } = await ask<{ node_info: { other: { finality: string } } }>(one.rpcUrl, "status");
    expect(info.other.finality).not.toContain("trusts the sequencer");
  }
  // Three of one sender, in order, which go into one block; and junk that nobody owes.
  const txs = [await signSend(home, node.rpcUrl, 1, 0), await signSend(home, node.rpcUrl, 1, 1), await signSend(home, node.rpcUrl, 1, 2)];
  await force(at.da, Uint8Array.of(1, 2, 3), ...txs, await signSend(home, node.rpcUrl, 2, 9));
  const found = async (of: RunningNode, tx: Uint8Array): Promise<number | undefined> => {
    const answer = await ask<{ tx_result: { code: number } } | undefined>(of.rpcUrl, `tx?hash=0x${toHex(sha256(tx))}`);
    return answer?.tx_result.code;
  };
  for (const tx of txs) await expect.poll(() => found(follower, tx), PATIENCE).toBe(0);
  const heights = await Promise.all(txs.map(async (tx) => (await ask<{ height: string }>(node.rpcUrl, `tx?hash=0x${toHex(sha256(tx))}`)).height));
  expect(new Set(heights).size).toBe(1);
  // The same by the command line, which asks the follower alone.
  const added = await openledgerd("keys", "add", "eve", ...keys, "--output", "json");
  const { address } = JSON.parse(added.out) as { address: string };
  const client = await SigningStargateClient.connectWithSigner(node.rpcUrl, home.wallet);
  await client.sendTokens(home.addresses[3] ?? "", address, coins(1_000, "udemo"), { amount: coins(1_000_000, "uopen"), gas: "200000" });
  client.disconnect();
  const balance = async (): Promise<string | undefined> => {
    const { balances } = (await (await fetch(`${follower.restUrl}/cosmos/bank/v1beta1/balances/${address}`)).json()) as { balances: { amount: string }[] };
    return balances[0]?.amount;
  };
  await expect.poll(balance, PATIENCE).toBe("1000");
  const sent = await openledgerd("tx", "send", home.addresses[0] ?? "", "7udemo", "--from", "eve", "-y", "--node", follower.rpcUrl, "--force-via-da", `celestia:${at.url}`, ...keys);
  expect(sent).toMatchObject({ code: 0, err: expect.stringMatching(/posted at DA height \d+/) as string, out: expect.stringContaining("In block") as string });
  await expect.poll(balance, PATIENCE).toBe("993");
  // Past every deadline all goes on.
  const later = Number((await statusOf(follower)).da_height) + LONG_WINDOW;
  await expect.poll(async () => Number((await statusOf(follower)).da_height), { timeout: 80_000 }).toBeGreaterThan(later);
  await expect.poll(async () => (await statusOf(follower)).forced.waiting, PATIENCE).toBe(0);
}, 150_000);

interface Censored extends AsyncDisposable {
  readonly home: TestHome;
  readonly at: Da;
  readonly adversary: Adversary;
  readonly folder: string;
  readonly genesis: string;
  /** Of a wallet whose account the chain never touches otherwise. */
  readonly tx: Uint8Array;
}

/** A chain whose sequencer reads another DA than its users post to. */
async function censored(blocks: number, send: (home: TestHome, rpcUrl: string) => Promise<void> = () => Promise.resolve()): Promise<Censored> {
  const home = await createTestHome(RULE);
  const node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "20ms", da: "file:own-da" } });
  const tx = await signSend(home, node.rpcUrl, 2);
  await send(home, node.rpcUrl);
  await expect.poll(async () => Number((await ask<{ sync_info: { latest_block_height: string } }>(node.rpcUrl, "status")).sync_info.latest_block_height), PATIENCE).toBeGreaterThanOrEqual(blocks);
  await node.close();
  const at = await openDa(join(home.home, "da"));
  const close = async (): Promise<void> => {
    await at[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  };
  const adversary = openAdversary(home.home, CHAIN_ID, at.da);
  return { home, at, adversary, folder: join(home.home, "follower"), genesis: homePaths(home.home).genesisFile, tx, [Symbol.asyncDispose]: close };
}

test("a follower stops when the window is over, and another process proves from DA what was left out", async () => {
  await using one = await censored(10);
  const { adversary, at, folder, genesis, home, tx } = one;
  await adversary.postAll(adversary.blocks.slice(0, 2));
  await force(at.da, Uint8Array.of(9), tx);
  const { height: posted } = await at.da.head();
  await adversary.postAll(adversary.blocks.slice(2, 4));
  const follower = await follow(home, folder, at.url);
  await expect.poll(async () => Number((await statusOf(follower)).included_height), PATIENCE).toBe(4);
  expect((await statusOf(follower)).forced.waiting).toBe(1);
  await follower.close();
  // A restart in the middle of the window knows what is owed.
  let again = await follow(home, folder, at.url);
  await expect.poll(async () => (await statusOf(again)).forced.waiting, PATIENCE).toBe(1);
  await adversary.postAll(adversary.blocks.slice(4, 5));
  await expect.poll(async () => Number((await statusOf(again)).included_height), PATIENCE).toBe(5);
  await again.close();
  // So does one after it was found out that it could run half a window before, by a state that is no more.
  again = await follow(home, folder, at.url);
  for (const block of adversary.blocks.slice(5, 8)) await adversary.postAll([block]);
  await expect(again.stopped).rejects.toThrow(new RegExp(`${toHex(sha256(tx))} was posted at DA height ${posted} and is in no block that is on DA by height ${posted + WINDOW}`));
  const fraud = homePaths(folder).fraudFolder;
  const record = join(fraud, readdirSync(fraud)[0] ?? "");
  const judged = await openledgerd("verify-fraud", record, "--genesis", genesis, "--da", `celestia:${at.url}`, "--json");
  expect([judged.err, judged.code]).toEqual(["", 0]);
  expect(JSON.parse(judged.out)).toMatchObject({ verdict: "proven", kind: "omission", daHeight: Number(posted) });
  expect(await openledgerd("verify-fraud", record, "--genesis", genesis)).toMatchObject({ code: 1, out: expect.stringContaining("UNPROVEN") as string });
  const other = join(home.home, "other.json");
  writeFileSync(other, JSON.stringify({ ...(JSON.parse(readFileSync(record, "utf8")) as object), tx: toBase64(Uint8Array.of(9)) }));
  expect(await openledgerd("verify-fraud", other, "--genesis", genesis, "--da", `celestia:${at.url}`)).toMatchObject({ code: 1, out: expect.stringContaining("REFUTED: the first that was left out is") as string });
  const replayed = await openledgerd("da", "replay", "--da", `celestia:${at.url}`, "--genesis", genesis, "--json");
  expect(replayed.code).toBe(1);
  expect(JSON.parse(replayed.out)).toMatchObject({ mismatch: null, missed: { tx: toHex(sha256(tx)), deadline: Number(posted + WINDOW) } });
}, 120_000);

test("what its sender makes able to run by the last block before the deadline is no miss, for followers, restarted or not, and for a replay", async () => {
  let at = 0;
  let late: Uint8Array = new Uint8Array(0);
  await using one = await censored(12, async (home, rpcUrl) => {
    const tx = await signSend(home, rpcUrl, 1);
    late = await signSend(home, rpcUrl, 1, 1);
    await expect.poll(async () => Number((await ask<{ sync_info: { latest_block_height: string } }>(rpcUrl, "status")).sync_info.latest_block_height), PATIENCE).toBeGreaterThan(4);
    await fetch(`${rpcUrl}/broadcast_tx_sync?tx=0x${toHex(tx)}`);
    const found = (): Promise<{ height: string } | undefined> => ask(rpcUrl, `tx?hash=0x${toHex(sha256(tx))}`);
    await expect.poll(async () => (at = Number((await found())?.height ?? 0)), PATIENCE).toBeGreaterThan(4);
    await expect.poll(async () => Number((await ask<{ sync_info: { latest_block_height: string } }>(rpcUrl, "status")).sync_info.latest_block_height), PATIENCE).toBeGreaterThan(at + 3);
  });
  const { adversary, at: da, folder, genesis, home } = one;
  await adversary.postAll(adversary.blocks.slice(0, 2));
  await force(da.da, late);
  const deadline = (await da.da.head()).height + WINDOW;
  await adversary.postAll(adversary.blocks.slice(2, at - 1));
  for (let i = 0; i < 2; i++) await da.da.submit(FORCED, [Uint8Array.of(i + 1)]);
  let follower = await follow(home, folder, da.url);
  await expect.poll(async () => Number((await statusOf(follower)).included_height), PATIENCE).toBe(at - 1);
  expect((await statusOf(follower)).forced.waiting).toBe(1);
  await adversary.postAll(adversary.blocks.slice(at - 1, at));
  expect((await da.da.head()).height).toBe(deadline);
  await expect.poll(async () => Number((await statusOf(follower)).included_height), PATIENCE).toBe(at);
  await follower.close();
  follower = await follow(home, folder, da.url);
  await adversary.postAll(adversary.blocks.slice(at, at + 3));
  const other = await follow(home, join(home.home, "other"), da.url);
  for (const node of [follower, other]) {
    await expect.poll(async () => Number((await statusOf(node)).included_height), PATIENCE).toBe(at + 3);
    expect((await statusOf(node)).forced.waiting).toBe(0);
    await node.close();
  }
  const replayed = await openledgerd("da", "replay", "--da", `celestia:${da.url}`, "--genesis", genesis, "--json");
  expect([replayed.code, JSON.parse(replayed.out)]).toMatchObject([0, { missed: null, lastHeight: at + 3 }]);
}, 120_000);

test("silence over the window is a miss too, and what could not run is owed by nobody", async () => {
  await using one = await censored(6);
  const { adversary, at, folder, home, tx } = one;
  await adversary.postAll(adversary.blocks.slice(0, 3));
  const broken = tx.slice();
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
  await force(at.da, broken);
  const follower = await follow(home, folder, at.url);
  for (let i = 0; i < 10; i++) await at.da.submit(FORCED, [Uint8Array.of(i + 1)]);
  await expect.poll(async () => (await statusOf(follower)).forced.waiting, PATIENCE).toBe(0);
  expect((await statusOf(follower)).included_height).toBe("3");
  await force(at.da, tx);
  for (let i = 0; i < 8; i++) await at.da.submit(FORCED, [Uint8Array.of(i + 1)]);
  await expect(follower.stopped).rejects.toThrow("left out what it must include");
}, 30_000);

test("a follower with blocks that DA did not have by a deadline stops, and judges nothing on them", async () => {
  using home = await createTestHome(RULE);
  await using at = await openDa(join(home.home, "da"));
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "20ms", da: "file:own-da" } });
  const tx = await signSend(home, node.rpcUrl, 2);
  const follower = await follow(home, join(home.home, "follower"), at.url, { sequencer_rpc: node.rpcUrl });
  await expect.poll(async () => Number((await ask<{ soft_height: string }>(follower.rpcUrl, "rollup_status")).soft_height), PATIENCE).toBeGreaterThan(3);
  await force(at.da, tx);
  for (let i = 0; i < 8; i++) await at.da.submit(FORCED, [Uint8Array.of(i + 1)]);
  await expect(follower.stopped).rejects.toThrow("came here by the fast path and were not on DA by height");
}, 30_000);

test("a sequencer of such a chain does not start without DA", async () => {
  using home = await createTestHome(RULE);
  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow("genesis says that this sequencer takes transactions from DA");
});
