import { resultsHash, type Block } from "@openledger/comet";
import { equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import type { ExecutedBlock, FinalizeBlockRequest } from "@openledger/state-machine";
import type { BlockResults } from "./block-results.ts";

/** What the App is asked to execute for a sealed block. */
export function requestOfBlock(block: Block, hash: Uint8Array): FinalizeBlockRequest {
  const { height, time, proposerAddress } = block.header;
  return { height, time, proposer: proposerAddress, hash, txs: block.txs };
}

/** Sentence about how executing a logged block differs from its sealing; undefined when it does not. */
export function quarantinedInLog({ request, quarantined }: ExecutedBlock): string | undefined {
  const first = quarantined[0];
  if (first === undefined) return undefined;
  return `transaction ${first.index} of block ${request.height} trips an assertion: ${first.reason}`;
}

/**
 * Sentence about how a header contradicts the state and results before it, naming both hashes; undefined when it
 * agrees. `before` holds the results of the block before, undefined at the initial height.
 */
export function headerMismatch(
  sha256: Sha256,
  { header }: Block,
  appHash: Uint8Array,
  before: BlockResults | undefined,
): string | undefined {
  if (!equalBytes(header.appHash, appHash)) {
    return `app hash before block ${header.height}: header ${toHex(header.appHash)}, execution ${toHex(appHash)}`;
  }
  const results = resultsHash(sha256, before?.txResults ?? []);
  if (!equalBytes(header.lastResultsHash, results)) {
    return `results before block ${header.height}: header ${toHex(header.lastResultsHash)}, execution ${toHex(results)}`;
  }
  return undefined;
}
