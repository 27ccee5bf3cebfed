/**
 * The numbers and words of retrieval rule version 1. They decide scores and answer bytes, so any change of one is
 * a new rule version.
 */

/** Version of everything in this package that decides bytes: passages, terms, scores, answers, artifact leaves. */
export const RULE_VERSION = 1;

/** Longest passage in bytes. */
export const PASSAGE_BYTES_MAX = 1200;
/** Shortest piece, in bytes, that a split of a long section leaves before a cut. */
export const PIECE_BYTES_MIN = 200;
/** Bytes of all passages in one answer. */
export const ANSWER_PASSAGE_BYTES_MAX = 1500;
/** Passages in one answer. */
export const ANSWER_PASSAGES_MAX = 3;
/** Passages that evidence about an answer may show: those of two answers and two more. */
export const EVIDENCE_PASSAGES_MAX = 8;
/** Bytes of a question that are read; the rest is ignored. */
export const QUERY_BYTES_MAX = 2048;
/** Distinct terms of a question that are scored. */
export const QUERY_TERMS_MAX = 32;
/** Longest term in bytes; longer runs of word bytes are no terms. */
export const TERM_BYTES_MAX = 64;
/** Longest heading in bytes that is kept; the rest of a longer one is body. */
export const HEADING_BYTES_MAX = 200;
/** How much one occurrence in name, description or keywords adds to a package's term frequency. */
export const FRONT_TERM_WEIGHT = 4;

/** Question words that carry no topic, before folding. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about all an and any are as at be been but by can could did do does for from get had has have how i if in " +
    "into is it its like make me my need no not of on one or our s should so some t than that the their them then " +
    "there these they this to us use used using want was way we were what when where which who why will with would " +
    "you your please tell show"
  ).split(" "),
);

/** Sections under these headings (lower case, letters and spaces only) hold no answers and are left out. */
export const DROPPED_HEADINGS: ReadonlySet<string> = new Set([
  "acknowledgements",
  "acknowledgments",
  "authors",
  "backers",
  "change log",
  "changelog",
  "contents",
  "contribute",
  "contributing",
  "contribution",
  "contributions",
  "contributor",
  "contributors",
  "copyright",
  "license",
  "licenses",
  "licence",
  "licensing",
  "release history",
  "sponsor",
  "sponsors",
  "table of contents",
  "toc",
]);
