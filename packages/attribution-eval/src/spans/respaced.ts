import { tokenise } from "@openledger/attribution";
import { concatBytes, toUtf8 } from "@openledger/primitives";
import { ownerOfTokens, type Corpus } from "../corpus.ts";
import type { Random } from "../random.ts";
import { meanOf } from "../statistics/interval.ts";

/** How the whitespace of outputs is changed. */
export type Respacing = "wrapped at 40 columns" | "any whitespace between words" | "spaces around punctuation";

/** Paid share of outputs and of the same outputs with other whitespace. */
export interface RespacedResult {
  readonly respacing: Respacing;
  readonly original: number;
  readonly respaced: number;
  /** Tokens of all outputs whose owner is another than before, by 10,000 tokens. */
  readonly movedPerTenThousand: number;
}

export const RESPACINGS: readonly Respacing[] = [
  "wrapped at 40 columns",
  "any whitespace between words",
  "spaces around punctuation",
];
const SPACES = [" ", "\n", "  ", "\t", "\n\n", " \n    "].map(toUtf8);

/** Attributes every output as it is and with other whitespace. */
export function measureRespaced(corpus: Corpus, outputs: readonly Uint8Array[], respacing: Respacing, random: Random): RespacedResult {
  const pairs = outputs.map((output) => {
    const before = ownerOfTokens(corpus.attribute(output));
    const after = ownerOfTokens(corpus.attribute(respace(output, respacing, random)));
    return { before, after };
  });
  const paid = (owners: Int32Array): number => owners.filter((owner) => owner >= 0).length / Math.max(1, owners.length);
  const tokens = pairs.reduce((sum, { before }) => sum + before.length, 0);
  const moved = pairs.reduce((sum, { before, after }) => sum + before.filter((owner, at) => owner !== after[at]).length, 0);
  return {
    respacing,
    original: meanOf(pairs.map(({ before }) => paid(before))),
    respaced: meanOf(pairs.map(({ after }) => paid(after))),
    movedPerTenThousand: (10_000 * moved) / Math.max(1, tokens),
  };
}

/** The same tokens with other whitespace between them. */
export function respace(output: Uint8Array, respacing: Respacing, random: Random): Uint8Array {
  const list = tokenise(output);
  const parts: Uint8Array[] = [];
  let column = 0;
  for (let i = 0; i < list.count; i++) {
    const token = output.subarray(list.start[i], list.end[i]);
    const isGlued = i > 0 && list.start[i] === list.end[i - 1];
    if (i > 0 && (!isGlued || respacing === "spaces around punctuation")) {
      const isFull = respacing === "wrapped at 40 columns" && column + token.length > 40;
      const space = respacing === "any whitespace between words" ? random.pick(SPACES) : toUtf8(isFull ? "\n" : " ");
      if (isFull) column = 0;
      parts.push(space);
    }
    column += token.length + 1;
    parts.push(token);
  }
  return concatBytes(...parts);
}
