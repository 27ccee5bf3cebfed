/**
 * `npm run bench:rollup -- --json`: what a chain puts on DA per send and per settled answer, how long a block takes to
 * get there, and how fast the chain is rebuilt from there. The node posts over a real connection to a file DA in this process. `--seconds` sets the loads, `--only sends,answers`
 * runs parts. The method is written down in docs/benchmarks.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { createCelestiaDa, openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { decodeEnvelope, namespacesOf, type BatchKind } from "@openledger/derivation";
import { homePaths, prepareFollowerHome, readGenesisFile, rebuildFromDa, startNode } from "@openledger/node";
import { toBase64 } from "@openledger/primitives";
import { createAccounts, signSends } from "@openledger/testing";
import { inPlace, startBareNode, type BenchPlace, startDemoNetwork } from "./bench/bench-network.ts";
import { settleAtRate } from "./bench/bench-settle.ts";
import { loadedChain, runOpenLoop } from "./bench/open-loop.ts";
import { watchPosting, type PostingLag } from "./bench/watch-posting.ts";

const CHAIN_ID = "openledger-local-1";
const SENDERS = 500;
const SENDS_PER_SECOND = 300;
const SETTLEMENTS_PER_SECOND = 5;

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, seconds: { type: "string", default: "10" }, only: { type: "string", default: "sends,answers" } },
});
const seconds = Number(values.seconds);
const parts = values.only.split(",");
const crypto = createNodeCrypto();
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Posted {
  readonly blocks: number;
  /** On DA, compressed and with envelopes, and what it was before. */
  readonly dataBytes: number;
  readonly dataBytesUncompressed: number;
  readonly headerBytes: number;
}

/** What a DA got at the heights after `from`. */
async function postedAfter(da: FileDa, from: bigint): Promise<Posted> {
  const namespaces = namespacesOf(crypto.sha256, CHAIN_ID);
  const sums = { headers: 0, data: 0, plain: 0, blocks: 0 };
  const add = (kind: BatchKind, blob: Uint8Array): void => {
    const envelope = decodeEnvelope(blob);
    if ("reason" in envelope) throw new Error(envelope.reason);
    sums[kind] += blob.length;
    if (kind === "data") sums.plain += envelope.partBytes;
    else sums.blocks += envelope.count;
  };
  const { height } = await da.head();
  for (let at = from + 1n; at <= height; at++) {
    for (const kind of ["headers", "data"] as const) for (const { data } of await da.list(at, namespaces[kind])) add(kind, data);
  }
  return { blocks: sums.blocks, dataBytes: sums.data, dataBytesUncompressed: sums.plain, headerBytes: sums.headers };
}

