// A node that posts to DA, as an operator runs it: in one process with a file DA, and killed at any moment beside a DA server.
import { fork, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { blockWithId, decodeBlock, type Block } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { createCelestiaDa, openFileDa } from "@openledger/da";
import { openBlockLog } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import { height, toHex } from "@openledger/primitives";
import { loadValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { replayHome } from "../commands/replay.ts";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, startTestNode, TEST_CONFIG } from "../node.fixture.ts";
import { readPostedBlocks, type PostedBlocks } from "./posted-blocks.fixture.ts";

const { sha256 } = createNodeCrypto();
const CHAIN_ID = "openledger-test-1";

interface Status {
  readonly soft_height: string;
  readonly included_height: string;
  readonly trust: string;
  readonly posting: { readonly status: string; readonly slowed_by_ms: number; readonly failure: { readonly code: string } | null };
}

async function rollupStatus(rpcUrl: string): Promise<Status> {
  const answer = (await (await fetch(`${rpcUrl}/rollup_status`)).json()) as { result: Status };
  return answer.result;
}

async function posted(da: Da, home: string): Promise<PostedBlocks> {
  const { publicKey } = loadValidatorKey(homePaths(home).validatorKeyFile, sha256);
  return readPostedBlocks(da, CHAIN_ID, publicKey);
}

/** The blocks that headers and data make together, each header with the hash of the block. */
function rebuilt({ headers, data }: PostedBlocks): readonly string[] {
  return headers.map(({ header, commit }, i) => {
    const before = headers[i - 1];
    const lastCommit = before?.commit ?? { height: height(0n), round: 0, blockId: header.lastBlockId, signatures: [] };
    const block: Block = { header, txs: data[i]?.txs ?? [], evidence: data[i]?.evidence ?? [], lastCommit };
    const made = blockWithId(sha256, block);
    expect(made.blockId).toEqual(commit.blockId);
    return toHex(made.bytes);
  });
}

test("blocks are on DA soon after they are made, status says so, and a restart goes on", async () => {
  using home = await createTestHome();
  const config = { ...TEST_CONFIG, block_time: "50ms", da: "file:da", da_laddr: "127.0.0.1:0" };
  for (const goal of [8, 16]) {
    const node = await startTestNode({ home: home.home, config });
    await expect.poll(async () => Number((await rollupStatus(node.rpcUrl)).included_height)).toBeGreaterThanOrEqual(goal);
    const status = await rollupStatus(node.rpcUrl);
    expect(status).toMatchObject({ role: "sequencer", trust: "finality trusts the sequencer" });
    expect(Number(status.soft_height)).toBeGreaterThanOrEqual(Number(status.included_height));
    expect(await (await fetch(`${node.restUrl}/openledger/v1/rollup`)).json()).toMatchObject({ role: "sequencer" });
    expect((await createCelestiaDa({ url: node.daUrl ?? "", sha256 }).head()).height).toBeGreaterThan(0n);
    await node.close();
    using da = openFileDa({ folder: join(home.home, "da"), sha256, nowMs: Date.now });
    const found = await posted(da, home.home);
    expect(found.gaps).toBe(0);
    for (const [i, { header }] of found.headers.entries()) expect(header.height).toBe(BigInt(i + 1));
    expect(rebuilt(found).length).toBeGreaterThanOrEqual(goal);
  }
  const replayed = run("da", "replay", "--da", `file:${join(home.home, "da")}`, "--genesis", homePaths(home.home).genesisFile, "--json");
  expect(replayed.code).toBe(0);
  const { lastHeight, digest } = JSON.parse(replayed.out) as { lastHeight: number; digest: string };
  expect(JSON.parse(replayed.out)).toMatchObject({ chainId: CHAIN_ID, mismatch: null, equivocations: [], passedOver: 0 });
  using log = openBlockLog(homePaths(home.home).dataFolder);
  log.truncateTo(height(BigInt(lastHeight)));
  log.close();
  expect((await replayHome(home.home)).digest).toBe(digest);
});

test("a sequencer whose headers contradict the rules is found out from DA alone", async () => {
  using home = await createTestHome();
  const node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "30ms", da: "file:da" } });
  await expect.poll(async () => Number((await rollupStatus(node.rpcUrl)).included_height)).toBeGreaterThanOrEqual(3);
  await node.close();
  // A genesis with other money is a chain of other rules to whoever executes it.
  const paths = homePaths(home.home);
  const other = join(home.home, "other.json");
  writeFileSync(other, readFileSync(paths.genesisFile, "utf8").replaceAll('"amount": "5000"', '"amount": "5001"').replaceAll('"amount":"5000"', '"amount":"5001"'));
  const found = run("da", "replay", "--da", `file:${join(home.home, "da")}`, "--genesis", other);
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/contradict the execution: app hash before block \d+: header [0-9a-f]{64}, execution [0-9a-f]{64}/);
  expect(run("da", "replay", "--da", "file:x", "--genesis", other, "--start-height", "0").err).toContain("give a DA height from 1");
});

