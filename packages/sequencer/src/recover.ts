import { createRankedSet, headerHash, validatorsHash, type Block, type ValidatorSet } from "@openledger/comet";
import { openSnapshotFolder, type FileSystem, type SnapshotFolder } from "@openledger/kv";
import { assert, equalBytes, height, toHex, type Height, type Sha256 } from "@openledger/primitives";
import type { App, InitChainRequest } from "@openledger/state-machine";
import { openChainStore, type ChainStore } from "./chain-store.ts";
import { headerMismatch, quarantinedInLog, requestOfBlock } from "./check-block.ts";
import { failedCrossing } from "./crossing.ts";
import { sequencerError } from "./errors.ts";
import { REPLAY_BYTES, removeUnreached, restoreState, type RestoredState } from "./restore-state.ts";
import { runInSlices } from "./time-slice.ts";
import { createValidatorHistory, type ValidatorHistory } from "./validator-history.ts";

/** A chain whose App stands at the last block of its log. */
export interface OpenedChain extends Disposable {
  readonly store: ChainStore;
  readonly genesis: InitChainRequest;
  readonly validators: ValidatorHistory;
  /** App hash of the genesis state. */
  readonly genesisAppHash: Uint8Array;
  readonly snapshots: SnapshotFolder;
  /** What the state was rebuilt from. */
  readonly restored: RestoredState;
  /** Blocks that were logged but not committed when the process ended, and ran again now. */
  readonly replayed: number;
}

export interface OpenChainOptions {
  /** Folder of `blocks.log` and `state.log`; the caller holds its lock. */
  readonly folder: string;
  /** Without genesis or state yet. */
  readonly app: App;
  readonly sha256: Sha256;
  readonly genesis: InitChainRequest;
  readonly fileSystem?: FileSystem;
  /** How much of the state log is read rather than starting from a later snapshot; 8 MiB by default. */
  readonly replayBytes?: number;
  /** Stops at the state of this height, to look at it: blocks after it are not executed, and none can be made. */
  readonly until?: Height;
}

/**
 * Brings a fresh App to the end of the block log: its state comes from a snapshot and the state log, blocks after it run again
 * and must reproduce what later headers say. The chain's first block, where it is kept, runs again in any case, to refuse a
 * folder of other rules. Throws `APP_AHEAD`, `APP_MISMATCH`, `GENESIS_MISMATCH`, `HEIGHT_NOT_KEPT`, `STATE_MISSING` or
 * what the logs throw.
 */
export async function openChain(options: OpenChainOptions): Promise<OpenedChain> {
  const { folder, app, sha256, genesis, replayBytes = REPLAY_BYTES, until, ...disk } = options;
  const { appHash: genesisAppHash, validators: chosen } = app.initChain(genesis);
  const genesisSet = createRankedSet(sha256, chosen.length > 0 ? chosen : genesis.validators);
  const store = openChainStore(folder, sha256, disk);
  const { initialHeight } = genesis;
  const validators = createValidatorHistory(sha256, { initialHeight, validators: genesisSet }, store.setChanges);
  try {
    const first = store.block(store.firstHeight);
    if (first !== undefined) requireGenesis(sha256, first.block, genesis, genesisSet);
    const made = store.results(store.firstHeight);
    const fromGenesis = first === undefined || first.block.header.height === genesis.initialHeight;
    if (fromGenesis && first !== undefined && made !== undefined) requireSameRules(app, sha256, first.block, made.appHash, validators);
    if (until !== undefined) requireKept(store, until);
    const snapshots = openSnapshotFolder(folder, disk);
    const found = restoreState(app, store, snapshots, { replayBytes, fromGenesis, ...(until === undefined ? {} : { until }) });
    const replayed = until === undefined ? await replayTail(store, app, sha256, validators) : 0;
    const removed = until === undefined ? removeUnreached(snapshots, store.stateHeight) : [];
    const restored = { ...found, refused: [...found.refused, ...removed] };
    const close = (): void => store.close();
    return { store, snapshots, restored, genesis, validators, genesisAppHash, replayed, [Symbol.dispose]: close };
  } catch (error) {
    store.close();
    throw error;
  }
}

function requireKept({ firstHeight, stateHeight }: ChainStore, until: Height): void {
  if (stateHeight > 0n && until >= firstHeight && until <= stateHeight) return;
  const kept = stateHeight === 0n ? "none is" : `heights ${firstHeight} to ${stateHeight} are`;
  throw sequencerError("HEIGHT_NOT_KEPT", `the state at height ${until} is not kept; ${kept}`);
}

async function replayTail(store: ChainStore, app: App, sha256: Sha256, validators: ValidatorHistory): Promise<number> {
  let replayed = 0;
  const first = store.stateHeight === 0n ? store.firstHeight : height(store.stateHeight + 1n);
  for (let at = first; at > 0n && at <= store.lastHeight; at = height(at + 1n)) {
    const sealed = store.block(at);
    assert(sealed !== undefined, `block ${at} is in the log`);
    const before = store.results(height(at - 1n));
    const wrong = headerMismatch(sha256, sealed.block, app.info().appHash, before, validators);
    if (wrong !== undefined) throw sequencerError("APP_MISMATCH", wrong);
    const executed = await runInSlices(app.executeBlock(requestOfBlock(sealed.block, sealed.blockId.hash, validators)));
    const poison = quarantinedInLog(executed) ?? failedCrossing(sha256, sealed.block, executed.response);
    if (poison !== undefined) throw sequencerError("APP_MISMATCH", poison);
    store.appendState(executed);
    app.commit(executed);
    replayed += 1;
  }
  return replayed;
}

/** Executes the first block without keeping it: another result means that the folder was made by other rules. */
function requireSameRules(app: App, sha256: Sha256, block: Block, appHash: Uint8Array, validators: ValidatorHistory): void {
  const steps = app.executeBlock(requestOfBlock(block, headerHash(sha256, block.header), validators));
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const executed = step.value.response.appHash;
  if (equalBytes(executed, appHash)) return;
  throw sequencerError(
    "APP_MISMATCH",
    `app hash after block ${block.header.height}: stored ${toHex(appHash)}, execution ${toHex(executed)}; ` +
      "another version of this software made the folder: run that version, or start with an empty folder",
  );
}

function requireGenesis(sha256: Sha256, { header }: Block, genesis: InitChainRequest, validators: ValidatorSet): void {
  const different = (what: string): Error =>
    sequencerError("GENESIS_MISMATCH", `the block log was made from a genesis with another ${what}; restore genesis.json`);
  if (header.chainId !== genesis.chainId) throw different(`chain id (${header.chainId}, not ${genesis.chainId})`);
  // A log that begins later was begun from a snapshot: its first blocks are signed by the validators of genesis.
  if (header.height < genesis.initialHeight) throw different("initial height");
  if (header.height === genesis.initialHeight && header.time !== genesis.genesisTime) throw different("time");
  if (!equalBytes(header.validatorsHash, validatorsHash(sha256, validators))) throw different("validator set");
}
