import {
  commitTime,
  consensusHash,
  EMPTY_COMMIT,
  makeBlock,
  resultsHash,
  ZERO_BLOCK_ID,
  type MadeBlock,
} from "@openledger/comet";
import { assert, height, unixNanos, type Sha256 } from "@openledger/primitives";
import type { AppInfo } from "@openledger/state-machine";
import type { OpenedChain } from "./recover.ts";

/** The candidate after the last block, with the given transactions. `app` describes the state after the last block. */
export function proposeBlock(
  sha256: Sha256,
  { store, genesis, validators }: OpenedChain,
  { appHash, appVersion = 0n }: Pick<AppInfo, "appHash" | "appVersion">,
  txs: readonly Uint8Array[],
): MadeBlock {
  const last = store.lastHeight === 0n ? undefined : store.block(store.lastHeight);
  const results = last === undefined ? undefined : store.results(store.lastHeight);
  const proposer = validators.validators[0];
  assert(proposer !== undefined && validators.validators.length === 1, "the sequencer is the only validator");
  const { maxBlockBytes, maxBlockGas } = genesis.consensusParams;
  return makeBlock(sha256, {
    chainId: genesis.chainId,
    appVersion,
    height: last === undefined ? genesis.initialHeight : height(last.block.header.height + 1n),
    time: last === undefined ? genesis.genesisTime : unixNanos(commitTime(last.commit, validators)),
    lastBlockId: last?.blockId ?? ZERO_BLOCK_ID,
    lastCommit: last?.commit ?? EMPTY_COMMIT,
    txs,
    validators,
    nextValidators: validators,
    consensusHash: consensusHash(sha256, { maxBytes: maxBlockBytes, maxGas: maxBlockGas }),
    appHash,
    lastResultsHash: resultsHash(sha256, results?.txResults ?? []),
    proposerAddress: proposer.address,
  });
}
