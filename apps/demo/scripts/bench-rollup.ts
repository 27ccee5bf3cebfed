/**
 * `npm run bench:rollup -- --json`: what a chain puts on DA per send and per settled answer, how long a block takes to
 * get there, and how fast a chain is derived again that its sequencer made at its limit. The node posts over a real connection to a
 * file DA in a process of its own. `--seconds` sets the loads, `--rate` what the sequencer at its limit is offered, `--only sends,answers,derivation`
 * runs parts. The method is written down in docs/benchmarks.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createNodeCrypto } from "@openledger/crypto";
import { createCelestiaDa } from "@openledger/da";
import { decodeEnvelope, namespacesOf, type BatchKind } from "@openledger/derivation";
import type { Da } from "@openledger/ports";
import { toBase64 } from "@openledger/primitives";
import { createAccounts, signSends } from "@openledger/testing";
import { benchDerivation } from "./bench/bench-derivation.ts";
import { inPlace, startBareNode, startDemoNetwork } from "./bench/bench-network.ts";
import { settleAtRate } from "./bench/bench-settle.ts";
import { loadedChain, runOpenLoop } from "./bench/open-loop.ts";
import { watchPosting, type PostingLag } from "./bench/watch-posting.ts";
import { endChild, startOpenledgerd } from "./openledgerd-child.ts";

const CHAIN_ID = "openledger-local-1";
const SENDERS = 500;
const SENDS_PER_SECOND = 300;
const SETTLEMENTS_PER_SECOND = 5;

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, seconds: { type: "string", default: "10" }, rate: { type: "string", default: "1500" }, only: { type: "string", default: "sends,answers,derivation" } },
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
async function postedAfter(da: Da, from: bigint): Promise<Posted> {
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

/** Runs a part whose nodes post to a DA of its own, in another process as DA is. */
async function withDa<T>(measure: (da: Da, daUrl: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-bench-da-"));
  const server = await startOpenledgerd("da", "serve", "--home", folder, "--laddr", "127.0.0.1:0");
  process.env["OPENLEDGER_DA"] = `celestia:${server.daUrl}`;
  try {
    return await measure(createCelestiaDa({ url: server.daUrl, sha256: crypto.sha256 }), server.daUrl);
  } finally {
    delete process.env["OPENLEDGER_DA"];
    await endChild(server, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}

const perUnit = (bytes: number, count: number): number => Math.round((bytes / Math.max(1, count)) * 10) / 10;

async function benchSends(da: Da): Promise<object> {
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
    };
  });
}

async function benchAnswers(da: Da): Promise<object> {
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
if (parts.includes("derivation")) {
  result["derivation"] = await withDa(async (_, daUrl) => {
    // Its first chain posts to nobody.
    delete process.env["OPENLEDGER_DA"];
    return benchDerivation({ rate: Number(values.rate), seconds, daUrl, say });
  });
}
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
