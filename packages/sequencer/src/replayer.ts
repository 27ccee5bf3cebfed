import { createRankedSet, type Block, type MadeBlock } from "@openledger/comet";
import type { Crypto, UnixNanos } from "@openledger/primitives";
import type { App, InitChainRequest } from "@openledger/state-machine";
import type { BlockResults } from "./block-results.ts";
import { blockContradiction, type ChainTip } from "./chain-tip.ts";
import { quarantinedInLog, requestOfBlock } from "./check-block.ts";
import { failedCrossing, setChangeOf } from "./crossing.ts";
import { runInSlices } from "./time-slice.ts";
import { createValidatorHistory, type SetChange, type ValidatorHistory } from "./validator-history.ts";
import { executionOf, type VerifyAhead } from "./verify-ahead.ts";

/** Executes a chain from genesis in memory, block by block, and holds each block against those before it. */
export interface Replayer {
  /** Last block that was executed; one less than the first height before. */
  readonly lastHeight: bigint;
  readonly txs: number;
  /** State after the last block. */
  readonly appHash: Uint8Array;
  /** sha256 over digest so far ‖ app hash, per block in order: equal digests mean equal app hashes at every height. */
  readonly digest: Uint8Array;
  /** What the last block gave; undefined before the first. */
  readonly results: BlockResults | undefined;
  /** Hash of a block that was executed. */
  hashAt(height: bigint): Uint8Array | undefined;
  /** Knows the sets up to two heights after the last block. */
  readonly validators: ValidatorHistory;
  /** Executes the next block; a sentence when it contradicts what is there, and then nothing is executed. */
  execute(made: MadeBlock): Promise<string | undefined>;
}

export interface ReplayerOptions {
  readonly crypto: Crypto;
  /** Without genesis or state. */
  readonly app: App;
  readonly genesis: InitChainRequest;
  /** Other threads that verify signatures; without it they are verified where transactions run. */
  readonly ahead?: VerifyAhead | undefined;
}

export function createReplayer({ crypto, app, genesis, ahead }: ReplayerOptions): Replayer {
  const { sha256 } = crypto;
  const { initialHeight } = genesis;
  const begun = app.initChain(genesis);
  const set = createRankedSet(sha256, begun.validators.length > 0 ? begun.validators : genesis.validators);
  const changes: SetChange[] = [];
  const validators = createValidatorHistory(sha256, { initialHeight, validators: set }, changes);
  const times: UnixNanos[] = [];
  const hashes: Uint8Array[] = [];
  let lastHeight: bigint = initialHeight - 1n;
  let { appHash } = begun;
  let results: BlockResults | undefined;
  let digest: Uint8Array = new Uint8Array(0);
  let txs = 0;

  const tip = (): ChainTip => ({
    genesis,
    info: { ...app.info(), appHash },
    results,
    validators,
    timeAt: (height) => times[Number(height - initialHeight)],
  });

  const keep = (block: Block, response: BlockResults): void => {
    const { header, txs: included } = block;
    results = response;
    const change = setChangeOf(sha256, block, response);
    if (change !== undefined) changes.push(change);
    ({ appHash } = response);
    digest = sha256(Buffer.concat([digest, appHash]));
    txs += included.length;
    times.push(header.time);
    lastHeight = header.height;
  };

  return {
    get lastHeight() {
      return lastHeight;
    },
    get txs() {
      return txs;
    },
    get appHash() {
      return appHash;
    },
    get digest() {
      return digest;
    },
    get results() {
      return results;
    },
    hashAt: (height) => hashes[Number(height - initialHeight)],
    validators,
    async execute({ block, blockId, bytes }) {
      const wrong = blockContradiction(crypto, tip(), block, bytes.length);
      if (wrong !== undefined) return wrong;
      const executed = await runInSlices(executionOf(app, requestOfBlock(block, blockId.hash, validators), ahead));
      const poison = quarantinedInLog(executed) ?? failedCrossing(sha256, block, executed.response);
      if (poison !== undefined) return poison;
      app.commit(executed);
      keep(block, executed.response);
      hashes.push(blockId.hash);
      return undefined;
    },
  };
}
