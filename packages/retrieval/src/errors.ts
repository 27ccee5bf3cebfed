/** Stable codes of {@link RetrievalError}. */
export type RetrievalErrorCode = "not_utf8" | "not_in_order" | "no_documents" | "empty_corpus" | "too_large" | "recipe";

/** Contributions that no artifact can be built from, or a recipe out of its ranges. */
export class RetrievalError extends Error {
  override readonly name = "RetrievalError";
  readonly code: RetrievalErrorCode;

  constructor(code: RetrievalErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
