export { buildNgramArtifact, commitToCounts, openLeaf, type LeafOpening, type NgramArtifact } from "./artifact.ts";
export { countNgrams, tokenCount, withoutContribution, type NgramCounts, type OrderCounts, type Range } from "./counts.ts";
export { answerSeed } from "./draw.ts";
export { NgramError, type NgramErrorCode } from "./errors.ts";
export { generate, type NgramModel, type NgramRequest } from "./generate.ts";
export { judgeToken, refuteToken, verifyToken, type TokenClaim, type TokenVerdict } from "./judge-token.ts";
export { createLeafReader, leafCount, parseEntry, type LeafReader, type NgramEntry } from "./leaves.ts";
export { outputOdds, type TokenOdds } from "./odds.ts";
export { openToken, type TokenEvidence } from "./open-token.ts";
export { promptOf, type PromptMessage } from "./output-text.ts";
export {
  checkRecipe,
  decodeRecipe,
  encodeRecipe,
  orderOf,
  parseRecipe,
  recipeHash,
  smoothedRecipe,
  type NgramRecipe,
} from "./recipe.ts";
export { ORDER_MAX, OUTPUT_TOKENS_MAX, RULE_VERSION, TRAINING_BYTES_MAX, WEIGHT_SUM } from "./rule.ts";
export { readTrainingText, type NgramContribution, type TrainingText } from "./training-text.ts";
export type { Vocabulary } from "./vocabulary.ts";
