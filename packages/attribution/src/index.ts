export {
  appendLeaf,
  decodeFrontier,
  EMPTY_FRONTIER,
  encodeFrontier,
  extendAndCheck,
  frontierRoot,
  type Frontier,
} from "./merkle/frontier.ts";
export { createMerkleTree, type MerkleTree } from "./merkle/merkle-tree.ts";
export { verifyConsistency } from "./merkle/consistency.ts";
export {
  buildRowTree,
  chunkCount,
  CHUNK_BYTES,
  rowsRoot,
  verifyRowOpening,
  type RowOpening,
  type RowsCommitment,
  type RowTree,
} from "./rows/row-tree.ts";
export {
  GAP_BYTES_MAX,
  SEGMENT_BYTES_MAX,
  TOKEN_BREAK,
  TOKEN_GAP,
  TOKEN_WORD,
  tokenise,
  TOKENISER_VERSION,
  type TokenList,
} from "./tokens/tokenise.ts";
