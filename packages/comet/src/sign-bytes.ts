import { assertDefined, equalBytes } from "@openledger/primitives";
import { blockIdFrom, timestampFrom } from "./decoding.ts";
import { encodePartSetHeader, encodeTimestamp } from "./encoding.ts";
import { ensure } from "./errors.ts";
import { readMessage, type ProtoMessage } from "./proto-reader.ts";
import {
  bytesField,
  joinBytes,
  lengthDelimited,
  messageField,
  sfixed64Field,
  stringField,
  varintField,
} from "./proto.ts";
import { BLOCK_ID_FLAG_COMMIT, ZERO_BLOCK_ID, type BlockId, type Commit, type Timestamp } from "./types.ts";

/** SignedMsgType: 0 unknown, 1 prevote, 2 precommit, 32 proposal. */
export const PREVOTE = 1;
export const PRECOMMIT = 2;
const PROPOSAL = 32;

/** What a vote signs. A vote for nil carries `ZERO_BLOCK_ID`. */
export interface Vote {
  readonly type: 0 | typeof PREVOTE | typeof PRECOMMIT;
  readonly height: bigint;
  readonly round: number;
  readonly blockId: BlockId;
  readonly timestamp: Timestamp;
}

/** What a proposer signs. `polRound` is -1 without a proof of lock. */
export interface Proposal {
  readonly height: bigint;
  readonly round: number;
  readonly polRound: number;
  readonly blockId: BlockId;
  readonly timestamp: Timestamp;
}

/** Length-delimited CanonicalVote: the message of the ed25519 signature. */
export function voteSignBytes(chainId: string, vote: Vote): Uint8Array {
  return lengthDelimited(
    joinBytes([
      varintField(1, vote.type),
      sfixed64Field(2, vote.height),
      sfixed64Field(3, BigInt(vote.round)),
      canonicalBlockIdField(4, vote.blockId),
      messageField(5, encodeTimestamp(vote.timestamp)),
      stringField(6, chainId),
    ]),
  );
}

/** Length-delimited CanonicalProposal. */
export function proposalSignBytes(chainId: string, proposal: Proposal): Uint8Array {
  return lengthDelimited(
    joinBytes([
      varintField(1, PROPOSAL),
      sfixed64Field(2, proposal.height),
      sfixed64Field(3, BigInt(proposal.round)),
      varintField(4, proposal.polRound),
      canonicalBlockIdField(5, proposal.blockId),
      messageField(6, encodeTimestamp(proposal.timestamp)),
      stringField(7, chainId),
    ]),
  );
}

/**
 * The vote and chain id of {@link voteSignBytes}. Throws `MALFORMED` for anything else, a proposal included; the
 * result shares no memory with the input.
 */
export function decodeVoteSignBytes(bytes: Uint8Array): { readonly chainId: string; readonly vote: Vote } {
  const prefix = uvarintLength(bytes);
  const decoded = voteFrom(readMessage(bytes.subarray(prefix)));
  const canonical = equalBytes(voteSignBytes(decoded.chainId, decoded.vote), bytes);
  ensure(canonical, "MALFORMED", "vote sign bytes are not in canonical form");
  return decoded;
}

function voteFrom(message: ProtoMessage): { chainId: string; vote: Vote } {
  const type = message.index(1);
  ensure(type === 0 || type === PREVOTE || type === PRECOMMIT, "MALFORMED", `vote type ${type}`);
  const round = message.sfixed64(3);
  ensure(round >= 0n && round <= 0x7fffffffn, "MALFORMED", `round ${round}`);
  const vote: Vote = {
    type,
    height: message.sfixed64(2),
    round: Number(round),
    blockId: message.repeated(4).length === 0 ? ZERO_BLOCK_ID : blockIdFrom(message.message(4)),
    timestamp: timestampFrom(message.message(5)),
  };
  return { chainId: message.text(6), vote };
}

/** How many bytes the length before the message takes. */
function uvarintLength(bytes: Uint8Array): number {
  const last = bytes.findIndex((byte) => byte < 0x80);
  ensure(last >= 0, "MALFORMED", "sign bytes begin with their length");
  return last + 1;
}

/** What the validator at `index` (0..signatures.length-1) of a commit signed. */
export function commitSignBytes(chainId: string, commit: Commit, index: number): Uint8Array {
  const sig = assertDefined(commit.signatures[index], `commit has no signature ${index}`);
  return voteSignBytes(chainId, {
    type: PRECOMMIT,
    height: commit.height,
    round: commit.round,
    blockId: sig.blockIdFlag === BLOCK_ID_FLAG_COMMIT ? commit.blockId : ZERO_BLOCK_ID,
    timestamp: sig.timestamp,
  });
}

/** A nil id is left out, unlike in a header, where it is written empty. */
function canonicalBlockIdField(field: number, id: BlockId): Uint8Array {
  const { hash, partSetHeader } = id;
  if (hash.length === 0 && partSetHeader.total === 0 && partSetHeader.hash.length === 0) return new Uint8Array(0);
  return messageField(field, joinBytes([bytesField(1, hash), messageField(2, encodePartSetHeader(partSetHeader))]));
}
