/** Protobuf bytes of ics23 proofs, hand-written: fields in order, zero scalars and empty bytes left out. */
import { concatBytes, uvarint } from "@openledger/primitives";
import type { CommitmentProof, ExistenceProof, InnerOp, LeafOp, NonExistenceProof } from "./ics23-types.ts";

const EMPTY = new Uint8Array(0);

/** Bytes of `cosmos.ics23.v1.CommitmentProof`. */
export function encodeCommitmentProof(proof: CommitmentProof): Uint8Array {
  return proof.exist === undefined
    ? messageField(2, encodeNonExistence(proof.nonexist))
    : messageField(1, encodeExistence(proof.exist));
}

function encodeExistence({ key, value, leaf, path }: ExistenceProof): Uint8Array {
  return concatBytes(
    bytesField(1, key),
    bytesField(2, value),
    messageField(3, encodeLeafOp(leaf)),
    ...path.map((op) => messageField(4, encodeInnerOp(op))),
  );
}

function encodeNonExistence({ key, left, right }: NonExistenceProof): Uint8Array {
  return concatBytes(
    bytesField(1, key),
    left === undefined ? EMPTY : messageField(2, encodeExistence(left)),
    right === undefined ? EMPTY : messageField(3, encodeExistence(right)),
  );
}

function encodeLeafOp(op: LeafOp): Uint8Array {
  return concatBytes(
    numberField(1, op.hash),
    numberField(2, op.prehashKey),
    numberField(3, op.prehashValue),
    numberField(4, op.length),
    bytesField(5, op.prefix),
  );
}

function encodeInnerOp({ hash, prefix, suffix }: InnerOp): Uint8Array {
  return concatBytes(numberField(1, hash), bytesField(2, prefix), bytesField(3, suffix));
}

function numberField(field: number, value: number): Uint8Array {
  return value === 0 ? EMPTY : concatBytes(uvarint(field << 3), uvarint(value));
}

function bytesField(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? EMPTY : messageField(field, value);
}

function messageField(field: number, message: Uint8Array): Uint8Array {
  return concatBytes(uvarint((field << 3) | 2), uvarint(message.length), message);
}
