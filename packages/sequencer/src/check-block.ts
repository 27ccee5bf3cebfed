import { BLOCK_ID_FLAG_ABSENT, resultsHash, validatorsHash, type Block, type ValidatorSet } from "@openledger/comet";
import { equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import type { ExecutedBlock, FinalizeBlockRequest } from "@openledger/state-machine";
import type { BlockResults } from "./block-results.ts";
import { misbehaviorOf } from "./check-evidence.ts";
import { validatorsFor } from "./crossing.ts";
import type { ValidatorSets } from "./validator-history.ts";

/** What the App is asked to execute for a block; `validators` is asked for those who signed the block before. */
export function requestOfBlock({ header, txs, lastCommit, evidence }: Block, hash: Uint8Array, validators: ValidatorSets): FinalizeBlockRequest {
  const { height, time, proposerAddress } = header;
  const signers = lastCommit.height === 0n ? [] : validators.at(lastCommit.height).validators;
  const votes = signers.map(({ address, power }, i) => {
    return { address, power, signed: (lastCommit.signatures[i]?.blockIdFlag ?? BLOCK_ID_FLAG_ABSENT) !== BLOCK_ID_FLAG_ABSENT };
  });
  const misbehavior = evidence.length === 0 ? undefined : misbehaviorOf(evidence);
  return { height, time, proposer: proposerAddress, hash, txs, votes, misbehavior };
}

/** Sentence about how executing a logged block differs from its sealing; undefined when it does not. */
export function quarantinedInLog({ request, quarantined }: ExecutedBlock): string | undefined {
  const first = quarantined[0];
  if (first === undefined) return undefined;
  return `transaction ${first.index} of block ${request.height} trips an assertion: ${first.reason}`;
}

/**
 * Sentence about how a header contradicts the state and results before it, naming both hashes; undefined when it
 * agrees. `before` holds the results of the block before, undefined at the initial height. `history` knows what all
 * blocks before changed.
 */
export function headerMismatch(
  sha256: Sha256,
  block: Block,
  appHash: Uint8Array,
  before: Pick<BlockResults, "txResults"> | undefined,
  history: ValidatorSets,
): string | undefined {
  const { header } = block;
  const validators = validatorsFor(sha256, history, block);
  if (!equalBytes(header.appHash, appHash)) {
    return `app hash before block ${header.height}: header ${toHex(header.appHash)}, execution ${toHex(appHash)}`;
  }
  const results = resultsHash(sha256, before?.txResults ?? []);
  if (!equalBytes(header.lastResultsHash, results)) {
    return `results before block ${header.height}: header ${toHex(header.lastResultsHash)}, execution ${toHex(results)}`;
  }
  return (
    setMismatch(sha256, `validators of block ${header.height}`, header.validatorsHash, validators.at(header.height)) ??
    setMismatch(sha256, `validators after block ${header.height}`, header.nextValidatorsHash, validators.at(header.height + 1n))
  );
}

function setMismatch(sha256: Sha256, what: string, claimed: Uint8Array, set: ValidatorSet): string | undefined {
  const computed = validatorsHash(sha256, set);
  return equalBytes(claimed, computed) ? undefined : `${what}: header ${toHex(claimed)}, execution ${toHex(computed)}`;
}
