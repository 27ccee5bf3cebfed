import { join } from "node:path";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer } from "@openledger/da";
import { toBase64, toHex } from "@openledger/primitives";
import { listenAddress } from "@openledger/rpc";
import type { Command } from "commander";
import { daHeightFrom } from "../cli/da-height.ts";
import { loadConfig } from "../config.ts";
import { openDa } from "../da/open-da.ts";
import { rebuildFromDa, type RebuildReport } from "../da/rebuild.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { DEFAULT_HOME } from "../home.ts";
import { nodeError } from "../node-error.ts";

interface ServeFlags {
  readonly home: string;
  readonly laddr: string;
  readonly blockTime: string;
  readonly authToken?: string;
}

/** `openledgerd da`: a file DA for others on this machine. */
export function registerDa(program: Command): void {
  const da = program.command("da").description("data availability in files, for trying out followers: it makes nothing available to others");
  da.command("serve")
    .description("serve a file DA in celestia-node's JSON-RPC until it is told to stop")
    .option("--home <folder>", "folder of the DA; created when it is missing", join(DEFAULT_HOME, "da"))
    .option("--laddr <address>", "where it listens; port 0 takes any", "127.0.0.1:26650")
    .option("--block-time <milliseconds>", "a DA block per so many milliseconds, empty or not; 0: one per submission", "0")
    .option("--auth-token <token>", "bearer token that clients need; better OPENLEDGER_DA_AUTH_TOKEN in the environment")
    .action(serve);
  da.command("replay")
    .description("rebuild a chain from DA and its genesis alone: execute every block and compare every app hash")
    .requiredOption("--da <where>", "celestia:URL, or file:FOLDER that no process uses")
    .requiredOption("--genesis <file>", "genesis file of the chain")
    .option("--start-height <height>", "DA height when the chain began", "1")
    .option("--json", "print one JSON object", false)
    .action(replay);
}

interface ReplayFlags {
  readonly da: string;
  readonly genesis: string;
  readonly startHeight: string;
  readonly json: boolean;
}

async function replay({ da: where, genesis, startHeight, json }: ReplayFlags): Promise<void> {
  const crypto = createNodeCrypto();
  const { request } = readGenesisFile(genesis, crypto.sha256);
  const { da, da_auth_token: token } = loadConfig("", { da: where });
  const from = daHeightFrom(startHeight);
  const opened = await openDa({ config: { da, da_auth_token: token, da_laddr: "" }, home: ".", sha256: crypto.sha256, nowMs: Date.now });
  try {
    const report = await rebuildFromDa({ da: opened.da, crypto, app: createChain({ crypto }), genesis: request, startHeight: from });
    process.stdout.write(json ? `${JSON.stringify(summaryOf(report))}\n` : sentences(report));
    if (report.mismatch !== undefined || report.equivocations.length > 0 || report.missed !== undefined) process.exitCode = 1;
  } finally {
    await opened.close();
  }
}

/** Hashes are lower-case hex; heights and counts are numbers. */
function summaryOf({ chainId, lastHeight, daHeight, txs, appHash, digest, seconds, mismatch, equivocations, missed, rotations, passedOver }: RebuildReport): object {
  return {
    chainId,
    lastHeight: Number(lastHeight),
    daHeight: Number(daHeight),
    txs,
    appHash: toHex(appHash),
    digest: toHex(digest),
    seconds,
    mismatch: mismatch ?? null,
    equivocations: equivocations.map(({ header }) => Number(header.height)),
    missed: missed === undefined ? null : { tx: missed.hash, daHeight: Number(missed.daHeight), deadline: Number(missed.deadline) },
    rotations: rotations.map(({ number, lastHeight, newKey }) => ({ number: Number(number), height: Number(lastHeight + 1n), newKey: toBase64(newKey) })),
    passedOver,
  };
}

function sentences({ chainId, lastHeight, daHeight, txs, appHash, digest, seconds, mismatch, equivocations, missed, rotations, passedOver }: RebuildReport): string {
  const verdict = mismatch === undefined ? "Every header agrees with the execution." : `The sequencer's headers contradict the execution: ${mismatch}.`;
  const twice = equivocations.map(({ header }) => `Block ${header.height} is sealed twice, with different content.\n`).join("");
  const leftOut = missed === undefined ? "" : `Transaction ${missed.hash}, posted at DA height ${missed.daHeight}, was to be in a block by DA height ${missed.deadline} and is not; execution ended there.\n`;
  const crossed = rotations.map(({ number, lastHeight, newKey }) => `Rotation ${number} put ${toBase64(newKey)} in the sequencer's place from block ${lastHeight + 1n} on.\n`).join("");
  return (
    `${chainId}: derived and executed ${lastHeight} blocks with ${txs} transactions from ${daHeight} DA heights in ${seconds} s; ${passedOver} blobs passed over.\n` +
    `App hash after block ${lastHeight}: ${toHex(appHash)}\nDigest of all app hashes: ${toHex(digest)}\n${crossed}${twice}${leftOut}${verdict}\n`
  );
}

const LONGEST_MS = 3_600_000;

async function serve({ home, laddr, blockTime, authToken = process.env["OPENLEDGER_DA_AUTH_TOKEN"] ?? "" }: ServeFlags): Promise<void> {
  const blockIntervalMs = Number(blockTime);
  if (!Number.isInteger(blockIntervalMs) || blockIntervalMs < 0 || blockIntervalMs > LONGEST_MS) {
    throw nodeError("CONFIG", `--block-time ${blockTime}: give milliseconds from 0 to ${LONGEST_MS}`);
  }
  const { sha256 } = createNodeCrypto();
  const da = openFileDa({ folder: home, sha256, nowMs: Date.now, blockIntervalMs });
  try {
    const server = await startDaServer(da, listenAddress(laddr), { authToken });
    const { height } = await da.head();
    if (da.tornTail !== undefined) process.stderr.write("a DA block that nobody was told of was cut off after a crash\n");
    process.stderr.write(`file DA of ${home} at height ${height} · celestia:${server.url}\n`);
    process.send?.({ type: "ready", daUrl: server.url, height: `${height}` });
    await told();
    await server.close();
  } finally {
    da.close();
  }
  if (process.connected) process.disconnect?.();
}

/** Resolves on SIGINT, SIGTERM and when the parent that started it over IPC goes away. */
function told(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["SIGINT", "SIGTERM", "disconnect"]) process.once(event, () => resolve());
  });
}
