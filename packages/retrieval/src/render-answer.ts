import { trimAscii, characterStart, type ByteText } from "./byte-text.ts";

/** One cited passage as it stands in an answer. */
export interface AnswerPart {
  /** Title of its contribution, may be "". */
  readonly title: ByteText;
  /** Shown beside the title when the passage does not begin with it, else "". */
  readonly heading: ByteText;
  /** Fence lines that complete a passage cut inside a long code fence, else "". */
  readonly openFence: ByteText;
  readonly closeFence: ByteText;
  /** The passage, byte for byte. */
  readonly passage: ByteText;
}

/** Answer bytes and where each passage stands in them. */
export interface RenderedAnswer {
  readonly text: ByteText;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

const LABEL_BYTES_MAX = 80;
const WORDS_SHOWN_MAX = 12;
const NOTHING = "No passage of this model matches the question.";

/**
 * Puts passages together: for each a bold label (title and heading), then the passage byte for byte; at the end the
 * words of the question that none of them holds.
 */
export function renderAnswer(parts: readonly AnswerPart[], notFound: readonly ByteText[]): RenderedAnswer {
  const ranges: { start: number; end: number }[] = [];
  let text = "";
  let title = "";
  for (const part of parts) {
    if (text !== "") text += "\n\n";
    const label = labelOf(part, title);
    title = part.title;
    if (label !== "") text += `${label}\n\n`;
    if (part.openFence !== "") text += `${part.openFence}\n`;
    const start = text.length;
    text += part.passage;
    ranges.push({ start, end: text.length });
    if (part.closeFence !== "") text += `\n${part.closeFence}`;
  }
  if (parts.length === 0) text = NOTHING;
  if (notFound.length > 0) text += `\n\n*not found in these passages: ${listed(notFound)}*`;
  return { text, ranges };
}

/** The title is shown where it changes. */
function labelOf(part: AnswerPart, titleBefore: ByteText): ByteText {
  const shown = [part.title === titleBefore ? "" : part.title, part.heading].map(short).filter((name) => name !== "");
  return shown.length === 0 ? "" : `**${shown.join(": ")}**`;
}

function short(name: ByteText): ByteText {
  const clean = trimAscii(name.replace(/[*\r\n]+/g, " "));
  return clean.slice(0, characterStart(clean, LABEL_BYTES_MAX));
}

function listed(words: readonly ByteText[]): ByteText {
  const shown = words.slice(0, WORDS_SHOWN_MAX).join(", ");
  return words.length > WORDS_SHOWN_MAX ? `${shown} and ${words.length - WORDS_SHOWN_MAX} more` : shown;
}
