import { merkleProof, merkleRoot, type MerkleProof, type Sha256 } from "@openledger/primitives";
import { encodeBlockId, encodeCommitSig, encodeTimestamp, encodeVersion } from "./encoding.ts";
import { ensure } from "./errors.ts";
import { readMessage } from "./proto-reader.ts";
import { bytesField, joinBytes, messageField, stringField, varintField } from "./proto.ts";
import type { Commit, Header, PartSetHeader, TxResult, ValidatorSet } from "./types.ts";

/** Size of a block part on CometBFT's wire, and so the leaf size of the part set tree. */
export const BLOCK_PART_BYTES = 65_536;

/** Block hash: the Merkle root over the fourteen header fields. 32 bytes; empty for a header without validators. */
export function headerHash(sha256: Sha256, header: Header): Uint8Array {
  if (header.validatorsHash.length === 0) return new Uint8Array(0);
  return merkleRoot(sha256, [
    encodeVersion(header.version),
    stringField(1, header.chainId),
    varintField(1, header.height),
    encodeTimestamp(header.time),
    encodeBlockId(header.lastBlockId),
    bytesField(1, header.lastCommitHash),
    bytesField(1, header.dataHash),
    bytesField(1, header.validatorsHash),
    bytesField(1, header.nextValidatorsHash),
    bytesField(1, header.consensusHash),
    bytesField(1, header.appHash),
    bytesField(1, header.lastResultsHash),
    bytesField(1, header.evidenceHash),
    bytesField(1, header.proposerAddress),
  ]);
}

/** sha256 of the raw transaction: its name everywhere. */
export function txHash(sha256: Sha256, tx: Uint8Array): Uint8Array {
  return sha256(tx);
}

/** Merkle root over the transaction hashes (the leaf prefix goes before the 32-byte hash). */
export function dataHash(sha256: Sha256, txs: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(
    sha256,
    txs.map((tx) => txHash(sha256, tx)),
  );
}

/** Proof that transaction `index` is under the header's data hash; its leaf is {@link txHash}. */
export function txProof(sha256: Sha256, txs: readonly Uint8Array[], index: number): MerkleProof {
  return merkleProof(
    sha256,
    txs.map((tx) => txHash(sha256, tx)),
    index,
  );
}

/** Last commit hash of the next header: Merkle root over the encoded commit signatures. */
export function commitHash(sha256: Sha256, commit: Commit): Uint8Array {
  return merkleRoot(sha256, commit.signatures.map(encodeCommitSig));
}

/** Merkle root over SimpleValidator{pub_key, voting_power} in set order. */
export function validatorsHash(sha256: Sha256, set: ValidatorSet): Uint8Array {
  return merkleRoot(
    sha256,
    set.validators.map(({ publicKey, power }) =>
      joinBytes([messageField(1, messageField(1, publicKey)), varintField(2, power)]),
    ),
  );
}

/** Plain sha256 of HashedParams: largest block in bytes, largest gas per block (-1 for no limit). */
export function consensusHash(
  sha256: Sha256,
  params: { readonly maxBytes: bigint; readonly maxGas: bigint },
): Uint8Array {
  return sha256(joinBytes([varintField(1, params.maxBytes), varintField(2, params.maxGas)]));
}

/** Last results hash of the next header. */
export function resultsHash(sha256: Sha256, results: readonly TxResult[]): Uint8Array {
  return merkleRoot(sha256, results.map(encodeTxResult));
}

/** Proof that the result of transaction `index` is under the next header's last results hash. */
export function resultProof(sha256: Sha256, results: readonly TxResult[], index: number): MerkleProof {
  return merkleProof(sha256, results.map(encodeTxResult), index);
}

/** ExecTxResult with only the fields that are the same on every node. */
export function encodeTxResult(result: TxResult): Uint8Array {
  return joinBytes([
    varintField(1, result.code),
    bytesField(2, result.data),
    varintField(5, result.gasWanted),
    varintField(6, result.gasUsed),
  ]);
}

/** Merkle root over the evidence, each without its `Evidence` oneof wrapper, as CometBFT's `Evidence.Bytes()`. */
export function evidenceHash(sha256: Sha256, evidence: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(sha256, evidence.map(unwrapEvidence));
}

/** CometBFT's name of an item of `Block.evidence`. Throws `MALFORMED`. */
export function evidenceItemHash(sha256: Sha256, item: Uint8Array): Uint8Array {
  return sha256(unwrapEvidence(item));
}

function unwrapEvidence(wrapped: Uint8Array): Uint8Array {
  const message = readMessage(wrapped);
  const members = [...message.repeated(1), ...message.repeated(2)];
  const only = members[0];
  ensure(members.length === 1 && only !== undefined, "MALFORMED", "evidence holds exactly one member");
  return only;
}

/** Part set header of an encoded block. */
export function partSetHeader(sha256: Sha256, encodedBlock: Uint8Array): PartSetHeader {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < encodedBlock.length; at += BLOCK_PART_BYTES) {
    parts.push(encodedBlock.subarray(at, at + BLOCK_PART_BYTES));
  }
  return { total: parts.length, hash: merkleRoot(sha256, parts) };
}
