import { openAppStorage, type AppStorage } from "@openledger/abci";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, openBlockLog } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { height, type Crypto, type Height } from "@openledger/primitives";
import { openChain, type OpenedChain } from "@openledger/sequencer";
import type { StateMachine } from "@openledger/state-machine";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readGenesisFile } from "./genesis-file.ts";
import { homePaths, type HomePaths } from "./home.ts";
import { nodeError } from "./node-error.ts";

interface Opened extends Disposable {
  readonly paths: HomePaths;
  readonly crypto: Crypto;
  /** At the height that was asked for, the last by default. */
  readonly app: StateMachine;
  /** Of the last state that is kept, 0 before the first. */
  readonly lastHeight: Height;
}

/** A home that makes its own blocks and has them. */
export interface EmbeddedHome extends Opened {
  readonly kind: "embedded";
  readonly chain: OpenedChain;
}

/** A home of `--consensus abci`: state and blobs are here, blocks with CometBFT. */
export interface CometHome extends Opened {
  readonly kind: "comet";
  readonly storage: AppStorage;
}

/** The chain of a stopped node, which nobody else may open meanwhile. */
export type StoppedHome = EmbeddedHome | CometHome;

/**
 * Recovers the chain of a stopped node as a start would; with `until`, looks at the state of an earlier height instead.
 * Throws `DATA_LOCKED` while a node runs, `HEIGHT_NOT_KEPT`, and what keeps a node from starting.
 */
export async function openStoppedHome(home: string, until?: Height): Promise<StoppedHome> {
  const paths = homePaths(home);
  const lock = lockDataFolder(paths.dataFolder);
  const crypto = createNodeCrypto();
  const at = until === undefined ? {} : { until };
  try {
    const comet = openCometHome(paths, at);
    if (comet !== undefined) {
      const close = (): void => {
        comet.storage.close();
        lock.release();
      };
      return { kind: "comet", paths, crypto, ...comet, lastHeight: comet.storage.lastHeight, [Symbol.dispose]: close };
    }
    const { request } = readGenesisFile(paths.genesisFile, crypto.sha256);
    const app = createChain({ crypto });
    const chain = await openChain({ folder: paths.dataFolder, app, sha256: crypto.sha256, genesis: request, ...at });
    const close = (): void => {
      chain[Symbol.dispose]();
      lock.release();
    };
    return { kind: "embedded", paths, crypto, app, chain, lastHeight: chain.store.lastHeight, [Symbol.dispose]: close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Throws `HOME` for a home of `--consensus abci`, for commands that need blocks. The caller holds the lock. */
export function requireOwnBlocks(paths: HomePaths): void {
  using comet = openCometHome(paths, {})?.storage;
  if (comet === undefined) return;
  const way = `stop both, move state.log and snapshots out of ${paths.dataFolder}, and start both: with no state here, it hands every block that it keeps to this software again and compares every app hash`;
  throw nodeError("HOME", `CometBFT has the blocks of ${paths.home}. To execute them all anew, ${way}`);
}

/** Undefined for a home that has blocks, or no state yet. */
function openCometHome({ dataFolder }: HomePaths, at: { readonly until?: Height }): Pick<CometHome, "app" | "storage"> | undefined {
  if (!existsSync(join(dataFolder, "state.log")) || lastBlockOf(dataFolder) > 0n) return undefined;
  const app = createChain({ crypto: createNodeCrypto() });
  try {
    const storage = openAppStorage({ folder: dataFolder, app, ...at });
    if (storage.lastHeight > 0n) return { app, storage };
    storage.close();
    return undefined;
  } catch (error) {
    // The state is of a node that made its own blocks, and they are lost: opening the chain says what to do.
    if (error instanceof OperationalError && error.code === "EMBEDDED_HOME") return undefined;
    throw error;
  }
}

function lastBlockOf(dataFolder: string): Height {
  if (!existsSync(join(dataFolder, "blocks.log"))) return height(0n);
  using log = openBlockLog(dataFolder);
  return height(log.lastHeight);
}

/** The last height of a stopped node whose state others can begin from: its app hash must be in a header. 0 for none. */
export async function lastVouchedHeight(home: string): Promise<Height> {
  const { dataFolder } = homePaths(home);
  {
    using _lock = lockDataFolder(dataFolder);
    const last = lastBlockOf(dataFolder);
    if (last > 0n) return height(last - 1n);
  }
  using stopped = await openStoppedHome(home);
  // CometBFT gives the header above to whoever begins from it.
  return stopped.kind === "comet" ? stopped.lastHeight : height(0n);
}
