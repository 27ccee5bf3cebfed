import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer } from "@openledger/da";
import { listenAddress } from "@openledger/rpc";
import type { Command } from "commander";
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
