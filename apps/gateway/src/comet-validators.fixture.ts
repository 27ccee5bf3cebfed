/** Real CometBFT processes above Apps of this process, one validator each, in the homes that docs/operators.md describes. */
import { randomInt } from "node:crypto";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { startAbciNode, type RunningAbciNode } from "@openledger/node";

/** The binary of v0.38 that COMETBFT_PATH names, of the PATH, or where `go install` puts it. */
export function findCometbft(): string | undefined {
  const { COMETBFT_PATH: named, GOBIN, GOPATH = join(homedir(), "go"), PATH = "" } = process.env;
  const folders = [...PATH.split(delimiter), GOBIN ?? join(GOPATH, "bin")];
  const found = named ?? folders.map((folder) => join(folder, "cometbft")).find((path) => existsSync(path));
  const version = found === undefined ? "" : (spawnSync(found, ["version"], { encoding: "utf8" }).stdout ?? "");
  return /^v?0\.38\./.test(version.trim()) ? found : undefined;
}

export interface RunningValidators extends AsyncDisposable {
  readonly rpcUrls: readonly string[];
  readonly restUrls: readonly string[];
}

/** `homes` have config and data of an App; CometBFT's go below them, into `comet`. */
export async function startValidators(binary: string, homes: readonly string[]): Promise<RunningValidators> {
  const ports = await freePorts(2 * homes.length);
  const portsOf = (i: number): readonly [rpc: number, p2p: number] => [ports[2 * i] ?? 0, ports[2 * i + 1] ?? 0];
  const folders = homes.map((home) => initComet(binary, home));
  const ids = folders.map((folder) => spawnSync(binary, ["show-node-id", "--home", folder], { encoding: "utf8" }).stdout.trim());
  const apps: RunningAbciNode[] = [];
  const comets: ChildProcess[] = [];
  for (const [i, home] of homes.entries()) {
    const folder = folders[i] ?? "";
    const peers = ids.flatMap((id, other) => (other === i ? [] : [`${id}@127.0.0.1:${portsOf(other)[1]}`]));
    const socket = `unix://${join(home, "app.sock")}`;
    configure(folder, portsOf(i), socket, peers);
    apps.push(await startAbciNode({ home, config: { abci_laddr: socket, rest_laddr: "tcp://127.0.0.1:0", log_level: "silent" } }));
    const log = openSync(join(folder, "log"), "w");
    comets.push(spawn(binary, ["start", "--home", folder], { stdio: ["ignore", log, log] }));
  }
  return {
    rpcUrls: homes.map((_, i) => `http://127.0.0.1:${portsOf(i)[0]}`),
    restUrls: apps.map(({ restUrl = "" }) => restUrl),
    async [Symbol.asyncDispose]() {
      await Promise.all(comets.map(kill));
      for (const app of apps) await app.close();
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Genesis, key and last-sign state are the App's. */
function initComet(binary: string, home: string): string {
  const folder = join(home, "comet");
  const { status, stderr } = spawnSync(binary, ["init", "--home", folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  for (const own of ["config/genesis.json", "config/priv_validator_key.json", "data/priv_validator_state.json"]) rmSync(join(folder, own));
  return folder;
}

function configure(folder: string, [rpc, p2p]: readonly [number, number], socket: string, peers: readonly string[]): void {
  const file = join(folder, "config", "config.toml");
  const settings: readonly (readonly [RegExp, string])[] = [
    [/^proxy_app = .*$/m, `proxy_app = "${socket}"`],
    [/^genesis_file = .*$/m, 'genesis_file = "../config/genesis.json"'],
    [/^priv_validator_key_file = .*$/m, 'priv_validator_key_file = "../config/priv_validator_key.json"'],
    [/^priv_validator_state_file = .*$/m, 'priv_validator_state_file = "../data/priv_validator_state.json"'],
    [/^laddr = "tcp:\/\/127.0.0.1:26657"$/m, `laddr = "tcp://127.0.0.1:${rpc}"`],
    [/^laddr = "tcp:\/\/0.0.0.0:26656"$/m, `laddr = "tcp://127.0.0.1:${p2p}"`],
    [/^pprof_laddr = .*$/m, 'pprof_laddr = ""'],
    [/^persistent_peers = .*$/m, `persistent_peers = "${peers.join(",")}"`],
    [/^pex = .*$/m, "pex = false"],
    [/^addr_book_strict = .*$/m, "addr_book_strict = false"],
    [/^allow_duplicate_ip = .*$/m, "allow_duplicate_ip = true"],
    [/^timeout_commit = .*$/m, 'timeout_commit = "200ms"'],
  ];
  writeFileSync(file, settings.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, "utf8")));
}

async function freePorts(count: number): Promise<readonly number[]> {
  // Below those that systems give to outgoing connections, which may take one before its server starts.
  const free = new Set<number>();
  while (free.size < count) {
    const port = randomInt(15_000, 32_000);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(() => true, () => false);
    if (isFree) free.add(port);
    if (isFree) await new Promise((resolve) => server.close(resolve));
  }
  return [...free];
}
