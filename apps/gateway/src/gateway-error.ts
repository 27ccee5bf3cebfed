/**
 * What the gateway refuses, with the HTTP status and a stable code:
 * - `session_required` 402: no session named. `session_unknown` 404, `session_closed` 403, `session_lost` 409.
 * - `invalid_request` 400, `body_too_large` 413, `content_limit` 413, `model_not_found` 404, `not_found` 404.
 * - `session_outdated` 409: text of the model was erased after it opened.
 * - `erased` 410: the receipt quotes erased text, or the model lost rows and takes no calls at all.
 * - `session_private` 403: only the buyer is given receipts of a private session, and signs the request for one.
 * - `unsigned_receipts` 429: sign a head first. `escrow_exhausted` 402. `nonce_used` 409.
 * - `head_*`: why a signed head is refused. `upstream` 502: the chain cannot be asked.
 */
export type GatewayErrorCode =
  | "session_required"
  | "session_unknown"
  | "session_closed"
  | "session_lost"
  | "session_outdated"
  | "session_private"
  | "erased"
  | "invalid_request"
  | "body_too_large"
  | "content_limit"
  | "model_not_found"
  | "not_found"
  | "unsigned_receipts"
  | "escrow_exhausted"
  | "nonce_used"
  | "head_malformed"
  | "head_of_another_session"
  | "head_replayed"
  | "head_conflict"
  | "head_ahead"
  | "head_root"
  | "head_amount"
  | "head_signature"
  | "upstream";

/** A refusal that the caller can act upon. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly status: number;
  readonly code: GatewayErrorCode;

  constructor(status: number, code: GatewayErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
