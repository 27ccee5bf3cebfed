import { ModelKind, type ModelVersion, type MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import * as ngram from "@openledger/ngram";
import { assertDefined, type Sha256 } from "@openledger/primitives";
import * as retrieval from "@openledger/retrieval";

/** What a model is beside the rows that it is made from. */
export type ModelRecipe =
  | { readonly kind: "retrieval" }
  | { readonly kind: "ngram"; readonly recipe: ngram.NgramRecipe }
  | { readonly kind: "external"; readonly recipe: retrieval.ExternalRecipe };

/** What a message says about the artifact, and a sentence's part about it. */
export interface BuiltModel {
  readonly words: string;
  readonly message: Pick<MsgPublishModel, "kind" | "ruleVersion" | "artifactRoot"> & Partial<Pick<MsgPublishModel, "recipe" | "recipeHash">>;
}

/** Builds the artifact of a model over these rows. */
export function buildModel(model: ModelRecipe, rows: readonly ngram.NgramContribution[], sha256: Sha256): BuiltModel {
  if (model.kind === "ngram") return buildNgram(model.recipe, rows, sha256);
  const { header, root } = retrieval.buildArtifact(rows, sha256);
  if (model.kind === "external") return external(model.recipe, root, sha256);
  const message = { kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: retrieval.RULE_VERSION, artifactRoot: root };
  return { words: `a retrieval model of ${header.passages} passages`, message };
}

function buildNgram(recipe: ngram.NgramRecipe, rows: readonly ngram.NgramContribution[], sha256: Sha256): BuiltModel {
  const { counts, root } = ngram.buildNgramArtifact(rows, recipe, sha256);
  return {
    words: `an n-gram model of order ${ngram.orderOf(recipe)}, trained on ${ngram.tokenCount(counts)} tokens`,
    message: {
      ...{ kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: ngram.RULE_VERSION, artifactRoot: root },
      ...{ recipe: ngram.encodeRecipe(recipe), recipeHash: ngram.recipeHash(recipe, sha256) },
    },
  };
}

/** The artifact holds the passages that may be given to the upstream; what the upstream is, the host asserts. */
function external(recipe: retrieval.ExternalRecipe, root: Uint8Array, sha256: Sha256): BuiltModel {
  const { contextPassages, upstreamModel } = recipe;
  const bytes = retrieval.encodeExternalRecipe(recipe);
  return {
    words: `answers of the upstream model ${upstreamModel}, asserted by whoever hosts it, with ${contextPassages} passages as context`,
    message: {
      ...{ kind: ModelKind.MODEL_KIND_EXTERNAL, ruleVersion: retrieval.RULE_VERSION, artifactRoot: root },
      ...{ recipe: bytes, recipeHash: sha256(bytes) },
    },
  };
}

/** Kind and recipe of a published version, whose recipe the chain has checked. */
export function recipeOf({ kind, recipe }: Pick<ModelVersion, "kind" | "recipe">): ModelRecipe {
  if (kind === ModelKind.MODEL_KIND_NGRAM) return { kind: "ngram", recipe: ngram.decodeRecipe(recipe) };
  if (kind === ModelKind.MODEL_KIND_RETRIEVAL) return { kind: "retrieval" };
  return { kind: "external", recipe: assertDefined(retrieval.parseExternalRecipe(recipe), "a published recipe can be read") };
}
