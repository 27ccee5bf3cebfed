export {
  appendLeaf,
  decodeFrontier,
  EMPTY_FRONTIER,
  encodeFrontier,
  extendAndCheck,
  frontierRoot,
  type Frontier,
} from "./merkle/frontier.ts";
export { createMerkleLog, type MerkleLog } from "./merkle/merkle-log.ts";
export { createMerkleTree, type MerkleTree } from "./merkle/merkle-tree.ts";
export { verifyConsistency } from "./merkle/consistency.ts";
export {
  buildRowTree,
  chunkCount,
  CHUNK_BYTES,
  rowsRoot,
  verifyRowOpenings,
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
export { log2Q8 } from "./tokens/log2.ts";
export { tokenWeights, WEIGHT_TABLE_HASH, weightTableBytes, weightTableHash, WEIGHTS, type WeightTable } from "./tokens/weights.ts";
export type { IndexedContribution, SourceLocation, SpanIndex } from "./spans/span-index.ts";
export type { IsStruck } from "./spans/without-struck.ts";
export { createSpanIndex } from "./spans/suffix-span-index.ts";
export { columnOf, type IntColumn } from "./spans/int-column.ts";
export {
  buildColumns,
  mergeTexts,
  SEGMENT_COLUMNS,
  type Segment,
  type SegmentColumn,
  type SuffixSorter,
} from "./spans/segment.ts";
export { layOutSegment, type SegmentContribution, type SegmentLayout, type SegmentText } from "./spans/segment-text.ts";
export { createSegmentedSpanIndex } from "./spans/segmented-span-index.ts";
export { buildSuffixArray } from "./spans/suffix-array.ts";
export { createVocabulary, type Vocabulary } from "./spans/vocabulary.ts";
export {
  attribute,
  weighTokens,
  type AttributedSpan,
  type Attribution,
  type AttributionInput,
  type CitedMatch,
  type SpanStatus,
  type Standing,
} from "./ownership/attribute.ts";
export {
  NOT_REVOKED,
  revocationAt,
  revocationBy,
  revocationInVersion,
  touchesRevoked,
  unrevokedPart,
  withoutRevoked,
  type Revocation,
} from "./ownership/revocation.ts";
export { NO_RULING, rulingAt, rulingBy, type Ruling } from "./ownership/ruling.ts";
export { openRows, type RowReader } from "./claims/open-rows.ts";
export { claimedWeights } from "./ownership/claimed-weights.ts";
export { ownedByDatanet, type OwnedAmount } from "./ownership/owned-by-datanet.ts";
export {
  splitAmongContributions,
  splitAmongOwners,
  type ContributionShare,
  type OwnedWeight,
  type OwnerShare,
} from "./ownership/owner-amounts.ts";
export { runQualifies, thresholdQ8, type OwnershipRule, type WeighedTokens } from "./ownership/rule.ts";
export {
  buildReceiptOpening,
  countAnswerTokens,
  SPAN_STATUS_CODES,
  type Answer,
  type AttributionSource,
  type HeldContribution,
} from "./claims/build-opening.ts";
export type { CitedPlace, Derivation, DerivedAnswer, RowPlace } from "./claims/derivation.ts";
export { contentTree, countTokens, requestDocuments, type RequestDocument } from "./claims/content.ts";
export { areAscending, compareRefs, contributionKey } from "./claims/contribution-key.ts";
export { ClaimError, type ClaimErrorCode } from "./claims/errors.ts";
export {
  claimLeaf,
  claimRoot,
  claimsRoot,
  contributionLeafHash,
  ownersHash,
  receiptHash,
  receiptLeaf,
  settlementLeafHash,
  spansHash,
  treeHeadHash,
  treeHeadSignBytes,
} from "./claims/hashes.ts";
export type { ReceiptContext } from "./claims/receipt-context.ts";
export { verifySources } from "./claims/verify-sources.ts";
export { verifyReceiptOpening, type ReceiptVerdict, type VerifiedReceipt } from "./claims/verify-opening.ts";
export { committedRequest, isCommittedOutput, type CommittedAnswer } from "./challenges/committed-answer.ts";
export { contradictionIn, type Contradiction, type RegisteredContribution } from "./challenges/contradiction.ts";
export {
  judgeMatch,
  withoutTokens,
  type MatchVerdict,
  type ShownContribution,
  type ShownMatch,
  type TokenRun,
  type UnprovedRows,
} from "./challenges/earlier-match.ts";
