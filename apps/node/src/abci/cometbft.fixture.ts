/** A real CometBFT, where the machine has one. */
import { randomInt } from "node:crypto";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { homePaths } from "../home.ts";

/** The binary that COMETBFT_PATH names, of the PATH, or where `go install` puts it; undefined when there is none of v0.38. */
export function findCometbft(): string | undefined {
  const goBin = process.env["GOBIN"] ?? join(process.env["GOPATH"] ?? join(homedir(), "go"), "bin");
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), goBin];
  const named = process.env["COMETBFT_PATH"];
  const found = named ?? folders.map((folder) => join(folder, "cometbft")).find((path) => existsSync(path));
  if (found === undefined) return undefined;
  const version = spawnSync(found, ["version"], { encoding: "utf8" }).stdout ?? "";
  return /^v?0\.38\./.test(version.trim()) ? found : undefined;
}

export interface CometProcess {
  readonly child: ChildProcess;
  readonly rpcUrl: string;
  /** What it wrote so far. */
  log(): string;
}

/** Makes a home of CometBFT for the genesis and the key of one of ours. */
export function makeCometHome(binary: string, home: string): string {
  const folder = join(home, "comet");
  const made = spawnSync(binary, ["init", "--home", folder], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  const { genesisFile, validatorKeyFile } = homePaths(home);
  copyFileSync(genesisFile, join(folder, "config", "genesis.json"));
  copyFileSync(validatorKeyFile, join(folder, "config", "priv_validator_key.json"));
  const configFile = join(folder, "config", "config.toml");
  const config = readFileSync(configFile, "utf8").replace(/^timeout_commit = .*$/m, 'timeout_commit = "100ms"').replace(/^pprof_laddr = .*$/m, 'pprof_laddr = ""');
  writeFileSync(configFile, config);
  return folder;
}

/** Its identity among its peers: 40 hex digits. */
export function cometNodeId(binary: string, folder: string): string {
  return spawnSync(binary, ["show-node-id", "--home", folder], { encoding: "utf8" }).stdout.trim();
}

/** Starts it on free ports and waits for a first block: CosmJS cannot read the status of a chain without one. */
export async function startComet(binary: string, folder: string, abciAddress: string): Promise<CometProcess> {
  const [rpc, p2p] = [await freePort(), await freePort()];
  const logFile = join(folder, `comet-${rpc}.log`);
  mkdirSync(folder, { recursive: true });
  const output = openSync(logFile, "w");
  const flags = ["--home", folder, "--proxy_app", abciAddress, "--rpc.laddr", `tcp://127.0.0.1:${rpc}`, "--p2p.laddr", `tcp://127.0.0.1:${p2p}`];
  const child = spawn(binary, ["start", ...flags], { stdio: ["ignore", output, output] });
  const log = (): string => readFileSync(logFile, "utf8");
  const rpcUrl = `http://127.0.0.1:${rpc}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`CometBFT ended: ${log().slice(-2_000)}`);
    if (await isThere(rpcUrl, 1)) return { child, rpcUrl, log };
    await delay(100);
  }
}

/** Whether a node answers and has the block. */
export async function isThere(rpcUrl: string, height: number): Promise<boolean> {
  try {
    const { result } = (await (await fetch(`${rpcUrl}/status`)).json()) as { result: { sync_info: { latest_block_height: string } } };
    return Number(result.sync_info.latest_block_height) >= height;
  } catch {
    return false;
  }
}

/** Whether nobody listens there. */
export async function isFreePort(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Ports below those that systems give to outgoing connections, which may take one before its server starts. */
export const PORTS_FROM = 15_000;
export const PORTS_TO = 32_000;

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS_FROM, PORTS_TO);
    if (await isFreePort(port)) return port;
  }
}
