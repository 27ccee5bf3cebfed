// A node that follows, with a folder of its own and DA over a connection; the evidence is checked by another process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { namespacesOf } from "@openledger/derivation";
import { toBase64, toHex, type UnixNanos } from "@openledger/primitives";
import { createValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { sendUntilGone } from "../../scripts/crash/send-load.ts";
import { replayHome } from "../commands/replay.ts";
import { checkHome } from "../check-home.ts";
import { startNode, type RunningNode } from "../compose.ts";
import type { NodeConfigInput } from "../config.ts";
import { homePaths } from "../home.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { openAdversary, type Adversary } from "./adversary.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";

const { sha256 } = createNodeCrypto();
const CHAIN_ID = "openledger-test-1";
const PATIENCE = { timeout: 20_000 };

interface Status {
  readonly role: string;
  readonly soft_height: string;
  readonly included_height: string;
  readonly final_height: string;
  readonly following: { readonly equivocations: readonly string[]; readonly passed_over: number; readonly last_passed_over: string | null };
}

async function ask<T>(rpcUrl: string, path: string): Promise<T> {
  return ((await (await fetch(`${rpcUrl}/${path}`)).json()) as { result: T }).result;
}

const statusOf = (node: RunningNode): Promise<Status> => ask<Status>(node.rpcUrl, "rollup_status");
const included = async (node: RunningNode): Promise<number> => Number((await statusOf(node)).included_height);
const appHashAt = async (node: RunningNode, at: number): Promise<string> =>
  (await ask<{ block: { header: { app_hash: string } } }>(node.rpcUrl, `block?height=${at}`)).block.header.app_hash;

function follow(home: TestHome, folder: string, daUrl: string, config: NodeConfigInput = {}): Promise<RunningNode> {
  prepareFollowerHome(folder, homePaths(home.home).genesisFile);
  return startNode({ home: folder, config: { ...TEST_CONFIG, follow: "da", da: `celestia:${daUrl}`, ...config } });
}

async function openledgerd(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [[code], out, err] = await Promise.all([once(child, "exit") as Promise<[number]>, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

test("a follower on an empty folder reaches the sequencer's head with its app hashes, and goes on after a restart", async () => {
  using home = await createTestHome();
  const folder = join(home.home, "follower");
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "40ms", da: "file:da", da_laddr: "127.0.0.1:0" } });
  const sending = sendUntilGone(home, node.rpcUrl);
  for (const goal of [6, 14]) {
    await using follower = await follow(home, folder, node.daUrl ?? "", { metrics_laddr: "127.0.0.1:0" });
    await expect.poll(async () => included(follower), PATIENCE).toBeGreaterThanOrEqual(goal);
    await expect.poll(async () => Number((await statusOf(follower)).final_height), PATIENCE).toBeGreaterThanOrEqual(goal);
    const status = await statusOf(follower);
    expect(status.role).toBe("follower");
    expect(Number(status.soft_height)).toBeGreaterThanOrEqual(Number(status.included_height));
    for (let at = 1; at <= goal; at++) expect(await appHashAt(follower, at)).toBe(await appHashAt(node, at));
    expect(await (await fetch(`${follower.metricsUrl}/metrics`)).text()).toMatch(/openledger_da_final_height [1-9]/);
    const cometStatus = (): Promise<object> => ask<object>(follower.rpcUrl, "status");
    await expect.poll(cometStatus, PATIENCE).toMatchObject({ rollup: { role: "follower" }, sync_info: { catching_up: false } });
    const refused = await ask<undefined>(follower.rpcUrl, "broadcast_tx_sync?tx=0x00");
    expect(refused).toBeUndefined();
    const account = (await (await fetch(`${follower.restUrl}/cosmos/bank/v1beta1/balances/${home.addresses[0]}`)).json()) as { balances: unknown[] };
    expect(account.balances).toHaveLength(2);
  }
  // Blobs are not on DA: they come from whoever has them, by their hash.
  const content = new TextEncoder().encode("what a datanet holds");
  const name = toHex(sha256(content));
  expect((await fetch(`${node.restUrl}/openledger/v1/blobs/${name}`, { method: "PUT", body: content })).status).toBe(201);
  {
    await using follower = await follow(home, folder, node.daUrl ?? "", { blob_sources: `http://127.0.0.1:1,${node.restUrl}` });
    const blob = async (hash: string): Promise<Response> => fetch(`${follower.restUrl}/openledger/v1/blobs/${hash}`);
    expect(await (await blob(name)).text()).toBe("what a datanet holds");
    expect((await blob("0".repeat(64))).status).toBe(404);
  }
  expect(readdirSync(homePaths(folder).blobFolder, { recursive: true }).some((file) => String(file).endsWith(name))).toBe(true);
  await node.close();
  expect(await sending).toBeGreaterThan(0);
  const replayed = await replayHome(folder);
  expect(replayed.mismatches).toEqual([]);
  expect(replayed.txs).toBeGreaterThan(0);
  expect((await checkHome(folder)).filter(({ problem }) => problem !== undefined)).toEqual([]);
});

test("with the sequencer's RPC blocks are there before DA has them, transactions go through, and DA confirms them later", async () => {
  using home = await createTestHome();
  const folder = join(home.home, "follower");
  const posting = { da: "file:da", da_laddr: "127.0.0.1:0", da_policy: "interval", da_interval: "2s" };
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "40ms", ...posting } });
  await using follower = await follow(home, folder, node.daUrl ?? "", { sequencer_rpc: node.rpcUrl });
  await expect.poll(async () => Number((await statusOf(follower)).soft_height) - (await included(follower)), PATIENCE).toBeGreaterThan(5);
  // Signed against the follower, handed on, executed by both.
  const sending = sendUntilGone(home, follower.rpcUrl);
  const taken = async (): Promise<number> => Number((await ask<{ total_count: string }>(follower.rpcUrl, `tx_search?query="tx.height>0"&per_page=1`)).total_count);
  await expect.poll(taken, PATIENCE).toBeGreaterThan(0);
  const soft = Number((await statusOf(follower)).soft_height);
  await expect.poll(() => included(follower), PATIENCE).toBeGreaterThanOrEqual(soft);
  const { n_txs: waiting } = await ask<{ n_txs: string }>(follower.rpcUrl, "num_unconfirmed_txs");
  expect(waiting).toBe("0");
  await follower.close();
  expect(await sending).toBeGreaterThan(0);
  await node.close();
  expect(await replayHome(folder)).toMatchObject({ mismatches: [], txs: expect.toSatisfy((txs: number) => txs > 0) as number });
});

