export { assert, assertDefined, InvariantViolation } from "./assert.ts";
export { addressBytesFromSecp256k1, addressFromBytes, addressToBytes, type Address } from "./address.ts";
export { createBoundedMemo, type BoundedMemo } from "./bounded-memo.ts";
export {
  compareBytes,
  concatBytes,
  equalBytes,
  prefixEnd,
  readU32be,
  readU64be,
  startsWith,
  u32be,
  u64be,
} from "./bytes.ts";
export type { Crypto, Sha256 } from "./crypto.ts";
export type { SignatureCheck } from "./signature-check.ts";
export {
  dec,
  DEC_ONE,
  DEC_ZERO,
  decAdd,
  decAtomics,
  decCeil,
  decFromInt,
  decMin,
  decMul,
  decMulInt,
  decMulRoundUp,
  decMulTruncate,
  decPower,
  decQuo,
  decQuoInt,
  decQuoRoundUp,
  decQuoTruncate,
  decRoundInt,
  decSub,
  decText,
  decTruncate,
  decTruncateInt,
  decWithPrecision,
  parseDec,
  parseDecAtomics,
  type Dec,
} from "./dec.ts";
export { charsOf, EncodingError, fromBase64, fromHex, fromUtf8, isUtf8, toBase64, toHex, toUtf8 } from "./encoding.ts";
export {
  emptyHash,
  innerHash,
  leafHash,
  merkleProof,
  merkleProofOfHashes,
  merkleRangesWithout,
  merkleRoot,
  merkleRootFromMultiProof,
  merkleRootFromProof,
  merkleRootOfHashes,
  merkleSplit,
  sizedRoot,
  verifyMerkleProof,
  type MerkleProof,
  type MerkleRange,
  type ProvedLeaf,
} from "./merkle.ts";
export {
  amount,
  basisPoints,
  gas,
  height,
  sequence,
  shareOf,
  unixNanos,
  type Amount,
  type BasisPoints,
  type Gas,
  type Height,
  type Sequence,
  type UnixNanos,
} from "./numbers.ts";
export { svarint, uvarint } from "./varint.ts";
