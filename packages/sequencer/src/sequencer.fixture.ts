/** A sequencer on a temporary folder with a clock that tests set. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChain, defaultGenesis, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { openSignState, type FileSystem } from "@openledger/kv";
import { unixNanos, type Crypto, type UnixNanos } from "@openledger/primitives";
import type { CheckTxResponse, InitChainRequest, SnapshotApp } from "@openledger/state-machine";
import { mempoolLimits } from "./block-limits.ts";
import { createBlockProducer, type BlockProducer } from "./block-producer.ts";
import { createMempool, type Mempool } from "./mempool.ts";
import { openChain, type OpenedChain } from "./recover.ts";
import type { Sealer } from "./seal-block.ts";
import { localSealingKey } from "./sealing-key.ts";
import { createValidatorKey, type ValidatorKey } from "./validator-key.ts";

export const crypto: Crypto = createNodeCrypto();
export const SECOND = 1_000_000_000n;
export const GENESIS_TIME: UnixNanos = unixNanos(1_790_000_000n * SECOND);

export interface TestFolder extends Disposable {
  readonly path: string;
  readonly key: ValidatorKey;
  readonly genesis: InitChainRequest;
}

export function createTestFolder(chainId = "seq-1"): TestFolder {
  const path = mkdtempSync(join(tmpdir(), "openledger-sequencer-"));
  const key = createValidatorKey(join(path, "key.json"), crypto.sha256);
  const validators = [{ publicKey: key.publicKey, power: 10n }];
  const document = defaultGenesis({ genesisTime: GENESIS_TIME, chainId, validators });
  return { path, key, genesis: parseGenesis(document), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Running extends Disposable {
  readonly app: SnapshotApp;
  readonly chain: OpenedChain;
  readonly mempool: Mempool;
  readonly producer: BlockProducer;
  readonly sealer: Sealer;
  readonly quarantined: string[];
  readonly retries: string[];
}

export interface RunOptions {
  /** Wraps the App, to make it fail. */
  readonly wrap?: (app: SnapshotApp) => SnapshotApp;
  /** Wraps the opened chain, to make its disk fail. */
  readonly wrapChain?: (chain: OpenedChain) => OpenedChain;
  readonly genesis?: InitChainRequest;
  /** 0: the newest snapshot is used whenever there is one. */
  readonly replayBytes?: number;
  /** What logs, snapshots and signatures are written through. */
  readonly fileSystem?: FileSystem;
}

/** Opens a folder as a restart does: everything but the folder is new. */
export async function run(folder: TestFolder, options: RunOptions = {}): Promise<Running> {
  const app = (options.wrap ?? ((plain: SnapshotApp) => plain))(createChain({ crypto }));
  const { sha256 } = crypto;
  const { genesis = folder.genesis, replayBytes, fileSystem } = options;
  const disk = fileSystem === undefined ? {} : { fileSystem };
  const opened = await openChain({ folder: folder.path, app, sha256, genesis, ...disk, ...(replayBytes === undefined ? {} : { replayBytes }) });
  const chain = (options.wrapChain ?? ((plain: OpenedChain) => plain))(opened);
  const mempool = createMempool(acceptAll(), sha256, mempoolLimits(folder.genesis.consensusParams));
  const quarantined: string[] = [];
  const retries: string[] = [];
  let now: bigint = GENESIS_TIME;
  const sealer: Sealer = {
    chainId: folder.genesis.chainId,
    key: localSealingKey(folder.key, openSignState(join(folder.path, "state.json"), { create: true, ...disk })),
    now: () => unixNanos((now += SECOND)),
  };
  const producer = createBlockProducer({
    app,
    chain,
    mempool,
    sha256,
    sealer,
    blockIntervalMs: 1,
    onQuarantined: ({ reason }) => quarantined.push(reason),
    onRetry: ({ code }) => retries.push(code),
  });
  return { app, chain, mempool, producer, sealer, quarantined, retries, [Symbol.dispose]: () => opened[Symbol.dispose]() };
}

export const ACCEPTED: CheckTxResponse = {
  code: 0,
  data: new Uint8Array(0),
  log: "",
  gasWanted: 0n,
  gasUsed: 0n,
  events: [],
  codespace: "",
  sender: "",
  sequence: 0n,
};

/** Lets any bytes into blocks, where the chain refuses them with a code. */
function acceptAll(): Pick<SnapshotApp, "checkTx"> {
  return { checkTx: () => ACCEPTED };
}
