// Two nodes with one key, which a signer holds: whatever is killed or paused at any moment, no height is signed twice and the chain goes on.
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { createNodeCrypto } from "@openledger/crypto";
import { createCelestiaDa } from "@openledger/da";
import { openJournal, signerPaths, takeOverKey } from "@openledger/signer";
import { openBlockLog } from "@openledger/kv";
import { height, toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { sendUntilGone } from "../../scripts/crash/send-load.ts";
import { checkHome } from "../check-home.ts";
import { replayHome } from "../commands/replay.ts";
import { homePaths } from "../home.ts";
import { createTestHome, type TestHome } from "../node.fixture.ts";
import { readPostedBlocks } from "./posted-blocks.fixture.ts";

const { sha256 } = createNodeCrypto();
const CHAIN_ID = "openledger-test-1";
const TOKEN = "0123456789abcdef0123456789abcdef";
const KILLS = Number(process.env["OPENLEDGER_STANDBY_KILLS"] ?? 3);
const LEASE_MS = 2_000;
const TAKEOVER_MS = 10_000;
const PATIENCE = { timeout: 40_000, interval: 50 };

interface Running {
  readonly process: ChildProcess;
  readonly rpcUrl: string;
  readonly url: string;
}

async function startChild(...args: readonly string[]): Promise<Running> {
  const env = { ...process.env, OPENLEDGER_SIGNER_TOKEN: TOKEN, OPENLEDGER_SIGNER_LEASE: `${LEASE_MS}ms` };
  const child = fork(join(import.meta.dirname, "../main.ts"), args, { stdio: ["ignore", "ignore", "inherit", "ipc"], env });
  const ready = await Promise.race([once(child, "message"), once(child, "exit").then(() => undefined)]);
  if (ready === undefined) throw new Error(`openledgerd ${args.join(" ")} ended before it was ready`);
  const [{ rpcUrl = "", daUrl, signerUrl }] = ready as [{ readonly rpcUrl?: string; readonly daUrl?: string; readonly signerUrl?: string }];
  return { process: child, rpcUrl, url: daUrl ?? signerUrl ?? "" };
}

async function end({ process: child }: Running, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

interface Status {
  readonly role: string;
  readonly soft_height: string;
  readonly included_height: string;
  readonly signer: { readonly status: string; readonly failure: { readonly code: string } | null };
}

async function statusOf({ rpcUrl }: Running): Promise<Status> {
  return ((await (await fetch(`${rpcUrl}/rollup_status`)).json()) as { result: Status }).result;
}

const softHeight = async (node: Running): Promise<number> => Number((await statusOf(node)).soft_height);

async function hashAt({ rpcUrl }: Running, at: number): Promise<string | undefined> {
  return ((await (await fetch(`${rpcUrl}/block?height=${at}`)).json()) as { result?: { block_id: { hash: string } } }).result?.block_id.hash;
}

/** Sequencer, standby, signer and DA, each a process of its own. */
interface Cluster extends AsyncDisposable {
  readonly folders: readonly [string, string];
  readonly signerHome: string;
  /** Of the shared key. */
  readonly publicKey: Uint8Array;
  readonly da: Running;
  readonly nodes: readonly [Running, Running];
  /** Index of the node that makes blocks, once there is one. */
  active(): Promise<0 | 1>;
  startNode(index: 0 | 1): Promise<void>;
  startSigner(): Promise<void>;
  readonly signer: Running;
}

async function startCluster(home: TestHome): Promise<Cluster> {
  const paths = homePaths(home.home);
  const signerHome = join(home.home, "signer");
  const files = { dataFolder: paths.dataFolder, keyFile: paths.validatorKeyFile, signStateFile: paths.signStateFile, markerFile: paths.signerMarkerFile };
  const { publicKey } = takeOverKey(signerHome, files, { chainId: CHAIN_ID, initialHeight: 1n }, sha256);
  const [signerPort, ...ports] = [await freePort(), await freePort(), await freePort()];
  const serve = (): Promise<Running> => startChild("signer", "--home", signerHome, "--laddr", `127.0.0.1:${signerPort}`);
  const da = await startChild("da", "serve", "--home", join(home.home, "shared-da"), "--laddr", "127.0.0.1:0");
  let signer = await serve();
  const folders = [home.home, join(home.home, "second")] as const;
  const flags = ["--genesis", paths.genesisFile, "--rest.laddr", "127.0.0.1:0", "--block-time", "100ms", "--log-level", "error", "--da", `celestia:${da.url}`, "--signer", signer.url];
  const start = (index: 0 | 1): Promise<Running> =>
    startChild("start", "--standby", "--home", folders[index], "--rpc.laddr", `127.0.0.1:${ports[index] ?? 0}`, "--sequencer.rpc", `http://127.0.0.1:${ports[1 - index] ?? 0}`, ...flags);
  const nodes: [Running, Running] = [await start(0), await start(1)];
  return {
    ...{ folders, signerHome, publicKey, da, nodes },
    get signer() {
      return signer;
    },
    async active() {
      const roles = (): Promise<readonly string[]> => Promise.all(nodes.map((node) => statusOf(node).then(({ role }) => role, () => "gone")));
      await expect.poll(roles, PATIENCE).toContain("sequencer");
      return (await roles())[0] === "sequencer" ? 0 : 1;
    },
    async startNode(index) {
      nodes[index] = await start(index);
    },
    async startSigner() {
      signer = await serve();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...nodes, signer, da].map((one) => end(one, "SIGKILL")));
    },
  };
}