interface Stage extends AsyncDisposable {
  readonly home: TestHome;
  readonly da: FileDa;
  readonly daUrl: string;
  readonly adversary: Adversary;
  readonly folder: string;
}

/** A chain of at least `blocks` blocks with transactions that nobody posted, and an empty DA. */
async function stage(blocks: number): Promise<Stage> {
  const home = await createTestHome();
  const node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "20ms" } });
  const sending = sendUntilGone(home, node.rpcUrl);
  await expect.poll(async () => Number((await ask<{ sync_info: { latest_block_height: string } }>(node.rpcUrl, "status")).sync_info.latest_block_height), PATIENCE).toBeGreaterThanOrEqual(blocks);
  await node.close();
  await sending;
  const da = openFileDa({ folder: join(home.home, "da"), sha256, nowMs: Date.now });
  const server = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  return {
    home,
    da,
    daUrl: server.url,
    adversary: openAdversary(home.home, CHAIN_ID, da),
    folder: join(home.home, "follower"),
    async [Symbol.asyncDispose]() {
      await server.close();
      da.close();
      home[Symbol.dispose]();
    },
  };
}

const recordsOf = (folder: string): string[] => readdirSync(homePaths(folder).fraudFolder).map((name) => join(homePaths(folder).fraudFolder, name));

