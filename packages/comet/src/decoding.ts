import { height, unixNanos } from "@openledger/primitives";
import { encodeBlock, encodeCommit, encodeHeader } from "./encoding.ts";
import { ensure } from "./errors.ts";
import { decodeCanonical, readMessage, type ProtoMessage } from "./proto-reader.ts";
import { GO_ZERO_TIME, type Block, type BlockId, type Commit, type CommitSig, type Header } from "./types.ts";

/** Block of its canonical bytes. Throws `MALFORMED` for any other bytes; the result shares no memory with them. */
export function decodeBlock(bytes: Uint8Array): Block {
  return decodeCanonical("block", bytes, blockFrom, encodeBlock);
}

/** Commit of its canonical bytes. Throws `MALFORMED` for any other bytes. */
export function decodeCommit(bytes: Uint8Array): Commit {
  return decodeCanonical("commit", bytes, commitFrom, encodeCommit);
}

/** Header of its canonical bytes. Throws `MALFORMED` for any other bytes. */
export function decodeHeader(bytes: Uint8Array): Header {
  return decodeCanonical("header", bytes, headerFrom, encodeHeader);
}

function blockFrom(message: ProtoMessage): Block {
  return {
    header: headerFrom(message.message(1)),
    txs: message.message(2).repeated(1).map(copy),
    evidence: message.message(3).repeated(1).map(copy),
    lastCommit: commitFrom(message.message(4)),
  };
}

function headerFrom(message: ProtoMessage): Header {
  const version = message.message(1);
  return {
    version: { block: version.uint64(1), app: version.uint64(2) },
    chainId: message.text(2),
    height: height(notNegative(message.int64(3), "height")),
    time: unixNanos(notNegative(timestampFrom(message.message(4)), "block time")),
    lastBlockId: blockIdFrom(message.message(5)),
    lastCommitHash: message.bytes(6),
    dataHash: message.bytes(7),
    validatorsHash: message.bytes(8),
    nextValidatorsHash: message.bytes(9),
    consensusHash: message.bytes(10),
    appHash: message.bytes(11),
    lastResultsHash: message.bytes(12),
    evidenceHash: message.bytes(13),
    proposerAddress: message.bytes(14),
  };
}

function commitFrom(message: ProtoMessage): Commit {
  return {
    height: height(notNegative(message.int64(1), "height")),
    round: message.index(2),
    blockId: blockIdFrom(message.message(3)),
    signatures: message.repeated(4).map((bytes) => commitSigFrom(readMessage(bytes))),
  };
}

function commitSigFrom(message: ProtoMessage): CommitSig {
  const flag = message.index(1);
  ensure(flag === 1 || flag === 2 || flag === 3, "MALFORMED", `block id flag ${flag}`);
  return {
    blockIdFlag: flag,
    validatorAddress: message.bytes(2),
    timestamp: timestampFrom(message.message(3)),
    signature: message.bytes(4),
  };
}

/** Also decodes the canonical form inside a vote. */
export function blockIdFrom(message: ProtoMessage): BlockId {
  const parts = message.message(2);
  return { hash: message.bytes(1), partSetHeader: { total: parts.index(1), hash: parts.bytes(2) } };
}

/** Nanoseconds between Go's zero time and 2^63-1. */
export function timestampFrom(message: ProtoMessage): bigint {
  const nanos = message.int64(2);
  ensure(nanos >= 0n && nanos < 1_000_000_000n, "MALFORMED", "nanoseconds outside a second");
  const time = message.int64(1) * 1_000_000_000n + nanos;
  ensure(time >= GO_ZERO_TIME && time < 1n << 63n, "MALFORMED", "time out of range");
  return time;
}

function notNegative(value: bigint, what: string): bigint {
  ensure(value >= 0n, "MALFORMED", `${what} is negative`);
  return value;
}

function copy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
