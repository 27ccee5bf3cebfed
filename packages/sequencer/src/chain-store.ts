import { decodeBlock, decodeCommit, encodeCommit, txHash, type Block, type BlockId, type Commit } from "@openledger/comet";
import { openBlockLog, openStateLog, type FileSystem, type StateVersion, type TornTail } from "@openledger/kv";
import { height, type Height, type Sha256 } from "@openledger/primitives";
import type { ExecutedBlock } from "@openledger/state-machine";
import { createAttributeIndex, type AttributeIndex } from "./attribute-index.ts";
import { decodeBlockResults, encodeBlockResults, type BlockResults } from "./block-results.ts";
import { setChangeOf } from "./crossing.ts";
import { sequencerError } from "./errors.ts";
import { createRecent } from "./recent.ts";
import { createTxIndex, type TxIndex } from "./tx-index.ts";
import type { SetChange } from "./validator-history.ts";

/** A block with the commit that seals it. */
export interface SealedBlock {
  readonly block: Block;
  readonly blockId: BlockId;
  readonly bytes: Uint8Array;
  readonly commit: Commit;
}

/** Blocks, results and the transaction index of one data folder. */
export interface ChainStore extends Disposable {
  /** 0 while there is no block. */
  readonly firstHeight: Height;
  /** Last block in the log. */
  readonly lastHeight: Height;
  /** Last block whose state is durable: equals `lastHeight` except during recovery. */
  readonly stateHeight: Height;
  /** What opening cut off after a crash: appends that were never acknowledged. */
  readonly tornTails: readonly TornTail[];
  readonly txs: TxIndex;
  /** Heights by the events of blocks themselves. */
  readonly blockEvents: AttributeIndex;
  /** Of all blocks so far, by height; grows with the chain. */
  readonly setChanges: readonly SetChange[];
  block(height: Height): SealedBlock | undefined;
  heightOf(blockHash: Uint8Array): Height | undefined;
  results(height: Height): BlockResults | undefined;
  /** What a version wrote, undefined when it is not in the state log. */
  version(height: Height): StateVersion | undefined;
  /** Bytes of the state log after a version. */
  stateBytesAfter(height: Height): number;
  /** Makes a block durable. It comes before its state, so that the state never leads. */
  appendBlock(sealed: SealedBlock): void;
  /** Makes the state after a logged block durable and indexes its transactions. */
  appendState(executed: ExecutedBlock): void;
  close(): void;
}

/**
 * Decoded blocks and results that are kept at hand, by their encoded bytes. In memory a block takes twice as many, and
 * results some times as many.
 */
const RECENT_BLOCK_BYTES = 32 * 1024 * 1024;
const RECENT_RESULTS_BYTES = 24 * 1024 * 1024;
/** What an entry weighs beside its transactions. */
const EMPTY_BYTES = 64 * 1024;

const OF_COMET =
  "there is a state and no block: CometBFT has the blocks of a home that runs with --consensus abci, and this command needs them here; " +
  "otherwise restore blocks.log from a copy, or start with an empty folder";

interface KeptResults {
  readonly results: BlockResults;
  readonly encodedBytes: number;
}

/**
 * Opens the block and state logs below `folder` and indexes what they hold. Throws `APP_AHEAD` when the state log has a version without a block, or what opening a log throws.
 */
export function openChainStore(
  folder: string,
  sha256: Sha256,
  options: { readonly fileSystem?: FileSystem } = {},
): ChainStore {
  const blocks = openBlockLog(folder, options);
  const txs = createTxIndex();
  const blockEvents = createAttributeIndex();
  const recentBlocks = createRecent<Height, SealedBlock>(RECENT_BLOCK_BYTES, ({ bytes }) => bytes.length + EMPTY_BYTES);
  const recentResults = createRecent<Height, KeptResults>(RECENT_RESULTS_BYTES, ({ encodedBytes }) => encodedBytes + EMPTY_BYTES);
  const setChanges: SetChange[] = [];
  let stateHeight = height(0n);

  const block = (at: Height): SealedBlock | undefined => {
    const recent = recentBlocks.get(at);
    if (recent !== undefined) return recent;
    const stored = blocks.read(at);
    if (stored === undefined) return undefined;
    const commit = decodeCommit(stored.seenCommit);
    const sealed = { block: decodeBlock(stored.block), blockId: commit.blockId, bytes: stored.block, commit };
    recentBlocks.set(at, sealed);
    return sealed;
  };
  const remember = (at: Height, sealed: SealedBlock, results: BlockResults, encodedBytes: number): void => {
    const hashes = sealed.block.txs.map((tx) => txHash(sha256, tx));
    txs.add(at, hashes, results.txResults);
    blockEvents.add(Number(at), results.events);
    const change = setChangeOf(sha256, sealed.block, results);
    if (change !== undefined) setChanges.push(change);
    recentResults.set(at, { results, encodedBytes });
    stateHeight = at;
  };

  const openStates = (): ReturnType<typeof openStateLog> =>
    openStateLog(folder, {
      ...options,
      onVersion(version) {
        const at = height(version.version);
        const sealed = block(at);
        if (sealed === undefined) return;
        remember(at, sealed, decodeBlockResults(version.results), version.results.length);
      },
    });
  const states = openOrClose(openStates, () => blocks.close());
  const close = (): void => {
    states.close();
    blocks.close();
  };
  if (states.lastVersion > stateHeight) {
    close();
    const isOfComet = blocks.lastHeight === 0n;
    throw isOfComet ? sequencerError("APP_AHEAD", OF_COMET) : sequencerError(
      "APP_AHEAD",
      `the state is at height ${states.lastVersion} and the block log ends at ${blocks.lastHeight}; ` +
        "restore blocks.log from a copy at least as new, or start with an empty folder",
    );
  }
  return {
    get firstHeight() {
      return blocks.firstHeight;
    },
    get lastHeight() {
      return blocks.lastHeight;
    },
    get stateHeight() {
      return stateHeight;
    },
    tornTails: [blocks.tornTail, states.tornTail].filter((tail) => tail !== undefined),
    txs,
    blockEvents,
    setChanges,
    block,
    heightOf: (hash) => blocks.heightOf(hash),
    results(at) {
      if (at > stateHeight) return undefined;
      const recent = recentResults.get(at);
      if (recent !== undefined) return recent.results;
      const stored = states.summary(at);
      if (stored === undefined) return undefined;
      const results = decodeBlockResults(stored.results);
      recentResults.set(at, { results, encodedBytes: stored.results.length });
      return results;
    },
    version: (at) => states.read(at),
    stateBytesAfter: (at) => states.bytesAfter(at),
    appendBlock(sealed) {
      const at = sealed.block.header.height;
      const { hash } = sealed.blockId;
      blocks.append({ height: at, hash, block: sealed.bytes, seenCommit: encodeCommit(sealed.commit) });
      recentBlocks.set(at, sealed);
    },
    appendState({ request, response, changeSet }) {
      const sealed = block(request.height);
      if (sealed === undefined) throw sequencerError("APP_AHEAD", `block ${request.height} is not in the block log`);
      const results = encodeBlockResults(response);
      states.append({ version: request.height, appHash: response.appHash, changeSet, results });
      remember(request.height, sealed, response, results.length);
    },
    close,
    [Symbol.dispose]: close,
  };
}

function openOrClose<T>(open: () => T, close: () => void): T {
  try {
    return open();
  } catch (error) {
    close();
    throw error;
  }
}
