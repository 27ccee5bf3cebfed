/** Bytes of an answer from `start` up to, without, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A piece of the answer's text. `span` is the number of the claim's span that covers it; whitespace between may have none. */
export interface AnswerSegment {
  readonly text: string;
  readonly span: number | undefined;
}

/**
 * Cuts an answer into text pieces along a claim's spans. The pieces in order are the whole output: nothing is lost or
 * doubled, and no cut falls inside a UTF-8 character (a cut that would, moves behind the character).
 * Whitespace between two spans belongs to neither, unless `joins` says that both are of one owner.
 * Throws RangeError when a span lies outside the output or begins before the one that precedes it ends.
 */
export function answerSegments(
  output: Uint8Array,
  spans: readonly ByteRange[],
  joins: (before: number, after: number) => boolean,
): AnswerSegment[] {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const segments: AnswerSegment[] = [];
  let at = 0;
  let endBefore = 0;
  const pushTo = (byteEnd: number, span: number | undefined): void => {
    const end = afterCharacter(output, byteEnd);
    if (end <= at) return;
    segments.push({ text: decoder.decode(output.subarray(at, end)), span });
    at = end;
  };
  spans.forEach(({ start, end }, i) => {
    if (end < start || end > output.length) throw new RangeError(`span ${i} lies outside the answer's ${output.length} bytes`);
    if (start < endBefore) throw new RangeError(`span ${i} begins before the end of the one before it`);
    endBefore = end;
    pushTo(start, i > 0 && joins(i - 1, i) ? i - 1 : undefined);
    pushTo(end, i);
  });
  pushTo(output.length, undefined);
  return segments;
}

/** The first offset at or behind `offset` where a UTF-8 character begins. */
function afterCharacter(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (at < bytes.length && at - offset < 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
  return at;
}
