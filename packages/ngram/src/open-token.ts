import { tokenise, type TokenList } from "@openledger/attribution";
import { assert, compareBytes, toUtf8, type Sha256 } from "@openledger/primitives";
import { openLeaf, type LeafOpening, type NgramArtifact } from "./artifact.ts";
import { firstIndex } from "./counts.ts";
import { contextLengthOfDraw, drawAt } from "./draw.ts";
import { drawPlace, type NgramRequest } from "./generate.ts";
import { contextPrefix, createLeafReader, entryHolding, leafIndexOf } from "./leaves.ts";
import { lastWords } from "./output-text.ts";

/**
 * What decides one output token: the entry whose range holds the draw and, where a longer context was drawn that the
 * training text never goes on from, the two neighbouring leaves between which its entries would stand.
 */
export interface TokenEvidence {
  readonly leafCount: number;
  readonly entry: LeafOpening;
  readonly absence?: { readonly before: LeafOpening; readonly after: LeafOpening };
}

/**
 * Opens what decides token `position` of `output`, right or wrong, after the output's own tokens before it. `position`
 * is 0 to the number of the output's tokens - 1 (0 for an output without tokens).
 */
export function openToken(
  artifact: NgramArtifact,
  request: NgramRequest,
  output: Uint8Array,
  position: number,
  sha256: Sha256,
): TokenEvidence {
  const history = historyBefore(request.prompt, output, tokenise(output), position);
  const draw = drawAt(sha256, request.seed, position);
  const place = drawPlace(artifact, history, draw);
  const entry = leafIndexOf(artifact.counts, entryHolding(artifact.counts, place.length, place.index));
  const wanted = Math.min(history.length, contextLengthOfDraw(draw.order, artifact.recipe));
  const evidence = { leafCount: artifact.leafCount, entry: openLeaf(artifact, entry, sha256) };
  if (wanted < place.length) return evidence;
  return { ...evidence, absence: openAbsence(artifact, history.slice(history.length - place.length), sha256) };
}

/** The words before token `position` of `output` (whose tokens are `tokens`), at most 4: of the output, then of the prompt. */
export function historyBefore(prompt: string, output: Uint8Array, tokens: TokenList, position: number): Uint8Array[] {
  assert(position >= 0 && position <= tokens.count, `the output has no token ${position}`);
  const own = lastWords(output, tokens, position);
  if (own.length < position) return own;
  return [...lastWords(toUtf8(prompt)), ...own].slice(-4);
}

function openAbsence(
  artifact: NgramArtifact,
  context: readonly Uint8Array[],
  sha256: Sha256,
): { readonly before: LeafOpening; readonly after: LeafOpening } {
  const reader = createLeafReader(artifact.counts, artifact.recipe);
  const prefix = contextPrefix(context);
  const after = firstIndex(artifact.leafCount, (index) => compareBytes(reader.read(index), prefix) >= 0);
  return { before: openLeaf(artifact, after - 1, sha256), after: openLeaf(artifact, after, sha256) };
}
