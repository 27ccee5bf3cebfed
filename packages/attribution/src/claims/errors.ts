/** Why an opening is refused. Codes are stable: clients and the chain's error table name them. */
export type ClaimErrorCode =
  | "receipt-incomplete"
  | "receipt-version"
  | "receipt-context"
  | "receipt-signature"
  | "content-limit"
  | "request-root"
  | "output-root"
  | "token-count"
  | "amount"
  | "label"
  | "claim-version"
  | "claim-root"
  | "coverage"
  | "weight"
  | "status"
  | "match-missing"
  | "match-range"
  | "match-short"
  | "match-work"
  | "source-mismatch"
  | "contribution-missing"
  | "contribution-order"
  | "contribution-chain"
  | "contribution-late"
  | "contribution-log"
  | "rows-root"
  | "row-opening"
  | "owner"
  | "outside-manifest"
  | "inside-manifest"
  | "revoked"
  | "not-revoked"
  | "from-request"
  | "repeated"
  | "owner-amounts"
  | "derivation";

/** A receipt, claim or opening that does not hold. The message says what is wrong where. */
export class ClaimError extends Error {
  override readonly name = "ClaimError";
  readonly code: ClaimErrorCode;
  constructor(code: ClaimErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Refuses with `code` unless `condition` holds. */
export function demand(condition: boolean, code: ClaimErrorCode, message: string): asserts condition {
  if (!condition) throw new ClaimError(code, message);
}
