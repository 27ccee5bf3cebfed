import {
  BLOCK_ID_FLAG_COMMIT,
  decodeVoteSignBytes,
  PRECOMMIT,
  voteSignBytes,
  type BlockId,
  type Commit,
  type MadeBlock,
} from "@openledger/comet";
import { STEP_PRECOMMIT, type SignState } from "@openledger/kv";
import type { Height, UnixNanos } from "@openledger/primitives";
import type { SealedBlock } from "./chain-store.ts";
import type { ValidatorKey } from "./validator-key.ts";

export interface Sealer {
  readonly chainId: string;
  readonly key: ValidatorKey;
  readonly signState: SignState;
  readonly now: () => UnixNanos;
}

const MILLISECOND = 1_000_000n;

/**
 * Signs the precommit of the lone validator and so seals the block. The last-sign state is durable before the
 * signature is used. A block that was signed at this height but never logged was seen by nobody; the new one takes the
 * next round, so that no two signatures share height and round.
 */
export function sealBlock(sealer: Sealer, made: MadeBlock): SealedBlock {
  const { block, bytes, blockId } = made;
  const { height, time } = block.header;
  const { last } = sealer.signState;
  const round = last?.height === height ? last.round + 1 : 0;
  // CometBFT's rule for vote time: at least a millisecond after the block, whatever the clock says.
  const earliest = time + MILLISECOND;
  const now = sealer.now();
  const timestamp = now > earliest ? now : earliest;
  return { block, bytes, blockId, commit: signCommit(sealer, height, round, blockId, timestamp) };
}

function signCommit(sealer: Sealer, height: Height, round: number, blockId: BlockId, timestamp: bigint): Commit {
  const { chainId, key, signState } = sealer;
  const asked = voteSignBytes(chainId, { type: PRECOMMIT, height, round, blockId, timestamp });
  const request = { height, round, step: STEP_PRECOMMIT, signBytes: asked } as const;
  const { signature, signBytes } = signState.sign(request, (message) => key.sign(message));
  const signedAt = decodeVoteSignBytes(signBytes).vote.timestamp;
  const vote = {
    blockIdFlag: BLOCK_ID_FLAG_COMMIT,
    validatorAddress: key.address,
    timestamp: signedAt,
    signature,
  };
  return { height, round, blockId, signatures: [vote] };
}
