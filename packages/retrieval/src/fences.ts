import { assertDefined } from "@openledger/primitives";
import { isAsciiSpace, type ByteText } from "./byte-text.ts";
import type { Line } from "./lines.ts";

/** Whether a line lies in a code fence. The fence lines themselves are `edge`. */
export type FenceState = "outside" | "edge" | "inside";

interface Marker {
  readonly line: number;
  readonly char: string;
  readonly length: number;
  readonly hasInfo: boolean;
}

/** A longer run of other fence lines than this between a fence and its end leaves the fence unclosed. */
const MARKERS_AHEAD_MAX = 64;
const OPENING = /^[ \t>]{0,32}(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?(`{3,64}|~{3,64})([^\n]{0,200})/;

/**
 * Finds the code fences of a document. A fence that is never closed, or that another fence with a language follows
 * before its end, closes at the first blank line, so one forgotten fence does not swallow the rest of the file.
 */
export function fenceStates(text: ByteText, lines: readonly Line[]): FenceState[] {
  const states = lines.map((): FenceState => "outside");
  const markers = findMarkers(text, lines);
  for (let i = 0; i < markers.length;) {
    const open = markerAt(markers, i);
    const close = closingMarker(markers, i);
    const last =
      close === undefined ? unclosedEnd(lines, open.line, markers[i + 1]?.line) : markerAt(markers, close).line;
    states[open.line] = "edge";
    for (let line = open.line + 1; line < last; line++) states[line] = "inside";
    if (close !== undefined) states[last] = "edge";
    i = close === undefined ? i + 1 : close + 1;
  }
  return states;
}

/** The fence run that a line opens with (like "```"), or "" when it is no fence line. */
export function fenceRun(line: ByteText): string {
  const match = OPENING.exec(line.slice(0, 300));
  return match === null ? "" : (match[1] ?? "");
}

function findMarkers(text: ByteText, lines: readonly Line[]): Marker[] {
  const markers: Marker[] = [];
  lines.forEach((line, index) => {
    const match = OPENING.exec(text.slice(line.start, Math.min(line.end, line.start + 300)));
    const run = match?.[1];
    if (match === null || run === undefined) return;
    const info = match[2] ?? "";
    const char = run.slice(0, 1);
    // Inline code like ```a``` opens no fence.
    if (char === "`" && info.includes("`")) return;
    markers.push({ line: index, char, length: run.length, hasInfo: hasText(info) });
  });
  return markers;
}

function closingMarker(markers: readonly Marker[], open: number): number | undefined {
  const { char, length } = markerAt(markers, open);
  const end = Math.min(markers.length, open + 1 + MARKERS_AHEAD_MAX);
  for (let i = open + 1; i < end; i++) {
    const marker = markerAt(markers, i);
    if (marker.char !== char || marker.length < length) continue;
    return marker.hasInfo ? undefined : i;
  }
  return undefined;
}

/** The first blank line, but not beyond the next fence line, so that each line is looked at once. */
function unclosedEnd(lines: readonly Line[], from: number, nextMarker: number | undefined): number {
  const end = nextMarker ?? lines.length;
  let line = from + 1;
  while (line < end && !assertDefined(lines[line], "line in range").isBlank) line++;
  return line;
}

function markerAt(markers: readonly Marker[], index: number): Marker {
  return assertDefined(markers[index], "marker in range");
}

function hasText(info: ByteText): boolean {
  for (let i = 0; i < info.length; i++) if (!isAsciiSpace(info.charCodeAt(i))) return true;
  return false;
}
