export { answer, artifactLeaves, buildArtifact, type ArtifactHeader, type RetrievalArtifact } from "./artifact.ts";
export { answerQuestion, type CitedPassage, type LeftOut, type PassagePlace, type RetrievalAnswer } from "./answer.ts";
export { RetrievalError, type RetrievalErrorCode } from "./errors.ts";
export { parseQuery, questionOf, type Query, type QueryMessage } from "./query.ts";
export {
  buildIndex,
  type IndexedPackage,
  type IndexedPassage,
  type Postings,
  type RetrievalContribution,
  type RetrievalIndex,
  type TermEntry,
} from "./retrieval-index.ts";
export type { Passage } from "./passages.ts";
export { ANSWER_PASSAGE_BYTES_MAX, PASSAGE_BYTES_MAX, QUERY_BYTES_MAX, QUERY_TERMS_MAX, RULE_VERSION } from "./rule.ts";
export { scorePassages } from "./score.ts";
export { rareTermsOf } from "./rare-terms.ts";
