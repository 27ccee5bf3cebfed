export { answer, artifactLeaves, buildArtifact, type RetrievalArtifact } from "./artifact.ts";
export { answerQuestion, type CitedPassage, type LeftOut, type PassagePlace, type RetrievalAnswer } from "./answer.ts";
export { evidenceOf, type AnswerEvidence } from "./answer-evidence.ts";
export { contextFault, derivationFault, derivationOf, type RetrievalDerivation } from "./derivation.ts";
export { encodeExternalRecipe, parseExternalRecipe, type ExternalRecipe } from "./external-recipe.ts";
export { RetrievalError, type RetrievalErrorCode } from "./errors.ts";
export { EVIDENCE_LEAVES_MAX, judgeAnswer, type AnswerVerdict, type JudgedAnswer } from "./judge-answer.ts";
export type { ArtifactHeader } from "./leaf-codec.ts";
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
export {
  ANSWER_PASSAGE_BYTES_MAX,
  ANSWER_PASSAGES_MAX,
  EVIDENCE_PASSAGES_MAX,
  PASSAGE_BYTES_MAX,
  QUERY_BYTES_MAX,
  QUERY_TERMS_MAX,
  RULE_VERSION,
} from "./rule.ts";
export { scorePassages } from "./score.ts";
export { rareTermsOf } from "./rare-terms.ts";
