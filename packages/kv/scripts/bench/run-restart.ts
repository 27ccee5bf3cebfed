/** `run-restart.ts FOLDER`: restores the newest snapshot and replays the log after it, in a process that does nothing else; prints JSON. */
import { createNodeCrypto } from "@openledger/crypto";
import { equalBytes } from "@openledger/primitives";
import { restoreMultiStore } from "@openledger/store";
import { openSnapshotFolder } from "../../src/snapshot-folder.ts";
import { openStateLog } from "../../src/state-log.ts";
import { rounded, STORE } from "./workload.ts";

const [folder = "."] = process.argv.slice(2);
const { sha256 } = createNodeCrypto();
sha256(new Uint8Array(0));
const before = process.memoryUsage();

const cpuBefore = process.cpuUsage();
const started = performance.now();
using log = openStateLog(folder, { onVersion: () => undefined });
const opened = performance.now();
const snapshots = openSnapshotFolder(folder);
const { summary, blocks } = snapshots.read(snapshots.versions.at(-1) ?? 0n);
const read = performance.now();
const state = restoreMultiStore({ sha256, stores: [STORE], retainVersions: 100 }, summary, blocks);
for (let version = state.version + 1n; version <= log.lastVersion; version++) {
  const stored = log.read(version);
  if (stored === undefined) throw new Error(`version ${version} is missing`);
  const candidate = state.preview(stored.changeSet);
  if (!equalBytes(candidate.appHash, stored.appHash)) throw new Error(`version ${version} has another app hash`);
  state.commit(candidate);
}
const ready = performance.now();

const cpu = process.cpuUsage(cpuBefore);
const after = process.memoryUsage();
const keys = state.store(STORE).size;
process.stdout.write(
  `${JSON.stringify({
    readyMs: rounded(ready - started),
    cpuMs: rounded((cpu.user + cpu.system) / 1_000),
    ofWhichLogMs: rounded(opened - started),
    ofWhichSnapshotMs: rounded(read - opened),
    logBytes: log.bytesAfter(0n),
    versionsReplayed: Number(log.lastVersion - summary.version),
    residentBytesPerLeaf: rounded((after.rss - before.rss) / keys),
  })}\n`,
);