/** Runs a part whose nodes post to a DA of its own. */
async function withDa<T>(measure: (da: FileDa) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-bench-da-"));
  const da = openFileDa({ folder, sha256: crypto.sha256, nowMs: Date.now });
  const server = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  process.env["OPENLEDGER_DA"] = `celestia:${server.url}`;
  try {
    return await measure(da);
  } finally {
    await server.close();
    da.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How fast a stranger rebuilds the whole chain from DA and genesis, in this process, over a connection. */
async function rebuilt(place: BenchPlace, producedPerSecond: number): Promise<object> {
  const { request } = readGenesisFile(homePaths(place.home.node).genesisFile, crypto.sha256);
  const da = createCelestiaDa({ url: (process.env["OPENLEDGER_DA"] ?? "").slice("celestia:".length), sha256: crypto.sha256 });
  const report = await rebuildFromDa({ da, crypto, app: createChain({ crypto }), genesis: request, startHeight: 1n });
  if (report.mismatch !== undefined) throw new Error(report.mismatch);
  const txsPerSecond = Math.round(report.txs / report.seconds);
  return { blocks: Number(report.lastHeight), txs: report.txs, seconds: report.seconds, txsPerSecond, timesProduction: perUnit(txsPerSecond, producedPerSecond) };
}

/** How fast a follower on an empty folder executes the same chain, keeps it on disk, and answers meanwhile. */
async function followed(place: BenchPlace, rpcUrl: string, producedPerSecond: number): Promise<object> {
  const { height: goal } = await includedOf(rpcUrl);
  const home = join(place.home.root, "follower");
  prepareFollowerHome(home, homePaths(place.home.node).genesisFile);
  const startedMs = performance.now();
  let txs = 0;
  const reached = Promise.withResolvers<void>();
  const config = { rpc_laddr: "127.0.0.1:0", rest_laddr: "127.0.0.1:0", log_level: "error", follow: "da", da: process.env["OPENLEDGER_DA"] ?? "" };
  await using _node = await startNode({
    home,
    config,
    onBlock(block) {
      txs += block.txs;
      if (block.height >= goal) reached.resolve();
    },
  });
  await reached.promise;
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  const txsPerSecond = Math.round(txs / seconds);
  return { blocks: Number(goal), txs, seconds, txsPerSecond, timesProduction: perUnit(txsPerSecond, producedPerSecond) };
}

/** Last block that DA holds. */
async function includedOf(rpcUrl: string): Promise<{ readonly height: bigint }> {
  const answer = (await (await fetch(`${rpcUrl}/rollup_status`)).json()) as { result: { included_height: string } };
  return { height: BigInt(answer.result.included_height) };
}

const perUnit = (bytes: number, count: number): number => Math.round((bytes / Math.max(1, count)) * 10) / 10;

async function benchSends(da: FileDa): Promise<object> {
  const accounts = createAccounts(crypto, SENDERS);
  const coins = [{ denom: "uopen", amount: 1_000_000n }];
  return inPlace(async (place) => {
    const { client } = await startBareNode(place, accounts.map(({ address }) => ({ address, coins })));
    const chain = loadedChain(client.rpcUrl);
    const count = SENDS_PER_SECOND * seconds;
    const file = join(place.home.root, "sends");
    writeFileSync(file, Array.from(signSends(crypto, CHAIN_ID, accounts, count), toBase64).join("\n"));
    say(`${SENDS_PER_SECOND} sends a second for ${seconds} s`);
    const { height } = await da.head();
    const watched = watchPosting(client.rpcUrl);
    const loop = await runOpenLoop(chain, file, SENDS_PER_SECOND, 50);
    const lag: PostingLag = await watched.end();
    const posted = await postedAfter(da, height);
    chain.comet.disconnect();
    const { rpcUrl } = client;
    client.disconnect();
    const { committed } = loop;
    return {
      committed,
      committedPerSecond: loop.committedPerSecond,
      bytesOnDaPerSend: perUnit(posted.dataBytes, committed),
      bytesPerSendUncompressed: perUnit(posted.dataBytesUncompressed, committed),
      headerBytesPerBlock: perUnit(posted.headerBytes, posted.blocks),
      posted,
      postingLagSeconds: lag,
      derivation: await rebuilt(place, loop.committedPerSecond),
      follower: await followed(place, rpcUrl, loop.committedPerSecond),
    };
  });
}

async function benchAnswers(da: FileDa): Promise<object> {
  return inPlace(async (place) => {
    const network = await startDemoNetwork(place);
    const { rpcUrl } = network.world.client;
    let from = 0n;
    let watched: ReturnType<typeof watchPosting> | undefined;
    const { answersPerSettlement, bytesPerSettlement, loop } = await settleAtRate(network, SETTLEMENTS_PER_SECOND, seconds, async () => {
      say(`${SETTLEMENTS_PER_SECOND} settlements a second for ${seconds} s`);
      from = (await da.head()).height;
      watched = watchPosting(rpcUrl);
    });
    const lag = await watched?.end();
    const posted = await postedAfter(da, from);
    network.world.client.disconnect();
    const answers = loop.committed * answersPerSettlement;
    return {
      answers,
      bytesOnDaPerAnswer: perUnit(posted.dataBytes, answers),
      bytesPerAnswerUncompressed: perUnit(posted.dataBytesUncompressed, answers),
      bytesPerSettlement,
      answersPerSettlement,
      posted,
      postingLagSeconds: lag,
    };
  });
}

const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version, load: loadavg().map((one) => Math.round(one * 10) / 10) };
const result: Record<string, unknown> = { machine };
if (parts.includes("sends")) result["sends"] = await withDa(benchSends);
if (parts.includes("answers")) result["answers"] = await withDa(benchAnswers);
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
