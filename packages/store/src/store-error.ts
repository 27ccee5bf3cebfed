export type StoreErrorCode = "VERSION_NOT_AVAILABLE" | "UNKNOWN_STORE" | "NOT_PROVABLE" | "MALFORMED_PROOF" | "MALFORMED_SNAPSHOT";

/** A request from outside that the store cannot serve; `code` is stable. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
