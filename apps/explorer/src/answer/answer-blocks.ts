import type { AnswerSegment } from "./answer-segments.ts";

/** A part of one line with one span. */
export interface LinePiece extends AnswerSegment {
  readonly isFirstOfSpan: boolean;
}

export type AnswerLine = readonly LinePiece[];

/** Lines that are shown alike. Every character of the answer stays, markdown's own signs too, but for line ends. */
export interface AnswerBlock {
  readonly kind: "text" | "heading" | "code";
  readonly lines: readonly AnswerLine[];
}

/** A line that begins like this stands on its own: indented text, lists, quotes, tables, HTML. */
const OWN_LINE = /^(\s|[-*+>|<]|\d{1,9}[.)]\s)/;

/**
 * Groups an answer's lines into paragraphs, headings (`# ...` or a line that is wholly bold or in italics) and fenced
 * code. Empty lines outside code only separate blocks; the lines of a paragraph flow together.
 */
export function answerBlocks(segments: readonly AnswerSegment[]): AnswerBlock[] {
  const blocks: { kind: AnswerBlock["kind"]; lines: LinePiece[][] }[] = [];
  let fence = "";
  let isOpen = false;
  for (const line of linesOf(segments)) {
    const text = textOf(line);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1] ?? "";
    const opens = fence === "" && mark !== "";
    const closes = fence !== "" && mark.startsWith(fence) && text.trim() === mark;
    const kind = fence !== "" || opens ? "code" : isHeading(text) ? "heading" : "text";
    const last = isOpen ? blocks.at(-1) : undefined;
    if (kind === "text" && text.trim() === "") isOpen = false;
    else if (last === undefined || last.kind !== kind || kind === "heading" || opens) {
      blocks.push({ kind, lines: [line] });
      isOpen = true;
    } else if (kind === "text") flowInto(last.lines, line);
    else last.lines.push(line);
    if (opens) fence = mark;
    else if (closes) {
      fence = "";
      isOpen = false;
    }
  }
  return blocks;
}

function flowInto(lines: LinePiece[][], line: LinePiece[]): void {
  const before = lines.at(-1);
  if (before === undefined || OWN_LINE.test(textOf(line)) || textOf(before).endsWith("  ")) {
    lines.push(line);
    return;
  }
  const left = before.at(-1)?.span;
  const span = left === line[0]?.span ? left : undefined;
  before.push({ text: " ", span, isFirstOfSpan: false }, ...line);
}

function textOf(line: AnswerLine): string {
  return line.map((piece) => piece.text).join("");
}

function isHeading(text: string): boolean {
  return /^#{1,6} /.test(text) || /^\*\*[^*]+\*\*$/.test(text.trim()) || /^\*[^*]+\*$/.test(text.trim());
}

function linesOf(segments: readonly AnswerSegment[]): LinePiece[][] {
  const lines: LinePiece[][] = [[]];
  const seen = new Set<number>();
  for (const { text, span } of segments) {
    text.split("\n").forEach((part, i) => {
      if (i > 0) lines.push([]);
      const line = lines.at(-1);
      // Indentation keeps its place but takes no colour.
      const indent = line?.length === 0 ? (/^[ \t]+/.exec(part)?.[0] ?? "") : "";
      if (indent !== "") line?.push({ text: indent, span: undefined, isFirstOfSpan: false });
      const rest = part.slice(indent.length);
      if (rest === "") return;
      const isFirstOfSpan = span !== undefined && !seen.has(span);
      if (span !== undefined) seen.add(span);
      line?.push({ text: rest, span, isFirstOfSpan });
    });
  }
  return lines;
}
