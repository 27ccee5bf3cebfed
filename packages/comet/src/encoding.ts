import { bytesField, joinBytes, messageField, stringField, varintField } from "./proto.ts";
import {
  type Block,
  type BlockId,
  type Commit,
  type CommitSig,
  type Header,
  type PartSetHeader,
  type Timestamp,
} from "./types.ts";

const NANOS_PER_SECOND = 1_000_000_000n;

/** google.protobuf.Timestamp: floored seconds and 0..999,999,999 nanoseconds. */
export function encodeTimestamp(time: Timestamp): Uint8Array {
  const nanos = ((time % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  return joinBytes([varintField(1, (time - nanos) / NANOS_PER_SECOND), varintField(2, nanos)]);
}

export function encodePartSetHeader(header: PartSetHeader): Uint8Array {
  return joinBytes([varintField(1, header.total), bytesField(2, header.hash)]);
}

/** A zero id is `12 00`: its part set header is written although it is empty. */
export function encodeBlockId(id: BlockId): Uint8Array {
  return joinBytes([bytesField(1, id.hash), messageField(2, encodePartSetHeader(id.partSetHeader))]);
}

/** tendermint.version.Consensus. */
export function encodeVersion(version: Header["version"]): Uint8Array {
  return joinBytes([varintField(1, version.block), varintField(2, version.app)]);
}

/** tendermint.types.Header. */
export function encodeHeader(header: Header): Uint8Array {
  return joinBytes([
    messageField(1, encodeVersion(header.version)),
    stringField(2, header.chainId),
    varintField(3, header.height),
    messageField(4, encodeTimestamp(header.time)),
    messageField(5, encodeBlockId(header.lastBlockId)),
    bytesField(6, header.lastCommitHash),
    bytesField(7, header.dataHash),
    bytesField(8, header.validatorsHash),
    bytesField(9, header.nextValidatorsHash),
    bytesField(10, header.consensusHash),
    bytesField(11, header.appHash),
    bytesField(12, header.lastResultsHash),
    bytesField(13, header.evidenceHash),
    bytesField(14, header.proposerAddress),
  ]);
}

/** tendermint.types.CommitSig, the leaf of the last commit hash. */
export function encodeCommitSig(sig: CommitSig): Uint8Array {
  return joinBytes([
    varintField(1, sig.blockIdFlag),
    bytesField(2, sig.validatorAddress),
    messageField(3, encodeTimestamp(sig.timestamp)),
    bytesField(4, sig.signature),
  ]);
}

/** tendermint.types.Commit. */
export function encodeCommit(commit: Commit): Uint8Array {
  return joinBytes([
    varintField(1, commit.height),
    varintField(2, commit.round),
    messageField(3, encodeBlockId(commit.blockId)),
    ...commit.signatures.map((sig) => messageField(4, encodeCommitSig(sig))),
  ]);
}

/** tendermint.types.Block: the bytes that are cut into parts, stored and posted. */
export function encodeBlock(block: Block): Uint8Array {
  return joinBytes([
    messageField(1, encodeHeader(block.header)),
    messageField(2, joinBytes(block.txs.map((tx) => messageField(1, tx)))),
    messageField(3, joinBytes(block.evidence.map((evidence) => messageField(1, evidence)))),
    messageField(4, encodeCommit(block.lastCommit)),
  ]);
}
