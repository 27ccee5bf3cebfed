import { assertDefined } from "@openledger/primitives";
import { characterStart, isAsciiSpace, trimAscii, type ByteText } from "./byte-text.ts";
import { fenceRun, fenceStates, type FenceState } from "./fences.ts";
import { readFrontMatter, type FrontMatter } from "./front-matter.ts";
import { splitLines, type Line } from "./lines.ts";
import { PASSAGE_BYTES_MAX, PIECE_BYTES_MIN } from "./rule.ts";
import { findSections, type Section } from "./sections.ts";

/** A piece of a document that an answer can cite: the bytes `start..end`. */
export interface Passage {
  readonly start: number;
  readonly end: number;
  /** Where its text begins after its own heading lines, which only the first piece of a section holds. */
  readonly bodyStart: number;
  /** Own heading without markup, "" when there is none. */
  readonly heading: ByteText;
  /** Headings above, outermost first. */
  readonly ancestors: readonly ByteText[];
  /** True when part of it lies in a code fence. */
  readonly hasCode: boolean;
  /** The fence line it lies in when a long fence was split before it, else "". */
  readonly openFence: ByteText;
  /** The fence run that ends it when a long fence is split after it, else "". */
  readonly closeFence: ByteText;
}

/** A document cut into passages. */
export interface PassagedDocument {
  readonly front: FrontMatter;
  readonly passages: readonly Passage[];
}

interface Scan {
  readonly text: ByteText;
  readonly lines: readonly Line[];
  readonly fences: readonly FenceState[];
  /** Per line, the line that opens the fence it lies in; -1 outside. */
  readonly openings: readonly number[];
}

const FENCE_LINE_BYTES_MAX = 80;

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Cuts a document into passages of 1..1,200 bytes, in order, in time linear in its length. */
export function passagesOf(text: ByteText): PassagedDocument {
  const front = readFrontMatter(text);
  const lines = splitLines(text, front.end);
  const fences = fenceStates(text, lines);
  const scan: Scan = { text, lines, fences, openings: openingLines(fences) };
  const passages: Passage[] = [];
  for (const section of findSections(text, lines, fences, front.title)) {
    let line = section.firstLine;
    const bodyStart = lines[section.bodyLine]?.start ?? text.length;
    for (const piece of piecesOf(scan, section)) {
      while (lineOf(scan, line).next <= piece.start) line++;
      const passage = passageOf(scan, section, piece, line, bodyStart);
      if (passage !== undefined) passages.push(passage);
    }
  }
  return { front, passages };
}

function passageOf(
  scan: Scan,
  section: Section,
  piece: Piece,
  firstLine: number,
  bodyStart: number,
): Passage | undefined {
  if (piece.end <= bodyStart) return undefined;
  let hasCode = false;
  let last = firstLine;
  for (let line = firstLine; line < scan.lines.length && lineOf(scan, line).start < piece.end; line++) {
    hasCode ||= scan.fences[line] !== "outside";
    last = line;
  }
  const openFence = scan.fences[firstLine] === "inside" ? openingFenceLine(scan, firstLine) : "";
  return {
    start: piece.start,
    end: piece.end,
    bodyStart: Math.max(piece.start, bodyStart),
    heading: section.heading,
    ancestors: section.ancestors,
    hasCode,
    openFence,
    closeFence: isFenceOpenAfter(scan, last) ? fenceRun(openingFenceLine(scan, last)) : "",
  };
}

/** The section's text in pieces of at most PASSAGE_BYTES_MAX bytes, without white space around them. */
function* piecesOf(scan: Scan, section: Section): Generator<Piece> {
  const end = trimmedEnd(scan.text, lineOf(scan, section.lineEnd - 1).end);
  let start = firstText(scan, section.firstLine, end);
  let line = section.firstLine;
  while (end - start > PASSAGE_BYTES_MAX) {
    while (lineOf(scan, line).next <= start) line++;
    const cut = cutAfter(scan, start, line);
    const pieceEnd = trimmedEnd(scan.text, cut);
    if (pieceEnd > start) yield { start, end: pieceEnd };
    start = skipSpace(scan.text, cut, end);
  }
  if (end > start) yield { start, end };
}

/** Where to cut a text that begins at `start` in line `line`: blank line, line end, sentence end, character. */
function cutAfter(scan: Scan, start: number, line: number): number {
  const least = start + PIECE_BYTES_MIN;
  const most = start + PASSAGE_BYTES_MAX;
  let blankCut = 0;
  let lineCut = 0;
  for (let index = line; index < scan.lines.length; index++) {
    const { end, isBlank } = lineOf(scan, index);
    if (end > most) break;
    if (end < least) continue;
    lineCut = end;
    if (isBlank && scan.fences[index] === "outside") blankCut = end;
  }
  if (blankCut > 0) return blankCut;
  if (lineCut > 0) return lineCut;
  for (let at = most; at > least; at--) {
    if (isAsciiSpace(scan.text.charCodeAt(at)) && /[.!?]/.test(scan.text.charAt(at - 1))) return at;
  }
  for (let at = most; at > least; at--) if (isAsciiSpace(scan.text.charCodeAt(at))) return at;
  return characterStart(scan.text, most);
}

function isFenceOpenAfter(scan: Scan, line: number): boolean {
  const next = scan.fences[line + 1];
  if (scan.fences[line] === "inside") return true;
  // An edge line opens a fence exactly when the next line lies inside it.
  return scan.fences[line] === "edge" && next === "inside";
}

function openingFenceLine(scan: Scan, inside: number): ByteText {
  const { start, end } = lineOf(scan, assertDefined(scan.openings[inside], "line in range"));
  const most = start + FENCE_LINE_BYTES_MAX;
  return trimAscii(scan.text.slice(start, end <= most ? end : characterStart(scan.text, most)));
}

function openingLines(fences: readonly FenceState[]): number[] {
  const openings: number[] = [];
  let opening = -1;
  fences.forEach((state, line) => {
    if (state !== "inside") opening = state === "edge" ? line : -1;
    openings.push(opening);
  });
  return openings;
}

function firstText(scan: Scan, firstLine: number, end: number): number {
  let line = firstLine;
  while (line < scan.lines.length && lineOf(scan, line).isBlank) line++;
  return Math.min(scan.lines[line]?.start ?? end, end);
}

function trimmedEnd(text: ByteText, from: number): number {
  let end = from;
  while (end > 0 && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

function skipSpace(text: ByteText, from: number, end: number): number {
  let start = from;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start++;
  // Indentation at the start of a line is part of the text.
  let lineStart = start;
  while (lineStart > from && text.charCodeAt(lineStart - 1) !== 0x0a) lineStart--;
  return lineStart > from ? lineStart : start;
}

function lineOf(scan: Scan, index: number): Line {
  return assertDefined(scan.lines[index], "line in range");
}
