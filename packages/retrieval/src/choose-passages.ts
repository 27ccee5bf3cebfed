import type { ByteText } from "./byte-text.ts";
import { ANSWER_PASSAGE_BYTES_MAX, ANSWER_PASSAGES_MAX } from "./rule.ts";

/** A passage that may be cited. */
export interface Candidate {
  /** Its number in the artifact. */
  readonly number: number;
  /** Global sequence of its contribution. */
  readonly sequence: bigint;
  /** Q8, 0 and more. */
  readonly score: number;
  /** Bytes of its text. */
  readonly size: number;
  text(): ByteText;
}

/**
 * The best passage and at most two more that come near it and fit; ties go to the lowest number. `candidates` ascend by
 * number. What is not chosen decides nothing, so the rule gives the same passages among any candidates that hold them.
 */
export function choosePassages<C extends Candidate>(candidates: readonly C[]): C[] {
  let best: C | undefined;
  for (const candidate of candidates) if (candidate.score > (best?.score ?? 0)) best = candidate;
  if (best === undefined) return [];
  const { score: top, sequence } = best;
  const near = candidates.filter(({ score, sequence: own }) =>
    own === sequence ? score * 4 >= top * 3 : score * 16 >= top * 15,
  );
  near.sort((a, b) => b.score - a.score || a.number - b.number);
  const chosen: C[] = [];
  const texts = new Set<ByteText>();
  let room = ANSWER_PASSAGE_BYTES_MAX;
  for (const candidate of near) {
    if (chosen.length === ANSWER_PASSAGES_MAX) break;
    if (candidate.size > room) continue;
    const text = candidate.text();
    if (texts.has(text)) continue;
    texts.add(text);
    chosen.push(candidate);
    room -= text.length;
  }
  return chosen;
}
