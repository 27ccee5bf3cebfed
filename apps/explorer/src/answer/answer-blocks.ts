import type { AnswerSegment } from "./answer-segments.ts";

/** A part of one line with one span. */
export interface LinePiece extends AnswerSegment {
  readonly isFirstOfSpan: boolean;
}

export type AnswerLine = readonly LinePiece[];

/** Lines that are shown alike. Every character of the answer stays, markdown's own signs too. */
export interface AnswerBlock {
  readonly kind: "text" | "heading" | "code";
  readonly lines: readonly AnswerLine[];
}

/**
 * Groups an answer's lines into paragraphs, headings (`# ...` or a line that is wholly bold or in italics) and fenced
 * code. Empty lines outside code only separate blocks.
 */
export function answerBlocks(segments: readonly AnswerSegment[]): AnswerBlock[] {
  const blocks: { kind: AnswerBlock["kind"]; lines: AnswerLine[] }[] = [];
  let fence = "";
  let isOpen = false;
  for (const line of linesOf(segments)) {
    const text = line.map((piece) => piece.text).join("");
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1] ?? "";
    const isFenceLine = fence === "" ? mark !== "" : mark.startsWith(fence) && text.trim() === mark;
    const kind = fence !== "" || isFenceLine ? "code" : isHeading(text) ? "heading" : "text";
    const last = blocks.at(-1);
    if (kind === "text" && text.trim() === "") isOpen = false;
    else if (isOpen && last?.kind === kind && kind !== "heading" && !(isFenceLine && fence === "")) last.lines.push(line);
    else {
      blocks.push({ kind, lines: [line] });
      isOpen = true;
    }
    if (isFenceLine) fence = fence === "" ? mark : "";
  }
  return blocks;
}

function isHeading(text: string): boolean {
  return /^#{1,6} /.test(text) || /^\*\*[^*]+\*\*$/.test(text.trim()) || /^\*[^*]+\*$/.test(text.trim());
}

function linesOf(segments: readonly AnswerSegment[]): AnswerLine[] {
  const lines: LinePiece[][] = [[]];
  const seen = new Set<number>();
  for (const { text, span } of segments) {
    text.split("\n").forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part === "") return;
      const isFirstOfSpan = span !== undefined && !seen.has(span);
      if (span !== undefined) seen.add(span);
      lines.at(-1)?.push({ text: part, span, isFirstOfSpan });
    });
  }
  return lines;
}
