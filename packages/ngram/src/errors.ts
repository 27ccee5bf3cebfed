/** Stable codes of {@link NgramError}. */
export type NgramErrorCode = "bad_recipe" | "not_utf8" | "not_in_order" | "empty_corpus" | "too_large" | "bad_length";

/** A recipe or contributions that no model can be made from, or a length that no answer can have. */
export class NgramError extends Error {
  override readonly name = "NgramError";
  readonly code: NgramErrorCode;

  constructor(code: NgramErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
