/** A snapshot with the two blocks that vouch for it, as a folder that can be carried to another machine. */
import { existsSync } from "node:fs";
import { CometError, createValidatorSet, resultsHash, validateBlock, validatorsHash, verifyAdjacent, verifyCommit } from "@openledger/comet";
import { makeFolder, nodeFileSystem, onDisk, openSnapshotFolder, readChunk, readChunkFileSummary, readOnly, writeChunkFile, type ChunkFileSummary, type FileSystem } from "@openledger/kv";
import { equalBytes, height, type Crypto, type Height, type Sha256 } from "@openledger/primitives";
import { areResultsOfState, type InitChainRequest, type SnapshotApp } from "@openledger/state-machine";
import type { BlockResults } from "../block-results.ts";
import { openChainStore, type ChainStore, type SealedBlock } from "../chain-store.ts";
import { sequencerError } from "../errors.ts";
import type { OpenedChain } from "../recover.ts";
import { abciSnapshotOf, type AbciSnapshot } from "./abci-snapshot.ts";
import { createSnapshotRestorer } from "./snapshot-restorer.ts";
import { nodesFileOf, snapshotPlace } from "./snapshot-shelf.ts";
import { vouchedResults } from "./vouched-results.ts";

/** A snapshot that can be carried away. */
export interface PortableSnapshot extends AbciSnapshot {
  readonly folder: string;
  readonly appHash: Uint8Array;
  /** Of all chunks. */
  readonly bytes: number;
}

export interface WriteSnapshotTo {
  readonly dataFolder: string;
  readonly app: SnapshotApp;
  readonly chain: Pick<OpenedChain, "store">;
  readonly sha256: Sha256;
  /** A height that the App's queries reach; the last one by default. */
  readonly height?: Height;
  readonly fileSystem?: FileSystem;
  /** Stops it; what was written is no snapshot then. */
  readonly signal?: AbortSignal;
}

/**
 * Writes the state of a height to `state-sync/<height>`: the chunks, the block of that height with its results, and the
 * block above it, whose signed header carries the app hash. Leaves the thread to others in between. Undefined when the
 * signal stopped it. Throws `HEIGHT_NOT_KEPT` for the height of the last block, StoreError VERSION_NOT_AVAILABLE, or `DISK_*`.
 */
export async function writePortableSnapshot(options: WriteSnapshotTo): Promise<PortableSnapshot | undefined> {
  const { app, sha256 } = options;
  const { store } = options.chain;
  const at = options.height ?? app.info().height;
  const blocks = sealedAround(store, at);
  if (blocks === undefined) {
    throw sequencerError("HEIGHT_NOT_KEPT", `a snapshot of height ${at} needs block ${at + 1n}, whose header carries its app hash; choose a height below ${store.lastHeight}`);
  }
  return writeNodes(options, at, (folder, disk) => {
    using logs = openChainStore(folder, sha256, disk);
    append(logs, blocks);
  });
}

/**
 * Writes the state of a height to `state-sync/<height>` for nodes that have its header from elsewhere, as under CometBFT:
 * the chunks alone. Undefined when the signal stopped it. Throws StoreError VERSION_NOT_AVAILABLE or `DISK_*`.
 */
export async function writeStateSnapshot(options: Omit<WriteSnapshotTo, "chain">): Promise<PortableSnapshot | undefined> {
  return writeNodes(options, options.height ?? options.app.info().height, () => undefined);
}

type Disk = Pick<WriteSnapshotTo, "fileSystem" | "signal">;

/** `before` runs in the empty folder: the chunks come last, because their presence says that the snapshot is whole. */
async function writeNodes(
  { app, dataFolder, fileSystem, sha256, signal }: Omit<WriteSnapshotTo, "chain">,
  at: Height,
  before: (folder: string, disk: Disk) => void,
): Promise<PortableSnapshot | undefined> {
  const folder = snapshotPlace(dataFolder, at);
  const disk: Disk = { ...(fileSystem === undefined ? {} : { fileSystem }), ...(signal === undefined ? {} : { signal }) };
  const source = app.snapshot(at);
  try {
    onDisk(folder, () => (fileSystem ?? nodeFileSystem).removeFolder(folder));
    makeFolder(folder, disk);
    before(folder, disk);
    const summary = await writeChunkFile(nodesFileOf(folder), sha256, source, disk);
    if (summary === undefined) return undefined;
    return { ...abciSnapshotOf(sha256, summary), folder, appHash: summary.appHash, bytes: summary.bytes };
  } finally {
    source.release();
  }
}

export interface RestoreSnapshotFrom {
  /** What {@link writePortableSnapshot} wrote, anywhere. */
  readonly folder: string;
  /** Of the new node; holds no chain. */
  readonly dataFolder: string;
  /** Without a genesis or state yet. */
  readonly app: SnapshotApp;
  readonly genesis: InitChainRequest;
  readonly crypto: Crypto;
  readonly fileSystem?: FileSystem;
}

