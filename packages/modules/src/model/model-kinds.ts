import { equalBytes } from "@openledger/primitives";
import { Use } from "@openledger/messages/openledger/datanet/v1";
import { ModelKind, type MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { parseRecipe, RULE_VERSION } from "@openledger/ngram";
import { ANSWER_PASSAGES_MAX, parseExternalRecipe, RULE_VERSION as RETRIEVAL_RULE_VERSION } from "@openledger/retrieval";
import type { Context } from "@openledger/state-machine";
import type { MessageChecks } from "../support/message-checks.ts";
import { malformedMessage, unknownKind } from "./errors.ts";

/** What a datanet's licence must allow for a model of some kind. */
export interface ModelUse {
  readonly value: Use;
  readonly name: string;
}

/** Name of a kind in events; the kinds of stored versions are known ones. */
export function kindName(kind: ModelKind): "retrieval" | "ngram" | "external" {
  if (kind === ModelKind.MODEL_KIND_EXTERNAL) return "external";
  return kind === ModelKind.MODEL_KIND_NGRAM ? "ngram" : "retrieval";
}

/**
 * The licence's use that a model needs: passages are retrieved, also as context of an external model; n-gram models are
 * trained, and an external one without context is said to have been.
 */
export function useOf({ kind, recipe }: Pick<MsgPublishModel, "kind" | "recipe">): ModelUse {
  const isExternal = kind === ModelKind.MODEL_KIND_EXTERNAL;
  const isTrained = isExternal ? parseExternalRecipe(recipe)?.contextPassages === 0 : kind === ModelKind.MODEL_KIND_NGRAM;
  return isTrained ? { value: Use.USE_TRAIN, name: "train" } : { value: Use.USE_RETRIEVE, name: "retrieve" };
}

/** Kind, rule version, artifact and recipe of a message, as far as they say something by themselves. */
export function checkKind(checks: MessageChecks, msg: MsgPublishModel): void {
  checks.bytesOrEmpty("recipe_hash", msg.recipeHash, 32);
  if (msg.kind === ModelKind.MODEL_KIND_RETRIEVAL) {
    checks.range("rule_version", msg.ruleVersion, RETRIEVAL_RULE_VERSION, RETRIEVAL_RULE_VERSION);
    checks.bytesOrEmpty("recipe of a retrieval model", msg.recipe, 0);
  } else if (msg.kind === ModelKind.MODEL_KIND_NGRAM) {
    checks.range("rule_version", msg.ruleVersion, RULE_VERSION, RULE_VERSION);
    checks.bytes("recipe_hash", msg.recipeHash, 32);
    const wanted = "recipe must be 01, the order (1 to 5) and a u16 per weight; they sum to 10000 and the last is above 0";
    checks.require(parseRecipe(msg.recipe) !== undefined, wanted);
  } else if (msg.kind === ModelKind.MODEL_KIND_EXTERNAL) {
    checks.range("rule_version", msg.ruleVersion, RETRIEVAL_RULE_VERSION, RETRIEVAL_RULE_VERSION);
    checks.bytes("recipe_hash", msg.recipeHash, 32);
    const wanted = `recipe must be 01, the number of context passages (0 to ${ANSWER_PASSAGES_MAX}) and the upstream's model name, 1 to 128 bytes`;
    checks.require(parseExternalRecipe(msg.recipe) !== undefined, wanted);
  } else {
    throw unknownKind(`kind ${msg.kind}`);
  }
}

/** A recipe is what its hash says. */
export function checkRecipeHash(ctx: Context, { kind, recipe, recipeHash }: MsgPublishModel): void {
  if (kind === ModelKind.MODEL_KIND_RETRIEVAL || equalBytes(ctx.crypto.sha256(recipe), recipeHash)) return;
  throw malformedMessage("recipe_hash must be the sha256 of recipe");
}
