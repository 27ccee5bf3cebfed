import {
  BLOCK_ID_FLAG_ABSENT,
  BLOCK_ID_FLAG_COMMIT,
  decodeVoteSignBytes,
  GO_ZERO_TIME,
  nextProposer,
  PRECOMMIT,
  voteSignBytes,
  type Commit,
  type CommitSig,
  type MadeBlock,
  type RankedSet,
} from "@openledger/comet";
import { STEP_PRECOMMIT, type SignState } from "@openledger/kv";
import { assert, equalBytes, type UnixNanos } from "@openledger/primitives";
import type { SealedBlock } from "./chain-store.ts";
import type { ValidatorKey } from "./validator-key.ts";

export interface Sealer {
  readonly chainId: string;
  readonly key: ValidatorKey;
  readonly signState: SignState;
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
 * next round, so that no two signatures share height and round.
 */
export function sealBlock(sealer: Sealer, made: MadeBlock, validators: RankedSet): SealedBlock {
  const { block, bytes, blockId } = made;
  const { height, time } = block.header;
  const { last } = sealer.signState;
  const round = roundOfTurn(validators, sealer.key.address, last?.height === height ? last.round + 1 : 0);
  // CometBFT's rule for vote time: at least a millisecond after the block, whatever the clock says.
  const earliest = time + MILLISECOND;
  const now = sealer.now();
  const timestamp = now > earliest ? now : earliest;
  return { block, bytes, blockId, commit: signCommit(sealer, { height, round, blockId }, timestamp, validators) };
}

/** The first round from `earliest` on in which the validator at `address` proposes. */
function roundOfTurn(validators: RankedSet, address: Uint8Array, earliest: number): number {
  assert(validators.validators.some((one) => equalBytes(one.address, address)), "whoever seals is in the validator set");
  let set = validators;
  for (let round = 0; ; round++, set = nextProposer(set)) {
    if (round >= earliest && equalBytes(set.proposer, address)) return round;
  }
}

function signCommit(
  { chainId, key, signState }: Sealer,
  { height, round, blockId }: Pick<Commit, "height" | "round" | "blockId">,
  timestamp: bigint,
  { validators }: RankedSet,
): Commit {
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
  const signatures = validators.map(({ address }) => (equalBytes(address, key.address) ? vote : ABSENT));
  return { height, round, blockId, signatures };
}
