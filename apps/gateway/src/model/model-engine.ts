import { tokenise } from "@openledger/attribution";
import type { ModelFacts, RuleFacts } from "@openledger/client";
import * as ngram from "@openledger/ngram";
import { OperationalError } from "@openledger/ports";
import { fromHex, type Sha256 } from "@openledger/primitives";
import * as retrieval from "@openledger/retrieval";

/** What an answer follows from, besides the model. */
export interface EngineCall {
  readonly messages: readonly { readonly role: string; readonly text: string }[];
  readonly sessionId: bigint;
  readonly nonce: bigint;
  /** For kinds whose answers have no end of their own; 128 when it is left out. */
  readonly maxTokens?: number;
  /** Passages that were revoked when the session opened; kinds that cite none have nothing to leave out. */
  readonly isLeftOut?: retrieval.LeftOut;
}

/** A model rebuilt from rows: the same call gives the same bytes on every machine. */
export interface ModelEngine {
  /** Artifact root, 32 bytes. */
  readonly root: Uint8Array;
  answer(call: EngineCall): Uint8Array;
}

interface Rows {
  readonly sequence: bigint;
  readonly documents: readonly Uint8Array[];
}

const TOKENS_DEFAULT = 128;

/** Builds the model of `rows` by its kind. Throws `RULE_VERSION` for a rule that this gateway does not have. */
export function buildEngine(model: ModelFacts, rows: readonly Rows[], rule: RuleFacts, sha256: Sha256): ModelEngine {
  const known = model.kind === "ngram" ? ngram.RULE_VERSION : retrieval.RULE_VERSION;
  if (model.ruleVersion !== known) {
    const message = `the model follows rule version ${model.ruleVersion} of ${model.kind}, this gateway ${known}`;
    throw new OperationalError("RULE_VERSION", message, { retryable: false });
  }
  return model.kind === "ngram" ? ngramEngine(model, rows, rule, sha256) : retrievalEngine(rows, sha256);
}

function retrievalEngine(rows: readonly Rows[], sha256: Sha256): ModelEngine {
  const artifact = retrieval.buildArtifact(rows, sha256);
  return {
    root: artifact.root,
    answer: ({ messages, isLeftOut }) => retrieval.answer(artifact, retrieval.questionOf(messages), isLeftOut).bytes,
  };
}

function ngramEngine(model: ModelFacts, rows: readonly Rows[], rule: RuleFacts, sha256: Sha256): ModelEngine {
  const artifact = ngram.buildNgramArtifact(rows, ngram.decodeRecipe(fromHex(model.recipe ?? "")), sha256);
  return {
    root: artifact.root,
    answer({ messages, sessionId, nonce, maxTokens }) {
      const request = { seed: ngram.answerSeed(sha256, sessionId, nonce), prompt: ngram.promptOf(messages) };
      const tokens = Math.min(maxTokens ?? TOKENS_DEFAULT, ngram.OUTPUT_TOKENS_MAX);
      return wholeTokens(ngram.generate(artifact, request, tokens, sha256), rule.maxOutputBytes);
    },
  };
}

/** The longest beginning of whole tokens, which is a shorter answer, that the chain takes. */
function wholeTokens(output: Uint8Array, bytesMax: number): Uint8Array {
  if (output.length <= bytesMax) return output;
  const end = tokenise(output).end.findLast((at) => at <= bytesMax) ?? 0;
  return output.subarray(0, end);
}