test("an altered state root stops the follower, and another process proves it from the record", async () => {
  await using at = await stage(8);
  const { adversary, folder, home } = at;
  await adversary.postAll(adversary.blocks.slice(0, 5));
  await adversary.postAll([adversary.forge(5, { appHash: sha256(Uint8Array.of(1)) })]);
  const follower = await follow(home, folder, at.daUrl);
  await expect(follower.stopped).rejects.toThrow(/contradicts the execution: app hash before block 6/);
  const [record = ""] = recordsOf(folder);
  const genesis = homePaths(home.home).genesisFile;
  const proven = await openledgerd("verify-fraud", record, "--genesis", genesis, "--home", folder, "--json");
  expect(JSON.parse(proven.out)).toMatchObject({ verdict: "proven", kind: "execution", height: 6, daHeight: 4 });
  expect(proven.code).toBe(0);
  expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({ height: "6", actual_app_hash: toHex(sha256(Uint8Array.of(1))) });
  // Without the blocks before, nobody can execute; and who follows the rules cannot be accused.
  expect(await openledgerd("verify-fraud", record, "--genesis", genesis)).toMatchObject({ code: 1, out: expect.stringContaining("UNPROVEN: block 1 is needed") as string });
  const honest = join(home.home, "honest.json");
  const { header, commit } = adversary.blocks[5] ?? {};
  expect([header, commit]).not.toContain(undefined);
  const document = JSON.parse(readFileSync(record, "utf8")) as object;
  writeFileSync(honest, JSON.stringify({ ...document, ...(await recordedBlock(home.home, 6)) }));
  expect(await openledgerd("verify-fraud", honest, "--genesis", genesis, "--home", folder)).toMatchObject({ code: 1, out: expect.stringContaining("REFUTED: block 6 agrees") as string });
  // A restart finds it again.
  await expect((await follow(home, folder, at.daUrl)).stopped).rejects.toThrow(/app hash before block 6/);
});

async function recordedBlock(home: string, at: number): Promise<object> {
  const { openBlockLog } = await import("@openledger/kv");
  using log = openBlockLog(homePaths(home).dataFolder);
  const stored = log.read(BigInt(at) as Parameters<typeof log.read>[0]);
  return { block: toBase64(stored?.block ?? new Uint8Array(0)), commit: toBase64(stored?.seenCommit ?? new Uint8Array(0)) };
}

test("a block with another time than its votes give, or with what is no evidence, is fraud too", async () => {
  await using at = await stage(5);
  const { adversary, home } = at;
  await adversary.postAll(adversary.blocks.slice(0, 3));
  const own = adversary.blocks[3];
  await adversary.postAll([adversary.forge(3, { time: ((own?.header.time ?? 0n) + 1n) as UnixNanos })]);
  await expect((await follow(home, at.folder, at.daUrl)).stopped).rejects.toThrow(/time of block 4: header \d+, votes on the block before \d+/);
});

test("two sealed blocks of one height are evidence that the sequencer's own chain slashes it for", async () => {
  await using at = await stage(6);
  const { adversary, folder, home } = at;
  await adversary.postAll(adversary.blocks);
  const second = adversary.forge(3, { appHash: sha256(Uint8Array.of(2)) });
  await adversary.post("headers", [second]);
  const ahead = adversary.blocks.length;
  // The sequencer goes on from its log, and takes what the follower hands it.
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "40ms" } });
  const validators = await ask<{ validators: { address: string }[] }>(node.rpcUrl, "validators");
  const follower = await follow(home, folder, at.daUrl, { sequencer_rpc: node.rpcUrl });
  await expect.poll(async () => (await statusOf(follower)).following.equivocations, PATIENCE).toEqual(["4"]);
  const jailed = async (of: RunningNode): Promise<boolean[]> => {
    const { validators: all } = (await (await fetch(`${of.restUrl}/cosmos/staking/v1beta1/validators`)).json()) as { validators: { jailed: boolean }[] };
    return all.map((one) => one.jailed);
  };
  await expect.poll(() => jailed(node), PATIENCE).toEqual([true]);
  // The follower executes the block that holds the evidence, and shows it.
  await expect.poll(() => jailed(follower), PATIENCE).toEqual([true]);
  const last = Number((await statusOf(follower)).soft_height);
  const held: unknown[] = [];
  for (let height = ahead; height <= last; height++) {
    const { block } = await ask<{ block: { evidence: { evidence: object[] } } }>(follower.rpcUrl, `block?height=${height}`);
    held.push(...block.evidence.evidence);
  }
  expect(held).toMatchObject([{ type: "tendermint/DuplicateVoteEvidence", value: { vote_a: { height: "4", validator_address: validators.validators[0]?.address } } }]);
  const rest = (await (await fetch(`${follower.restUrl}/cosmos/base/tendermint/v1beta1/blocks/latest`)).json()) as { block: object };
  expect(rest.block).toHaveProperty("evidence");
  await follower.close();
  await node.close();
  const [record = ""] = recordsOf(folder);
  // That the validators of genesis are those of a later height, only the blocks before it show.
  const { genesisFile } = homePaths(home.home);
  const alone = await openledgerd("verify-fraud", record, "--genesis", genesisFile, "--json");
  expect(JSON.parse(alone.out)).toMatchObject({ verdict: "unproven", says: expect.stringContaining("the validators of genesis sealed both") as string });
  const judged = await openledgerd("verify-fraud", record, "--genesis", genesisFile, "--home", folder, "--json");
  expect(JSON.parse(judged.out)).toMatchObject({ verdict: "proven", kind: "equivocation", height: 4, says: expect.stringContaining("1 pieces of evidence") as string });
  expect((await replayHome(folder)).mismatches).toEqual([]);
});

