/** One document of a contribution. */
export interface CorpusDocument {
  /** Path inside the package or folder, with `/`. The front document is called {@link FRONT_DOCUMENT_PATH}. */
  readonly path: string;
  /** UTF-8 text. */
  readonly bytes: Uint8Array;
}

/** What one contributor registers in one message. */
export interface CorpusContribution {
  readonly name: string;
  /** "" when the source has none. */
  readonly version: string;
  /** SPDX expression, or `LicenseRef-unstated` for a folder that says nothing. */
  readonly licence: string;
  /** Who earns, like `github:websockets`, `npm:@scope` or `folder:poems`. */
  readonly owner: string;
  /** The front document first, then the others in byte order of their paths. */
  readonly documents: readonly CorpusDocument[];
}

/** A file that was left out, with the reason as a sentence. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** What was collected, in the order in which it is to be registered. */
export interface Corpus {
  readonly contributions: readonly CorpusContribution[];
  readonly skipped: readonly SkippedFile[];
}

/** Stable codes of {@link CorpusError}. */
export type CorpusErrorCode = "missing_folder" | "not_a_folder" | "empty_corpus" | "too_large" | "too_many_files";

/** A source that no corpus can be collected from; the message says what to do. */
export class CorpusError extends Error {
  override readonly name = "CorpusError";
  readonly code: CorpusErrorCode;

  constructor(code: CorpusErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Path of the document that carries name, description and keywords. */
export const FRONT_DOCUMENT_PATH = "front.md";

/** Order of UTF-16 units, which no locale changes. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
