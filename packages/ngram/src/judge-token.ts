import { tokenise, type TokenList } from "@openledger/attribution";
import {
  compareBytes,
  concatBytes,
  equalBytes,
  leafHash,
  merkleRootFromProof,
  sizedRoot,
  startsWith,
  type Sha256,
} from "@openledger/primitives";
import type { LeafOpening } from "./artifact.ts";
import { contextLengthOfDraw, drawAt, indexOfDraw } from "./draw.ts";
import type { NgramRequest } from "./generate.ts";
import { contextPrefix, parseEntry, type NgramEntry } from "./leaves.ts";
import { historyBefore, type TokenEvidence } from "./open-token.ts";
import { gapBefore } from "./output-text.ts";
import type { NgramRecipe } from "./recipe.ts";

/** One token of an answer, and everything public that it follows from. */
export interface TokenClaim {
  /** Artifact root of the model version, 32 bytes. */
  readonly root: Uint8Array;
  /** Recipe of the model version. */
  readonly recipe: NgramRecipe;
  readonly request: NgramRequest;
  readonly output: Uint8Array;
  /** 0 to the number of the output's tokens - 1; 0 for an output without tokens. */
  readonly position: number;
}

/** What evidence shows: that the token is `right` or `wrong`, else why it shows nothing. */
export type TokenVerdict =
  | "right"
  | "wrong"
  | "no_such_token"
  | "not_under_root"
  | "no_entry"
  | "other_context"
  | "draw_elsewhere"
  | "absence_not_shown";

/** True when `evidence` shows that the token is the one that the draw falls on. Pure, never throws for bad evidence. */
export function verifyToken(claim: TokenClaim, evidence: TokenEvidence, sha256: Sha256): boolean {
  return judgeToken(claim, evidence, sha256) === "right";
}

/**
 * True when `evidence` shows that the draw falls on another token, or that the whitespace before the token is another,
 * or that the output goes on with whitespace after its last token. No evidence does so for an honest answer.
 */
export function refuteToken(claim: TokenClaim, evidence: TokenEvidence, sha256: Sha256): boolean {
  return judgeToken(claim, evidence, sha256) === "wrong";
}

/** Judges one token by the leaves that `evidence` opens. */
export function judgeToken(claim: TokenClaim, evidence: TokenEvidence, sha256: Sha256): TokenVerdict {
  const { root, recipe, request, output, position } = claim;
  const tokens = tokenise(output);
  const isToken = Number.isSafeInteger(position) && position >= 0 && position < Math.max(1, tokens.count);
  if (!isToken || output.length === 0) return "no_such_token";
  const { entry: opened, absence, leafCount } = evidence;
  const openings = absence === undefined ? [opened] : [opened, absence.before, absence.after];
  if (!openings.every((opening) => isUnderRoot(opening, leafCount, root, sha256))) return "not_under_root";
  const entry = parseEntry(opened.leaf);
  if (entry === undefined) return "no_entry";
  const history = historyBefore(request.prompt, output, tokens, position);
  const draw = drawAt(sha256, request.seed, position);
  const wanted = Math.min(history.length, contextLengthOfDraw(draw.order, recipe));
  if (!hasContext(entry, history, wanted)) return "other_context";
  if (!holdsDraw(entry, draw.token)) return "draw_elsewhere";
  const length = entry.context.length;
  if (length < wanted && !isAbsent(history.slice(history.length - length - 1), absence)) return "absence_not_shown";
  return equalBytes(writtenBytes(claim, tokens), expectedBytes(claim, tokens, entry)) ? "right" : "wrong";
}

function isUnderRoot({ index, leaf, aunts }: LeafOpening, total: number, root: Uint8Array, sha256: Sha256): boolean {
  const computed = merkleRootFromProof(sha256, { total, index, leafHash: leafHash(sha256, leaf), aunts });
  return computed !== undefined && equalBytes(sizedRoot(sha256, BigInt(total), computed), root);
}

/** Whether the entry's context is the last words of the history, at most `longest` of them. */
function hasContext({ context }: NgramEntry, history: readonly Uint8Array[], longest: number): boolean {
  if (context.length > longest) return false;
  const words = history.slice(history.length - context.length);
  return context.every((word, i) => equalBytes(word, words[i] as Uint8Array));
}

function holdsDraw({ count, before, total }: NgramEntry, draw: bigint): boolean {
  if (total < 1) return false;
  const index = indexOfDraw(draw, total);
  return index >= before && index < before + count;
}

/** Whether two neighbouring leaves leave no room for an entry of `context`; then no longer one exists either. */
function isAbsent(context: readonly Uint8Array[], absence: TokenEvidence["absence"]): boolean {
  if (absence === undefined || absence.after.index !== absence.before.index + 1) return false;
  const prefix = contextPrefix(context);
  const isBefore = compareBytes(absence.before.leaf, prefix) < 0;
  return isBefore && compareBytes(absence.after.leaf, prefix) > 0 && !startsWith(absence.after.leaf, prefix);
}

/** Bytes of the output from the end of the token before to the end of this one; of the last token, to the very end. */
function writtenBytes({ output, position }: TokenClaim, tokens: TokenList): Uint8Array {
  const from = position === 0 ? 0 : (tokens.end[position - 1] as number);
  return output.subarray(from, position + 1 < tokens.count ? tokens.end[position] : output.length);
}

function expectedBytes({ output, position }: TokenClaim, tokens: TokenList, { gap, token }: NgramEntry): Uint8Array {
  const to = position === 0 ? 0 : (tokens.end[position - 1] as number);
  let first = position;
  while (first > 0 && (first === position || tokens.end[first - 1] === tokens.start[first])) first--;
  const segment = output.subarray(position === 0 ? 0 : tokens.start[first], to);
  return concatBytes(gapBefore(segment, gap, token, position === 0), token);
}
