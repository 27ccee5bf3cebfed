import {
  commitTime,
  consensusHash,
  EMPTY_COMMIT,
  makeBlock,
  resultsHash,
  ZERO_BLOCK_ID,
  type MadeBlock,
} from "@openledger/comet";
import { height, unixNanos, type Height, type Sha256, type UnixNanos } from "@openledger/primitives";
import type { AppInfo } from "@openledger/state-machine";
import type { OpenedChain } from "./recover.ts";

/** Height of the block after the last one. */
export function nextHeight({ store, genesis }: Pick<OpenedChain, "store" | "genesis">): Height {
  return store.lastHeight === 0n ? genesis.initialHeight : height(store.lastHeight + 1n);
}

/** Height and time of the block after the last one, as {@link proposeBlock} makes it. */
export function nextPlace(chain: Pick<OpenedChain, "store" | "genesis" | "validators">): { readonly height: Height; readonly time: UnixNanos } {
  const { store, genesis, validators } = chain;
  const at = nextHeight(chain);
  const last = store.lastHeight === 0n ? undefined : store.block(store.lastHeight);
  return { height: at, time: last === undefined ? genesis.genesisTime : unixNanos(commitTime(last.commit, validators.at(at - 1n))) };
}

/**
 * The candidate after the last block, with the given transactions, by the validator at address `proposer`. The fourth
 * argument describes the state after the last block. `evidence` was checked.
 */
export function proposeBlock(
  sha256: Sha256,
  chain: OpenedChain,
  proposer: Uint8Array,
  { appHash, appVersion = 0n, consensusParams }: Pick<AppInfo, "appHash" | "appVersion" | "consensusParams">,
  txs: readonly Uint8Array[],
  evidence: readonly Uint8Array[] = [],
): MadeBlock {
  const { store, genesis, validators } = chain;
  const { height: at, time } = nextPlace(chain);
  const last = store.lastHeight === 0n ? undefined : store.block(store.lastHeight);
  const results = last === undefined ? undefined : store.results(store.lastHeight);
  const { maxBlockBytes, maxBlockGas } = consensusParams ?? genesis.consensusParams;
  return makeBlock(sha256, {
    chainId: genesis.chainId,
    appVersion,
    height: at,
    time,
    lastBlockId: last?.blockId ?? ZERO_BLOCK_ID,
    lastCommit: last?.commit ?? EMPTY_COMMIT,
    txs,
    evidence,
    validators: validators.at(at),
    nextValidators: validators.at(at + 1n),
    consensusHash: consensusHash(sha256, { maxBytes: maxBlockBytes, maxGas: maxBlockGas }),
    appHash,
    lastResultsHash: resultsHash(sha256, results?.txResults ?? []),
    proposerAddress: proposer,
  });
}
