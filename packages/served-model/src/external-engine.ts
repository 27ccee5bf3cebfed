import type { Derivation } from "@openledger/attribution";
import type { ModelFacts } from "@openledger/client";
import { OperationalError } from "@openledger/ports";
import { assertDefined, fromHex, type Sha256 } from "@openledger/primitives";
import {
  answer,
  buildArtifact,
  derivationOf,
  parseExternalRecipe,
  questionOf,
  type ExternalRecipe,
  type RetrievalArtifact,
  type RetrievalContribution,
} from "@openledger/retrieval";
import type { EngineCall, HeldBySequence, ModelEngine } from "./model-engine.ts";

/** What an upstream is given beside the buyer's messages. */
export interface ExternalContext {
  /** Texts of the passages, the best one first; none when the recipe asks for none or nothing fits the question. */
  readonly passages: readonly Uint8Array[];
  /** Opens the passages in the receipt; absent for recipes without context. */
  readonly derivation?: Derivation;
}

/** The part of an external model that is not the upstream's: which passages it is given. */
export interface ExternalModel {
  readonly recipe: ExternalRecipe;
  /** The passages that retrieval chooses for the question, as many as the recipe says. */
  context(call: EngineCall): ExternalContext;
}

/**
 * The engine of the kind `external` over these rows: it knows the context of an answer and no answer, so `answer` throws
 * OperationalError `ASSERTED`, and no output is refuted.
 */
export function externalEngine(
  model: ModelFacts,
  rows: readonly RetrievalContribution[],
  sha256: Sha256,
  held: HeldBySequence,
): ModelEngine {
  const artifact = buildArtifact(rows, sha256);
  const recipe = assertDefined(parseExternalRecipe(fromHex(model.recipe ?? "")), "the chain takes external models with a recipe");
  return {
    root: artifact.root,
    external: { recipe, context: (call) => contextOf(artifact, recipe.contextPassages, call, held) },
    refute: () => undefined,
    answer() {
      const message = `answers of ${recipe.upstreamModel} are asserted by whoever hosts it; ask an upstream`;
      throw new OperationalError("ASSERTED", message, { retryable: false });
    },
  };
}

function contextOf(
  artifact: RetrievalArtifact,
  most: number,
  { messages, isLeftOut }: EngineCall,
  held: HeldBySequence,
): ExternalContext {
  if (most === 0) return { passages: [] };
  const cited = answer(artifact, questionOf(messages), isLeftOut).passages.slice(0, most);
  const derived = derivationOf(artifact, cited.map(({ passage }) => passage));
  const found = derived.places.map(({ sequence, document, start, end }) => {
    const source = assertDefined(held(sequence), "cited contributions are held");
    const { datanetId, seq } = source.leaf;
    const bytes = assertDefined(source.documents[document], "a cited document is held").subarray(start, end);
    return { bytes, place: { contribution: { datanetId, seq }, document, start, end } };
  });
  const { passages, proof } = derived;
  return {
    passages: found.map(({ bytes }) => bytes),
    derivation: { passages, places: found.map(({ place }) => place), proof },
  };
}
