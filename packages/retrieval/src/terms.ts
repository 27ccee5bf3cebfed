import type { ByteText } from "./byte-text.ts";
import { TERM_BYTES_MAX } from "./rule.ts";

/** One word of a text as it is counted. */
export interface Word {
  /** ASCII lower case, as written. */
  readonly word: ByteText;
  /** What is indexed and compared. */
  readonly term: ByteText;
  /** True for a run of words joined by one of `- / . :`, counted beside its parts. */
  readonly isCompound: boolean;
}

const RUN = /[A-Za-z0-9_$\x80-\xff]+(?:[-/.:][A-Za-z0-9_$\x80-\xff]+)*/g;
const SEPARATOR = /[-/.:]/;
const SEPARATORS = /[-/.:]/g;
const NON_ASCII = /[\x80-\xff]/;

// Not words: tags, link targets, URLs, then the UTF-8 bytes of U+0080-00BF, U+2000-2BFF, U+3000-3002, U+FEFF and
// emoji, which would glue the words beside them together.
const TAG = /<[/!]?[A-Za-z][^<>]{0,400}>|<!--/g;
const LINK_TARGET = /\]\([^() \t\r\n]{0,400}/g;
const LINK_DEFINITION = /^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*[^ \t\r\n]+/gm;
const URL = /\b(?:https?|wss?|ftp|git\+https|git\+ssh|ssh|file):\/\/[^ \t\r\n()<>\]"'`]*/g;
const GLUE = /\xe2[\x80-\xaf][\x80-\xbf]|\xc2[\x80-\xbf]|\xe3\x80[\x80-\x82]|\xef\xbb\xbf|\xf0\x9f[\x80-\xbf]{2}/g;

/** Calls `visit` with every word of `text` in order, compounds after their parts. */
export function eachWord(text: ByteText, visit: (word: ByteText, isCompound: boolean) => void): void {
  const runs = visibleText(text).match(RUN);
  if (runs === null) return;
  for (const run of runs) {
    const lower = lowerAscii(run);
    if (!SEPARATOR.test(lower)) {
      if (lower.length <= TERM_BYTES_MAX) visit(lower, false);
      continue;
    }
    for (const part of lower.split(SEPARATORS)) if (part.length <= TERM_BYTES_MAX) visit(part, false);
    const joined = lower.replaceAll(SEPARATORS, "");
    if (joined.length <= TERM_BYTES_MAX) visit(joined, true);
  }
}

/** The words of `text` in order, with their terms. */
export function wordsOf(text: ByteText): Word[] {
  const words: Word[] = [];
  eachWord(text, (word, isCompound) => words.push({ word, term: foldWord(word), isCompound }));
  return words;
}

/**
 * The term of a lower-case word: plural, participle and final e are taken off, so that `creates`, `created`,
 * `creating` and `create` are one term. Words of up to three bytes and words with digits stay as they are.
 */
export function foldWord(word: ByteText): ByteText {
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
  let term = word;
  if (term.endsWith("ies") && term.length > 4) term = `${term.slice(0, -3)}y`;
  else if (term.endsWith("s") && !term.endsWith("ss")) term = term.slice(0, -1);
  if (term.endsWith("ing") && term.length > 5) term = term.slice(0, -3);
  else if (term.endsWith("ed") && term.length > 4) term = term.slice(0, -2);
  if (term.endsWith("e") && term.length > 3) term = term.slice(0, -1);
  return term;
}

function visibleText(text: ByteText): ByteText {
  return text
    .replace(LINK_DEFINITION, " ")
    .replace(LINK_TARGET, " ")
    .replace(URL, " ")
    .replace(TAG, " ")
    .replace(GLUE, " ");
}

function lowerAscii(text: ByteText): ByteText {
  // toLowerCase would also change 0xC0-0xDE, which are lead bytes of UTF-8 here.
  return NON_ASCII.test(text) ? text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) : text.toLowerCase();
}
