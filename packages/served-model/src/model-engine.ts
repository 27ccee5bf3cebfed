import { tokenise, type Derivation, type HeldContribution } from "@openledger/attribution";
import type { ModelFacts, RuleFacts } from "@openledger/client";
import { NgramEvidence, type ArtifactLeaf } from "@openledger/messages/openledger/market/v1";
import * as ngram from "@openledger/ngram";
import { OperationalError } from "@openledger/ports";
import { fromHex, type Sha256 } from "@openledger/primitives";
import * as retrieval from "@openledger/retrieval";
import { externalEngine, type ExternalModel } from "./external-engine.ts";
import { retrievalEngine } from "./retrieval-engine.ts";

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

/** What a model says to a call. */
export interface EngineAnswer {
  readonly output: Uint8Array;
  /** For kinds whose openings show what the output was assembled from. */
  readonly derivation?: Derivation;
}

/**
 * A model rebuilt from rows: the same call gives the same bytes on every machine, or, for the kind `external`, the same
 * context for an upstream.
 */
export interface ModelEngine {
  /** Artifact root, 32 bytes. */
  readonly root: Uint8Array;
  /** For the kind `external`, whose `answer` throws OperationalError `ASSERTED`: others make their answers themselves. */
  readonly external?: ExternalModel;
  answer(call: EngineCall): EngineAnswer;
  /**
   * Encoded evidence that the model does not answer with this output, made of the passages that the claim names; undefined
   * when it does. `passages` are left out for kinds without.
   */
  refute(call: EngineCall, output: Uint8Array, passages?: readonly bigint[]): Uint8Array | undefined;
}

/** Contributions of the rows with their row trees, by global sequence; undefined for those that were let go of. */
export type HeldBySequence = (sequence: bigint) => HeldContribution | undefined;

interface Rows {
  readonly sequence: bigint;
  readonly documents: readonly Uint8Array[];
}

const TOKENS_DEFAULT = 128;

/** Builds the model of `rows` by its kind. Throws `RULE_VERSION` for a rule that this program does not have. */
export function buildEngine(
  model: ModelFacts,
  rows: readonly Rows[],
  rule: RuleFacts,
  sha256: Sha256,
  held: HeldBySequence,
): ModelEngine {
  const known = model.kind === "ngram" ? ngram.RULE_VERSION : retrieval.RULE_VERSION;
  if (model.ruleVersion !== known) {
    const message = `the model follows rule version ${model.ruleVersion} of ${model.kind}, this program ${known}`;
    throw new OperationalError("RULE_VERSION", message, { retryable: false });
  }
  if (model.kind === "external") return externalEngine(model, rows, sha256, held);
  return model.kind === "ngram" ? ngramEngine(model, rows, rule, sha256) : retrievalEngine(rows, sha256, held);
}

function ngramEngine(model: ModelFacts, rows: readonly Rows[], rule: RuleFacts, sha256: Sha256): ModelEngine {
  const artifact = ngram.buildNgramArtifact(rows, ngram.decodeRecipe(fromHex(model.recipe ?? "")), sha256);
  const requestOf = ({ messages, sessionId, nonce }: EngineCall): ngram.NgramRequest => ({
    seed: ngram.answerSeed(sha256, sessionId, nonce),
    prompt: ngram.promptOf(messages),
  });
  return {
    root: artifact.root,
    refute: (call, output) => wrongToken(artifact, requestOf(call), output, sha256),
    answer(call) {
      const request = requestOf(call);
      const { maxTokens } = call;
      const tokens = Math.min(maxTokens ?? TOKENS_DEFAULT, ngram.OUTPUT_TOKENS_MAX);
      return { output: wholeTokens(ngram.generate(artifact, request, tokens, sha256), rule.maxOutputBytes) };
    },
  };
}

/** Evidence for the first token that is not the draw's; a search of at most as many draws as the output has tokens. */
function wrongToken(
  artifact: ngram.NgramArtifact,
  request: ngram.NgramRequest,
  output: Uint8Array,
  sha256: Sha256,
): Uint8Array | undefined {
  const { root, recipe } = artifact;
  for (let position = 0; position < Math.max(1, tokenise(output).count); position++) {
    const evidence = ngram.openToken(artifact, request, output, position, sha256);
    const claim = { root, recipe, request, output, position };
    if (ngram.refuteToken(claim, evidence, sha256)) return encodeEvidence(position, evidence);
  }
  return undefined;
}

function encodeEvidence(position: number, { leafCount, entry, absence }: ngram.TokenEvidence): Uint8Array {
  const leaf = ({ index, leaf: bytes, aunts }: ngram.LeafOpening): ArtifactLeaf => ({
    ...{ index: BigInt(index), leaf: bytes, path: [...aunts] },
  });
  const neighbours =
    absence === undefined ? {} : { absentBefore: leaf(absence.before), absentAfter: leaf(absence.after) };
  return NgramEvidence.toBytes(
    NgramEvidence.create({ position, leafCount: BigInt(leafCount), entry: leaf(entry), ...neighbours }),
  );
}

/** The longest beginning of whole tokens, which is a shorter answer, that the chain takes. */
function wholeTokens(output: Uint8Array, bytesMax: number): Uint8Array {
  if (output.length <= bytesMax) return output;
  const end = tokenise(output).end.findLast((at) => at <= bytesMax) ?? 0;
  return output.subarray(0, end);
}