test("a block that DA has otherwise than the fast path gave it stops the follower with both seals", async () => {
  await using at = await stage(6);
  const { adversary, folder, home } = at;
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "40ms" } });
  const follower = await follow(home, folder, at.daUrl, { sequencer_rpc: node.rpcUrl });
  await expect.poll(async () => Number((await statusOf(follower)).soft_height), PATIENCE).toBeGreaterThan(6);
  await adversary.postAll(adversary.blocks.slice(0, 3));
  await adversary.postAll([adversary.forge(3, { appHash: sha256(Uint8Array.of(3)) })]);
  await expect(follower.stopped).rejects.toThrow(/DA has another block 4 than the one that was executed here/);
  const judged = await openledgerd("verify-fraud", recordsOf(folder)[0] ?? "", "--genesis", homePaths(home.home).genesisFile, "--home", folder, "--json");
  expect(JSON.parse(judged.out)).toMatchObject({ verdict: "proven", kind: "equivocation", height: 4 });
});

test("junk of strangers, garbage under the sequencer's key and withheld data stop nobody, and are told", async () => {
  await using at = await stage(6);
  const { adversary, da, folder, home } = at;
  const names = namespacesOf(sha256, CHAIN_ID);
  const stranger = createValidatorKey(join(home.home, "stranger.json"), sha256);
  const junk = async (): Promise<void> => {
    for (const kind of ["headers", "data"] as const) await da.submit(names[kind], [new Uint8Array(300).fill(7), Uint8Array.of(1)]);
    await adversary.post("headers", adversary.blocks.slice(0, 2), stranger);
  };
  await junk();
  await adversary.postAll(adversary.blocks.slice(0, 2));
  await junk();
  // Under the right key: data that no header fits, in the way of what does.
  const [third] = adversary.blocks.slice(2, 3);
  await adversary.post("data", third === undefined ? [] : [{ ...third, txs: [Uint8Array.of(6, 6, 6)] }]);
  await adversary.post("headers", adversary.blocks.slice(2, 3));
  // A header whose transactions are withheld, then everything.
  await adversary.post("headers", adversary.blocks.slice(2, 4));
  await using follower = await follow(home, folder, at.daUrl);
  await expect.poll(() => included(follower), PATIENCE).toBe(2);
  await expect.poll(async () => (await statusOf(follower)).following.last_passed_over, PATIENCE).toBe("header 3 came before its data");
  await adversary.postAll(adversary.blocks.slice(2));
  await expect.poll(() => included(follower), PATIENCE).toBe(adversary.blocks.length);
  expect((await statusOf(follower)).following.passed_over).toBeGreaterThanOrEqual(12);
  expect(await appHashAt(follower, 6)).toBe(Buffer.from(adversary.blocks[5]?.header.appHash ?? []).toString("hex").toUpperCase());
});

test("a home of another chain, and one without genesis, are refused with what to do", async () => {
  using home = await createTestHome();
  using other = await createTestHome();
  const folder = join(home.home, "follower");
  expect(() => prepareFollowerHome(folder, undefined)).toThrow("give the chain's as --genesis FILE");
  prepareFollowerHome(folder, homePaths(home.home).genesisFile);
  prepareFollowerHome(folder, homePaths(home.home).genesisFile);
  prepareFollowerHome(folder, undefined);
  expect(() => prepareFollowerHome(folder, homePaths(other.home).genesisFile)).toThrow("is another genesis");
  const start = (config: NodeConfigInput): Promise<RunningNode> => startNode({ home: folder, config: { ...TEST_CONFIG, ...config } });
  await expect(start({ follow: "da" })).rejects.toThrow("say where with da");
  await expect(start({ sequencer_rpc: "http://127.0.0.1:1" })).rejects.toThrow("only a node that follows has a sequencer");
  await expect(start({})).rejects.toThrow("genesis does not name the key");
});
