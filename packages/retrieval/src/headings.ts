import { assertDefined } from "@openledger/primitives";
import { characterStart, trimAscii, type ByteText } from "./byte-text.ts";
import type { FenceState } from "./fences.ts";
import type { Line } from "./lines.ts";
import { HEADING_BYTES_MAX } from "./rule.ts";

/** A heading of a document. */
export interface Heading {
  /** First line, and the line after its last. */
  readonly line: number;
  readonly lineEnd: number;
  /** 1 (topmost) to 6. */
  readonly level: number;
  /** Text without markup. */
  readonly text: ByteText;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+|$)([^\n]*)$/;
const UNDERLINE = /^ {0,3}(?:(=+)|-{2,})[ \t]*$/;
const HTML_OPEN = /^[ \t]*<h([1-6])(?:[ \t][^<>]*)?>/i;
const HTML_LINES_MAX = 8;
const HEADING_LINE_BYTES_MAX = 400;
const NOT_A_TITLE = /^(?:[ \t]*[-*+>|<=]|[ \t]*\d{1,3}[.)]|[ ]{4}|\t|.*\|)/;

/** The ATX, setext and HTML headings of a document, outside code fences, in order. */
export function findHeadings(text: ByteText, lines: readonly Line[], fences: readonly FenceState[]): Heading[] {
  const headings: Heading[] = [];
  for (let index = 0; index < lines.length;) {
    const heading = fences[index] === "outside" ? headingAt(text, lines, fences, index) : undefined;
    if (heading !== undefined && heading.text !== "") headings.push(heading);
    index = heading?.lineEnd ?? index + 1;
  }
  return headings;
}

function headingAt(
  text: ByteText,
  lines: readonly Line[],
  fences: readonly FenceState[],
  index: number,
): Heading | undefined {
  const line = lineText(text, lines, index);
  if (line === "") return undefined;
  const atx = ATX.exec(line);
  if (atx !== null) {
    const closed = (atx[2] ?? "").replace(/#{1,6}[ \t]*$/, "");
    return { line: index, lineEnd: index + 1, level: (atx[1] ?? "").length, text: plainText(closed) };
  }
  return htmlHeadingAt(text, lines, index, line) ?? setextHeadingAt(text, lines, fences, index, line);
}

function htmlHeadingAt(text: ByteText, lines: readonly Line[], index: number, line: ByteText): Heading | undefined {
  const open = HTML_OPEN.exec(line);
  if (open === null) return undefined;
  const level = Number(open[1]);
  let inner = line.slice(open[0].length);
  for (let end = index + 1; end <= index + HTML_LINES_MAX; end++) {
    const close = inner.toLowerCase().indexOf(`</h${level}>`);
    if (close >= 0) return { line: index, lineEnd: end, level, text: plainText(inner.slice(0, close)) };
    if (end >= lines.length) return undefined;
    inner += ` ${lineText(text, lines, end)}`;
  }
  return undefined;
}

function setextHeadingAt(
  text: ByteText,
  lines: readonly Line[],
  fences: readonly FenceState[],
  index: number,
  line: ByteText,
): Heading | undefined {
  const before = lines[index - 1];
  if (index + 1 >= lines.length || fences[index + 1] !== "outside") return undefined;
  if (before !== undefined && !before.isBlank && fences[index - 1] === "outside") return undefined;
  const underline = UNDERLINE.exec(lineText(text, lines, index + 1));
  if (underline === null || NOT_A_TITLE.test(line)) return undefined;
  return { line: index, lineEnd: index + 2, level: underline[1] === undefined ? 2 : 1, text: plainText(line) };
}

/** A line, or "" when it is blank or too long for a heading. */
function lineText(text: ByteText, lines: readonly Line[], index: number): ByteText {
  const line = assertDefined(lines[index], "line in range");
  return line.isBlank || line.end - line.start > HEADING_LINE_BYTES_MAX ? "" : text.slice(line.start, line.end);
}

/** A heading without images, link targets, tags and emphasis marks. */
export function plainText(markup: ByteText): ByteText {
  const plain = trimAscii(
    markup
      .replace(/!\[[^\][]*\]\([^()]*\)/g, " ")
      .replace(/\[([^\][]*)\](?:\([^()]*\)|\[[^\][]*\])/g, "$1")
      .replace(/<[^<>]*>/g, " ")
      .replace(/[*`]+|\\/g, "")
      .replace(/[ \t\r\n]+/g, " "),
  );
  return plain.slice(0, characterStart(plain, HEADING_BYTES_MAX));
}