/** What the signer's journal holds of a height, by its own files. */
function journalOf({ signerHome }: Cluster): readonly { readonly height: bigint; readonly round: number; readonly hash: string }[] {
  using journal = openJournal(signerPaths(signerHome).dataFolder);
  const found = [];
  for (let at = journal.firstHeight ?? 1n; journal.last !== undefined && at <= journal.last.height; at++) {
    const entry = journal.at(at);
    if (entry !== undefined) found.push({ height: entry.height, round: entry.round, hash: toHex(entry.hash) });
  }
  return found;
}

test("sequencer and standby change places by kill -9 under transactions, after a pause and while the signer is away, and every block is on DA once", async () => {
  using home = await createTestHome();
  await using cluster = await startCluster(home);
  const { nodes } = cluster;
  const sending: Promise<number>[] = [];
  const takeovers: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const active = await cluster.active();
    const other = active === 0 ? 1 : 0;
    sending.push(sendUntilGone(home, nodes[active].rpcUrl));
    await expect.poll(() => softHeight(nodes[other]), PATIENCE).toBeGreaterThan(kill + 2);
    await delay(200 + Math.random() * 600);
    const before = await softHeight(nodes[active]);
    await end(nodes[active], "SIGKILL");
    const startedMs = performance.now();
    await expect.poll(() => softHeight(nodes[other]), { ...PATIENCE, interval: 20 }).toBeGreaterThan(before + 1);
    takeovers.push(Math.round(performance.now() - startedMs));
    await cluster.startNode(active);
  }
  expect(Math.max(...takeovers)).toBeLessThan(TAKEOVER_MS);

  // Paused beyond its lease, it comes back late: refused, and it follows.
  const paused = await cluster.active();
  const other = paused === 0 ? 1 : 0;
  nodes[paused].process.kill("SIGSTOP");
  await expect.poll(async () => (await statusOf(nodes[other])).role, PATIENCE).toBe("sequencer");
  const stood = await softHeight(nodes[other]);
  await expect.poll(() => softHeight(nodes[other]), PATIENCE).toBeGreaterThan(stood + 3);
  nodes[paused].process.kill("SIGCONT");
  await expect.poll(async () => (await statusOf(nodes[paused])).role, PATIENCE).toBe("standby");
  const passed = await softHeight(nodes[other]);
  await expect.poll(() => softHeight(nodes[paused]), PATIENCE).toBeGreaterThan(passed);
  for (let at = stood; at <= passed; at++) expect(await hashAt(nodes[paused], at)).toBe(await hashAt(nodes[other], at));

  // Without the signer nobody seals; both say so, and go on.
  await end(cluster.signer, "SIGKILL");
  for (const node of nodes) await expect.poll(async () => (await statusOf(node)).signer, PATIENCE).toMatchObject({ status: expect.stringContaining("does not answer"), failure: { code: "SIGNER_UNREACHABLE" } });
  const waiting = await Promise.all(nodes.map(softHeight));
  await delay(500);
  expect(await Promise.all(nodes.map(softHeight))).toEqual([Math.max(...waiting), Math.max(...waiting)]);
  await cluster.startSigner();
  for (const node of nodes) await expect.poll(() => softHeight(node), PATIENCE).toBeGreaterThan(Math.max(...waiting) + 3);

  const goal = Math.max(...(await Promise.all(nodes.map(softHeight))));
  for (const node of nodes) await expect.poll(async () => Number((await statusOf(node)).included_height), PATIENCE).toBeGreaterThanOrEqual(goal);
  for (const node of nodes) await end(node, "SIGTERM");
  await end(cluster.signer, "SIGTERM");
  expect((await Promise.all(sending)).reduce((sum, sent) => sum + sent, 0)).toBeGreaterThan(0);
  await requireOneHistory(cluster, goal);
  console.log(`the next block came ${takeovers.join(", ")} ms after a kill, with leases of ${LEASE_MS} ms`);
});

/** One signature per height; DA, both logs and the journal have the same blocks, and whoever rebuilds the chain from DA comes to the same hashes. */
async function requireOneHistory(cluster: Cluster, goal: number): Promise<void> {
  const sealed = journalOf(cluster);
  expect(new Set(sealed.map(({ height: at }) => at)).size).toBe(sealed.length);
  expect(sealed.map(({ height: at }) => Number(at))).toEqual(Array.from({ length: sealed.length }, (_, i) => i + 1));
  const found = await readPostedBlocks(createCelestiaDa({ url: cluster.da.url, sha256 }), CHAIN_ID, cluster.publicKey);
  expect(found.gaps).toBe(0);
  expect(found.headers.length).toBeGreaterThanOrEqual(goal);
  for (const [i, { header, commit }] of found.headers.entries()) {
    expect(header.height).toBe(BigInt(i + 1));
    expect(toHex(commit.blockId.hash)).toBe(sealed[i]?.hash);
  }
  for (const folder of cluster.folders) {
    const replayed = await replayHome(folder);
    expect(replayed).toMatchObject({ firstHeight: 1, mismatches: [] });
    expect((await checkHome(folder)).filter(({ problem }) => problem !== undefined)).toEqual([]);
    using log = openBlockLog(homePaths(folder).dataFolder);
    for (const { height: at, hash } of sealed.slice(0, replayed.lastHeight)) expect(toHex(log.read(height(at))?.hash ?? new Uint8Array(0))).toBe(hash);
  }
  const genesis = homePaths(cluster.folders[0]).genesisFile;
  const { code, out } = await openledgerd("da", "replay", "--da", `celestia:${cluster.da.url}`, "--genesis", genesis, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ lastHeight: found.headers.length, mismatch: null, equivocations: [] });
}

async function openledgerd(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [[exitCode], out, err] = await Promise.all([once(child, "exit") as Promise<[number]>, text(child.stdout), text(child.stderr)]);
  return { code: exitCode, out, err };
}
