/**
 * `run-engine.ts ENGINE KEYS BATCHES SECONDS FOLDER`: loads a tree, then commits random updates durably; prints JSON.
 * The compact engine leaves a snapshot and a log in FOLDER for `run-restart.ts`.
 */
import { createNodeCrypto } from "@openledger/crypto";
import { createCompactMultiStore, createMultiStore, existenceProof, IAVL_SPEC, verifyExistence, type CompactMultiStore } from "@openledger/store";
import { openSnapshotFolder } from "../../src/snapshot-folder.ts";
import { openStateLog } from "../../src/state-log.ts";
import { createWorkload, quantile, rounded, STORE } from "./workload.ts";

const [engine = "compact", keysText = "10000", batchesText = "1000", secondsText = "2", folder = "."] = process.argv.slice(2);
const keys = Number(keysText);
const seconds = Number(secondsText);
const LOAD_BATCH = 20_000;
const WARM_UP = 3;
const PROOFS = 2_000;

const { sha256 } = createNodeCrypto();
const options = { sha256, stores: [STORE], retainVersions: 2 };
const compact: CompactMultiStore | undefined = engine === "compact" ? createCompactMultiStore(options) : undefined;
const state = compact ?? createMultiStore(options);
const workload = createWorkload(sha256);
using log = openStateLog(folder, { onVersion: () => undefined });

function commit(changeSet: ReturnType<typeof workload.updates>): void {
  const candidate = state.preview(changeSet);
  log.append({ version: candidate.version, appHash: candidate.appHash, changeSet, results: new Uint8Array(0) });
  state.commit(candidate);
}

function benchUpdates(batch: number): object {
  for (let i = 0; i < WARM_UP; i++) commit(workload.updates(keys, batch));
  const times: number[] = [];
  let spent = 0;
  let cpuMicros = 0;
  while (spent < seconds * 1_000 || times.length < 10) {
    const changeSet = workload.updates(keys, batch);
    const cpuBefore = process.cpuUsage();
    const started = performance.now();
    commit(changeSet);
    const took = performance.now() - started;
    const cpu = process.cpuUsage(cpuBefore);
    cpuMicros += cpu.user + cpu.system;
    times.push(took);
    spent += took;
  }
  const updates = batch * times.length;
  const updatesPerSecond = rounded((updates * 1_000) / spent);
  // What the process itself used, the collector's threads included: the same on a machine that others use as well.
  const updatesPerCpuSecond = rounded((updates * 1_000_000) / cpuMicros);
  return { batch, updatesPerSecond, updatesPerCpuSecond, commitP50Ms: rounded(quantile(times, 0.5)), commitP99Ms: rounded(quantile(times, 0.99)), commits: times.length };
}

function benchProofs(): object {
  const tree = state.store(STORE);
  const root = tree.hash();
  const asked = Array.from({ length: PROOFS }, () => workload.key(workload.pick(keys)));
  const started = performance.now();
  const proofs = asked.map((key) => existenceProof(tree, key));
  const created = performance.now();
  const good = proofs.filter((proof) => verifyExistence(sha256, IAVL_SPEC, root, proof, proof.key, proof.value)).length;
  const verified = performance.now();
  if (good !== PROOFS) throw new Error("a proof does not verify");
  return { createdPerSecond: rounded((PROOFS * 1_000) / (created - started)), verifiedPerSecond: rounded((PROOFS * 1_000) / (verified - created)) };
}

async function benchSnapshot(): Promise<object | undefined> {
  if (compact === undefined) return undefined;
  const started = performance.now();
  let longest = 0;
  let last = started;
  const source = compact.snapshot();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  const bytes = await openSnapshotFolder(folder).write(source.version, source);
  clearInterval(timer);
  source.release();
  // What a restart replays: ten commits of a thousand updates.
  for (let i = 0; i < 10; i++) commit(workload.updates(keys, Math.min(1_000, keys)));
  return { seconds: rounded((performance.now() - started) / 1_000), bytes, longestPauseMs: rounded(longest) };
}

const started = performance.now();
for (let from = 0; from < keys; from += LOAD_BATCH) commit(workload.load(from, Math.min(keys, from + LOAD_BATCH)));
const loadPerSecond = rounded((keys * 1_000) / (performance.now() - started));
const updates = batchesText.split(",").map((batch) => benchUpdates(Number(batch)));
const usedBytesPerLeaf = compact === undefined ? undefined : rounded(compact.usage.bytes / keys);
const proofs = benchProofs();
const snapshot = await benchSnapshot();
process.stdout.write(`${JSON.stringify({ engine, keys, loadPerSecond, updates, usedBytesPerLeaf, proofs, snapshot })}\n`);
