import {
  BLOCK_ID_FLAG_ABSENT,
  BLOCK_ID_FLAG_COMMIT,
  decodeVoteSignBytes,
  GO_ZERO_TIME,
  nextProposer,
  PRECOMMIT,
  voteSignBytes,
  type CommitSig,
  type MadeBlock,
  type RankedSet,
  type ValidatorSet,
} from "@openledger/comet";
import type { SignedMessage } from "@openledger/kv";
import { assert, equalBytes, type UnixNanos } from "@openledger/primitives";
import type { SealedBlock } from "./chain-store.ts";
import type { SealingKey } from "./sealing-key.ts";

export interface Sealer {
  readonly chainId: string;
  readonly key: SealingKey;
  readonly now: () => UnixNanos;
}

const MILLISECOND = 1_000_000n;

const ABSENT: CommitSig = {
  blockIdFlag: BLOCK_ID_FLAG_ABSENT,
  validatorAddress: new Uint8Array(0),
  timestamp: GO_ZERO_TIME,
  signature: new Uint8Array(0),
};

/**
 * Signs the precommit of the one validator that is here and so seals the block, in the first round in which it is its
 * turn to propose: those before, of validators that are absent, ended without a block. The last-sign state is durable before the
 * signature is used. A block that was signed at this height but never logged was seen by nobody; the new one takes the
 * next round, and a key that says so begins with a later one, so that no two signatures share height and round. Rejects as {@link SealingKey.seal}.
 */
export async function sealBlock({ chainId, key, now: clock }: Sealer, made: MadeBlock, validators: RankedSet, signal: AbortSignal): Promise<SealedBlock> {
  const { blockId, bytes } = made;
  const { height, time } = made.block.header;
  const { last } = key;
  const round = roundOfTurn(validators, key.address, Math.max(key.minRound?.(height) ?? 0, last?.height === height ? last.round + 1 : 0));
  // CometBFT's rule for vote time: at least a millisecond after the block, whatever the clock says.
  const earliest = time + MILLISECOND;
  const now = clock();
  const timestamp = now > earliest ? now : earliest;
  const signBytes = voteSignBytes(chainId, { type: PRECOMMIT, height, round, blockId, timestamp });
  return sealedBlock(made, key.address, await key.seal({ height, round, signBytes, block: bytes }, signal), validators);
}

/** The block with the commit that one signature of the validator at `address` makes; all others are absent. */
export function sealedBlock({ block, bytes, blockId }: MadeBlock, address: Uint8Array, { signature, signBytes }: SignedMessage, { validators }: ValidatorSet): SealedBlock {
  const { round, timestamp } = decodeVoteSignBytes(signBytes).vote;
  const vote = { blockIdFlag: BLOCK_ID_FLAG_COMMIT, validatorAddress: address, timestamp, signature } as const;
  const signatures = validators.map((one) => (equalBytes(one.address, address) ? vote : ABSENT));
  return { block, bytes, blockId, commit: { height: block.header.height, round, blockId, signatures } };
}

/** The first round from `earliest` on in which the validator at `address` proposes. */
function roundOfTurn(validators: RankedSet, address: Uint8Array, earliest: number): number {
  assert(validators.validators.some((one) => equalBytes(one.address, address)), "whoever seals is in the validator set");
  let set = validators;
  for (let round = 0; ; round++, set = nextProposer(set)) {
    if (round >= earliest && equalBytes(set.proposer, address)) return round;
  }
}
