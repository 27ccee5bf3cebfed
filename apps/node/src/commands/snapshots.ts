import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder } from "@openledger/kv";
import { assertDefined, height, toHex } from "@openledger/primitives";
import { openSnapshotShelf, restorePortableSnapshot, writePortableSnapshot, writeStateSnapshot, type AbciSnapshot, type PortableSnapshot } from "@openledger/sequencer";
import type { Command } from "commander";
import { resolve } from "node:path";
import { parseId } from "../cli/parse-arguments.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { DEFAULT_HOME, homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";
import { lastVouchedHeight, openStoppedHome } from "../stopped-home.ts";

interface SnapshotFlags {
  readonly home: string;
  readonly json: boolean;
}

/** `openledgerd snapshots`: the state of a height as files that another node begins from. */
export function registerSnapshots(program: Command): void {
  const snapshots = program.command("snapshots").description("the state of a height as files that another node begins from");
  withHome(snapshots.command("create").description("write a snapshot of a stopped node's state to data/state-sync/HEIGHT"))
    .option("--height <height>", "any height that is kept, the last but one by default")
    .action(async (flags: SnapshotFlags & { readonly height?: string }) => {
      const made = await createSnapshot(flags.home, flags.height === undefined ? undefined : parseId(flags.height, "--height"));
      say(flags, { ...summaryOf(made, made.bytes, made.appHash), folder: made.folder }, `${sentence(made, made.bytes)}\nIt lies in ${made.folder}; ${useOf(made)}`);
    });
  withHome(snapshots.command("list").description("the snapshots of a stopped node")).action((flags: SnapshotFlags) => {
    const { dataFolder } = homePaths(flags.home);
    using _lock = lockDataFolder(dataFolder);
    const shelf = openSnapshotShelf(dataFolder, createNodeCrypto().sha256);
    const listed = shelf.list().map((one) => ({ one, ...shelf.summary(one.height) }));
    const text = listed.length === 0 ? `No snapshot is in ${shelf.folder}.` : listed.map(({ one, bytes }) => sentence(one, bytes)).join("\n");
    say(flags, listed.map(({ one, bytes, appHash }) => summaryOf(one, bytes, appHash)), text);
  });
  withHome(snapshots.command("restore <folder>").description("begin a home that init made, and that has no chain yet, from a snapshot"))
    .action(async (folder: string, flags: SnapshotFlags) => {
      const paths = homePaths(flags.home);
      const crypto = createNodeCrypto();
      const { request } = readGenesisFile(paths.genesisFile, crypto.sha256);
      using _lock = lockDataFolder(paths.dataFolder);
      const app = createChain({ crypto });
      const options = { folder: resolve(folder), dataFolder: paths.dataFolder, app, genesis: request, crypto };
      const restored = await restorePortableSnapshot(options);
      const advice = `The node begins at height ${restored.height} and signs from height ${restored.height + 2n} on. If its key has signed elsewhere, that node must never run again: move its data/priv_validator_state.json here first.`;
      say(flags, summaryOf(restored, restored.bytes, restored.appHash), `${sentence(restored, restored.bytes)}\n${advice}`);
    });
}

/** A snapshot that blocks vouch for is carried; CometBFT brings headers of its own. */
function useOf({ isPortable }: MadeSnapshot): string {
  if (isPortable) return 'copy that folder to begin another node with "openledgerd snapshots restore".';
  return "once this node runs again, others can begin from it by CometBFT's state sync.";
}

interface MadeSnapshot extends PortableSnapshot {
  readonly isPortable: boolean;
}

async function createSnapshot(home: string, at: bigint | undefined): Promise<MadeSnapshot> {
  const last = await lastVouchedHeight(home);
  if (last < 1n) throw nodeError("HOME", `${home} has too few blocks; a snapshot needs a block above its height, which signs its app hash`);
  using stopped = await openStoppedHome(home, height(at ?? last));
  const { app, crypto, paths } = stopped;
  const to = { app, sha256: crypto.sha256, dataFolder: paths.dataFolder };
  const made = await (stopped.kind === "comet" ? writeStateSnapshot(to) : writePortableSnapshot({ ...to, chain: stopped.chain }));
  return { ...assertDefined(made, "nothing stops a command"), isPortable: stopped.kind === "embedded" };
}

function withHome(command: Command): Command {
  return command.option("--home <folder>", "folder of a stopped node", DEFAULT_HOME).option("--json", "print JSON", false);
}

function summaryOf({ height: at, format, chunks, hash }: AbciSnapshot, bytes: number, appHash: Uint8Array): object {
  return { height: Number(at), format, chunks, bytes, hash: toHex(hash), appHash: toHex(appHash) };
}

function sentence({ height: at, format, chunks, hash }: AbciSnapshot, bytes: number): string {
  return `height ${at}: ${bytes} bytes in ${chunks} ${chunks === 1 ? "chunk" : "chunks"}, format ${format}, hash ${toHex(hash)}`;
}

function say(flags: SnapshotFlags, json: object, text: string): void {
  process.stdout.write(flags.json ? `${JSON.stringify(json)}\n` : `${text}\n`);
}
