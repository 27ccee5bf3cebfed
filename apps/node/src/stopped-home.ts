import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, openBlockLog } from "@openledger/kv";
import { height, type Crypto, type Height } from "@openledger/primitives";
import { openChain, type OpenedChain } from "@openledger/sequencer";
import type { StateMachine } from "@openledger/state-machine";
import { readGenesisFile, type GenesisFile } from "./genesis-file.ts";
import { homePaths, type HomePaths } from "./home.ts";

/** The chain of a stopped node, which nobody else may open meanwhile. */
export interface StoppedHome extends Disposable {
  readonly paths: HomePaths;
  readonly crypto: Crypto;
  readonly genesis: GenesisFile;
  /** At the height that was asked for, the last by default. */
  readonly app: StateMachine;
  readonly chain: OpenedChain;
}

/**
 * Recovers the chain of a stopped node as a start would; with `until`, looks at the state of an earlier height instead.
 * Throws `DATA_LOCKED` while a node runs, `HEIGHT_NOT_KEPT`, and what keeps a node from starting.
 */
export async function openStoppedHome(home: string, until?: Height): Promise<StoppedHome> {
  const paths = homePaths(home);
  const crypto = createNodeCrypto();
  const genesis = readGenesisFile(paths.genesisFile, crypto.sha256);
  const lock = lockDataFolder(paths.dataFolder);
  try {
    const app = createChain({ crypto });
    const at = until === undefined ? {} : { until };
    const chain = await openChain({ folder: paths.dataFolder, app, sha256: crypto.sha256, genesis: genesis.request, ...at });
    const close = (): void => {
      chain[Symbol.dispose]();
      lock.release();
    };
    return { paths, crypto, genesis, app, chain, [Symbol.dispose]: close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Height of the last block in the log of a stopped node, 0 without one. Throws `DATA_LOCKED` while a node runs. */
export function lastHeightOf(home: string): Height {
  const { dataFolder } = homePaths(home);
  using _lock = lockDataFolder(dataFolder);
  using log = openBlockLog(dataFolder);
  return height(log.lastHeight);
}