function run(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

test("a node without DA says that it has nothing to do with it", async () => {
  using home = await createTestHome();
  await using node = await startTestNode({ home: home.home, config: TEST_CONFIG });
  const answer = (await (await fetch(`${node.rpcUrl}/rollup_status`)).json()) as { error: { data: string } };
  expect(answer.error.data).toContain("start it with --da");
  expect((await fetch(`${node.restUrl}/openledger/v1/rollup`)).status).toBe(404);
});

test("a DA that is away slows production and is told, and the chain goes on", async () => {
  using home = await createTestHome();
  const unused = createServer().listen(0, "127.0.0.1");
  await once(unused, "listening");
  const gone = `celestia:http://127.0.0.1:${(unused.address() as AddressInfo).port}`;
  unused.close();
  await using node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "20ms", da: gone, da_max_pending: 3 } });
  await expect.poll(async () => Number((await rollupStatus(node.rpcUrl)).soft_height)).toBeGreaterThanOrEqual(6);
  await expect.poll(async () => (await rollupStatus(node.rpcUrl)).posting.failure?.code).toBe("DA_UNREACHABLE");
  const { posting, included_height: included } = await rollupStatus(node.rpcUrl);
  expect(included).toBe("0");
  expect(posting.status).toContain("nothing answers at http://127.0.0.1:");
});

test("settings that do not fit together are refused with what to do", async () => {
  using home = await createTestHome();
  const refused = (config: object): Promise<unknown> => startNode({ home: home.home, config: { ...TEST_CONFIG, ...config } });
  await expect(refused({ da: "s3:bucket" })).rejects.toThrow("give file:FOLDER or celestia:URL");
  await expect(refused({ da: "celestia:http://127.0.0.1:1", da_laddr: "127.0.0.1:0" })).rejects.toThrow("a celestia-node serves itself");
});

interface Child {
  readonly process: ChildProcess;
  readonly rpcUrl: string;
  readonly daUrl: string;
}

async function startChild(...args: readonly string[]): Promise<Child> {
  const child = fork(join(import.meta.dirname, "../main.ts"), args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [ready] = (await once(child, "message")) as [{ readonly rpcUrl?: string; readonly daUrl?: string }];
  return { process: child, rpcUrl: ready.rpcUrl ?? "", daUrl: ready.daUrl ?? "" };
}

async function kill({ process: child }: Child, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  child.kill(signal);
  await once(child, "exit");
}

test("kill -9 of sequencer and DA server at any moment: DA has every block of the log, once and in order", async () => {
  using home = await createTestHome();
  const daFolder = join(home.home, "shared-da");
  const serve = (laddr: string): Promise<Child> => startChild("da", "serve", "--home", daFolder, "--laddr", laddr);
  let da = await serve("127.0.0.1:0");
  const { daUrl } = da;
  const flags = ["--rpc.laddr", "127.0.0.1:0", "--rest.laddr", "127.0.0.1:0", "--block-time", "30ms", "--log-level", "error", "--da", `celestia:${daUrl}`];
  const start = (): Promise<Child> => startChild("start", "--home", home.home, ...flags);
  for (let round = 0; round < 2; round++) {
    const node = await start();
    await delay(200 + Math.random() * 600);
    if (round === 0) await kill(da, "SIGKILL");
    await delay(Math.random() * 200);
    await kill(node, "SIGKILL");
    if (round === 0) da = await serve(daUrl.replace("http://", ""));
  }
  const node = await start();
  const goal = Number((await rollupStatus(node.rpcUrl)).soft_height) + 3;
  await expect.poll(async () => Number((await rollupStatus(node.rpcUrl)).included_height)).toBeGreaterThanOrEqual(goal);
  await kill(node, "SIGTERM");
  const found = await posted(createCelestiaDa({ url: daUrl, sha256 }), home.home);
  const replayed = run("da", "replay", "--da", `celestia:${daUrl}`, "--genesis", homePaths(home.home).genesisFile, "--json");
  await kill(da, "SIGTERM");
  expect(JSON.parse(replayed.out)).toMatchObject({ lastHeight: found.headers.length, mismatch: null, equivocations: [] });
  expect(found.gaps).toBe(0);
  using log = openBlockLog(homePaths(home.home).dataFolder);
  const blocks = rebuilt(found);
  expect(blocks.length).toBeGreaterThanOrEqual(goal);
  for (const [i, bytes] of blocks.entries()) expect(bytes).toBe(toHex(log.read(height(BigInt(i + 1)))?.block ?? new Uint8Array(0)));
  expect(decodeBlock(log.read(height(1n))?.block ?? new Uint8Array(0)).header.chainId).toBe(CHAIN_ID);
});
