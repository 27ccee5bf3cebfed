import { readFileSync } from "node:fs";
import { createChain, parseGenesis } from "@openledger/chain";
import { lockDataFolder, openSignState } from "@openledger/kv";
import { homePaths } from "@openledger/node";
import { unixNanos, type Crypto } from "@openledger/primitives";
import {
  createBlockProducer,
  createMempool,
  loadValidatorKey,
  localSealingKey,
  mempoolLimits,
  openChain,
  type BlockProducer,
  type Mempool,
} from "@openledger/sequencer";
import type { StateMachine } from "@openledger/state-machine";

/** Blocks between which state can be asked for; the node keeps 1,000. */
const RETAIN_VERSIONS = 1_000;
const MEMPOOL_TXS = 20_000;

/** The sequencer of a stopped node in this process: the same logs and flushes, blocks when they are asked for. */
export interface OfflineChain extends Disposable {
  readonly app: StateMachine;
  readonly mempool: Mempool;
  readonly producer: BlockProducer;
  /** Milliseconds since 1970 of the next block's seal; moves as real time does, and ahead by `skip`. */
  skip(milliseconds: number): void;
}

export async function openOfflineChain(home: string, crypto: Crypto): Promise<OfflineChain> {
  const paths = homePaths(home);
  const { sha256 } = crypto;
  const lock = lockDataFolder(paths.dataFolder);
  const genesis = parseGenesis(JSON.parse(readFileSync(paths.genesisFile, "utf8")));
  const app = createChain({ crypto, minGasPrices: [], retainVersions: RETAIN_VERSIONS });
  const chain = await openChain({ folder: paths.dataFolder, app, sha256, genesis });
  const mempool = createMempool(app, sha256, mempoolLimits(genesis.consensusParams, MEMPOOL_TXS));
  let skipped = 0;
  const sealer = {
    chainId: genesis.chainId,
    key: localSealingKey(loadValidatorKey(paths.validatorKeyFile, sha256), openSignState(paths.signStateFile)),
    now: () => unixNanos(BigInt(Date.now() + skipped) * 1_000_000n),
  };
  const producer = createBlockProducer({ app, chain, mempool, sha256, sealer, blockIntervalMs: 1_000 });
  return {
    ...{ app, mempool, producer },
    skip: (milliseconds) => void (skipped += milliseconds),
    [Symbol.dispose]() {
      chain.store.close();
      lock.release();
    },
  };
}
