import { tokenise } from "@openledger/attribution";
import { fromUtf8, toUtf8 } from "@openledger/primitives";

/** Takes an answer piece by piece and cuts it where it would be longer than it may be. */
export interface OutputLimit {
  /** What was let through. */
  readonly text: string;
  /** Nothing more is let through. */
  readonly isFull: boolean;
  /** Takes the next piece of well-formed text and returns the part of it that fits. */
  take(piece: string): string;
}

/** At most so many bytes of UTF-8 and so many tokens, of which the last is a whole one. */
export function createOutputLimit({ bytes, tokens }: { readonly bytes: number; readonly tokens: number }): OutputLimit {
  let text = "";
  let size = 0;
  let isFull = false;
  // A byte adds a token at most, so nothing has to be counted before.
  let countAt = tokens;
  const cut = (piece: string): string => {
    const all = toUtf8(text + piece);
    const ends = tokenise(all).end;
    const { length } = ends;
    if (all.length <= bytes && length <= tokens) {
      countAt = all.length + (tokens - length);
      return piece;
    }
    isFull = true;
    const end = [...ends.slice(0, tokens)].findLast((at) => at <= bytes) ?? 0;
    return fromUtf8(all.subarray(0, end)).slice(text.length);
  };
  return {
    get text() {
      return text;
    },
    get isFull() {
      return isFull;
    },
    take(piece) {
      if (isFull) return "";
      const next = size + toUtf8(piece).length;
      const fits = next <= bytes && next <= countAt ? piece : cut(piece);
      text += fits;
      size = isFull ? size : next;
      return fits;
    },
  };
}
