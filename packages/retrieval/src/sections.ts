import { assertDefined } from "@openledger/primitives";
import { trimAscii, type ByteText } from "./byte-text.ts";
import { findHeadings, type Heading } from "./headings.ts";
import type { FenceState } from "./fences.ts";
import type { Line } from "./lines.ts";
import { DROPPED_HEADINGS } from "./rule.ts";

/** The lines from one heading to the next. */
export interface Section {
  readonly firstLine: number;
  /** First line after the heading. */
  readonly bodyLine: number;
  readonly lineEnd: number;
  /** Own heading, "" before the first one. */
  readonly heading: ByteText;
  /** Headings above, outermost first. */
  readonly ancestors: readonly ByteText[];
}

/**
 * Cuts a document into sections, leaving out those under {@link DROPPED_HEADINGS} with everything below them.
 * `title` is the title of the front matter, a heading above all others, or "".
 */
export function findSections(
  text: ByteText,
  lines: readonly Line[],
  fences: readonly FenceState[],
  title: ByteText,
): Section[] {
  const headings = findHeadings(text, lines, fences);
  const firstHeading = headings[0]?.line ?? lines.length;
  const sections: Section[] = [];
  const root = title === "" ? [] : [title];
  if (firstHeading > 0) {
    sections.push({ firstLine: 0, bodyLine: 0, lineEnd: firstHeading, heading: title, ancestors: [] });
  }
  let above: Heading[] = [];
  let droppedLevel = Number.MAX_SAFE_INTEGER;
  headings.forEach((heading, index) => {
    above = above.filter((other) => other.level < heading.level);
    if (heading.level <= droppedLevel) {
      droppedLevel = isDropped(heading.text) ? heading.level : Number.MAX_SAFE_INTEGER;
    }
    if (droppedLevel === Number.MAX_SAFE_INTEGER) {
      sections.push({
        firstLine: heading.line,
        bodyLine: heading.lineEnd,
        lineEnd: index + 1 < headings.length ? assertDefined(headings[index + 1], "next heading").line : lines.length,
        heading: heading.text,
        ancestors: [...root, ...above.map((other) => other.text)],
      });
    }
    above.push(heading);
  });
  return sections;
}

function isDropped(heading: ByteText): boolean {
  const letters = heading.toLowerCase().replace(/[^a-z]+/g, " ");
  return DROPPED_HEADINGS.has(trimAscii(letters));
}
