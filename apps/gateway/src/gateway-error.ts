/**
 * What the gateway refuses, with the HTTP status and a stable code:
 * - `session_required` 402: no session named. `session_unknown` 404, `session_closed` 403, `session_lost` 409.
 * - `version_frozen` 403: governance has frozen the model version; the message names the incident.
 * - `invalid_request` 400, `body_too_large` 413, `content_limit` 413, `model_not_found` 404, `not_found` 404.
 * - `session_outdated` 409: text of the model was erased after it opened.
 * - `erased` 410: the receipt quotes erased text, or the model lost rows and takes no calls at all.
 * - `session_private` 403: only the buyer is given receipts of a private session, and signs the request for one.
 * - `unsigned_receipts` 429: sign a head first. `escrow_exhausted` 402. `nonce_used` 409.
 * - `at_capacity` 429: the host answers as many calls as it offers; `retryAfterSeconds` says when to come again.
 * - `upstream_busy` 429, `upstream_unreachable`, `upstream_refused`, `upstream_malformed`, `upstream_cut` 502,
 *   `upstream_timeout` 504: what the upstream of an external model did; nothing is charged for such a call.
 * - `head_*`: why a signed head is refused. `upstream` 502: the chain cannot be asked.
 */
export type GatewayErrorCode =
  | "session_required"
  | "session_unknown"
  | "session_closed"
  | "session_lost"
  | "session_outdated"
  | "version_frozen"
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
  | "at_capacity"
  | "upstream_busy"
  | "upstream_unreachable"
  | "upstream_refused"
  | "upstream_malformed"
  | "upstream_cut"
  | "upstream_timeout"
  | "upstream";

/** A refusal that the caller can act upon. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly status: number;
  readonly code: GatewayErrorCode;
  /** For status 429: whole seconds after which another try makes sense. */
  readonly retryAfterSeconds: number;

  constructor(status: number, code: GatewayErrorCode, message: string, retryAfterSeconds = 1) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
    this.status = status;
    this.code = code;
  }
}