/**
 * Fills an empty data folder so that a node begins at the height of the snapshot. Nothing of the folder is trusted: the
 * block above must be signed by the validators of genesis, the nodes must give the app hash that it names, and the
 * results of the block must have the digest that the state keeps. Logs are in no digest and are left out.
 * Throws `CHAIN_EXISTS`, `SNAPSHOT_REFUSED` or `DISK_*`; after any of them the App holds no state to use.
 */
export async function restorePortableSnapshot(options: RestoreSnapshotFrom): Promise<PortableSnapshot> {
  const { app, crypto, dataFolder, folder, genesis, fileSystem } = options;
  const { sha256 } = crypto;
  const disk = fileSystem === undefined ? {} : { fileSystem };
  using target = openChainStore(dataFolder, sha256, disk);
  if (target.lastHeight > 0n) {
    throw sequencerError("CHAIN_EXISTS", `${dataFolder} holds a chain of height ${target.lastHeight}; restore into a home without one`);
  }
  const nodesFile = nodesFileOf(folder);
  if (!existsSync(nodesFile)) throw refused(`${folder} holds none; give a folder of state-sync that openledgerd snapshots create wrote`);
  const summary = readChunkFileSummary(nodesFile, fileSystem);
  using source = openChainStore(folder, sha256, { fileSystem: readOnly(fileSystem ?? nodeFileSystem) });
  const blocks = sealedAround(source, height(summary.version));
  if (blocks === undefined) throw refused(`${folder} lacks block ${summary.version} or the one above it; of a node of --consensus abci, CometBFT has the blocks: begin from its snapshots by CometBFT's state sync`);
  requireVouched(crypto, genesis, blocks, summary);
  const snapshot = abciSnapshotOf(sha256, summary);
  const snapshots = openSnapshotFolder(dataFolder, disk);
  const restorer = createSnapshotRestorer({ dataFolder, app, snapshots, sha256, ...disk });
  const { problem } = restorer.offer(snapshot, summary.appHash);
  if (problem !== undefined) throw refused(problem);
  for (let index = 0; index < snapshot.chunks; index++) {
    const answer = await restorer.apply(index, readChunk(nodesFile, sha256, index, fileSystem), "");
    if (answer.problem !== undefined) throw refused(answer.problem);
  }
  const results = vouchedResults(blocks.results);
  if (!areResultsOfState(app, sha256, results)) {
    snapshots.remove(snapshot.height);
    throw refused(`the results and events of block ${snapshot.height} are not those that its state keeps the digest of`);
  }
  append(target, { ...blocks, results });
  return { ...snapshot, folder, appHash: summary.appHash, bytes: summary.bytes };
}

interface BlocksAround {
  /** The block whose state it is, with its results. */
  readonly block: SealedBlock;
  readonly results: BlockResults;
  readonly above: SealedBlock;
}

function sealedAround(store: ChainStore, at: bigint): BlocksAround | undefined {
  const [block, results, above] = [store.block(height(at)), store.results(height(at)), store.block(height(at + 1n))];
  return block === undefined || results === undefined || above === undefined ? undefined : { block, results, above };
}

/** The state comes last: a log of blocks that begins late and has no state is refused, and never extended by another block. */
function append(store: ChainStore, { block, results, above }: BlocksAround): void {
  store.appendBlock(block);
  store.appendBlock(above);
  const { header, txs } = block.block;
  // Votes are in no log.
  const request = { height: header.height, time: header.time, proposer: header.proposerAddress, hash: block.blockId.hash, txs, votes: [] };
  store.appendState({ request, response: results, changeSet: [], quarantined: [] });
}

function requireVouched(crypto: Crypto, { chainId, validators: listed }: InitChainRequest, { block, results, above }: BlocksAround, { appHash }: ChunkFileSummary): void {
  const validators = createValidatorSet(crypto.sha256, listed);
  const { header } = above.block;
  if (!equalBytes(header.validatorsHash, validatorsHash(crypto.sha256, validators))) {
    throw refused(`the validators of this genesis do not vouch for it: others seal block ${header.height}; after a hand-over or a rotation begin from DA (openledgerd start --follow da), or from the genesis of an export`);
  }
  try {
    for (const sealed of [block, above]) validateBlock(crypto.sha256, sealed.block);
    verifyCommit(crypto, chainId, validators, block.commit, block.block.header);
    verifyAdjacent(crypto, chainId, block.block.header, { header, commit: above.commit, validators });
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    throw refused(`the validators of this genesis do not vouch for it: ${error.message}`);
  }
  // Neither header names the set that follows from them, and the log that a restored node has begins after the change.
  if (results.validatorUpdates.length > 0) throw refused(`the validators change at height ${block.block.header.height}; take the snapshot of another height`);
  if (!equalBytes(header.appHash, appHash)) throw refused(`block ${header.height} names another app hash than the snapshot`);
  if (!equalBytes(header.lastResultsHash, resultsHash(crypto.sha256, results.txResults)) || !equalBytes(results.appHash, appHash)) {
    throw refused(`block ${header.height} names other results than the snapshot`);
  }
}

function refused(why: string): Error {
  return sequencerError("SNAPSHOT_REFUSED", `the snapshot is refused: ${why}`);
}
