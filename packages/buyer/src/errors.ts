/**
 * What the buyer's side refuses, with the HTTP status of its proxy and a stable code:
 * - `invalid_request` 400, `body_too_large` 413, `forbidden_origin` 403, `not_found` 404.
 * - `spending_cap` 402: answers and opening fees have used up what may be spent.
 * - `receipt_refused` 502: the host's receipt does not hold; nothing was signed, nothing is paid for it.
 * - `no_host` 404 or 503: nobody offers the model, or no host of it answers now.
 * - `version_frozen` 403: governance has frozen the model version; the message names the incident.
 * - `host_refused`: the host's own refusal, with its status. `host_unreachable`, `chain_unreachable` 502.
 */
export type BuyerErrorCode =
  | "invalid_request"
  | "body_too_large"
  | "forbidden_origin"
  | "not_found"
  | "spending_cap"
  | "receipt_refused"
  | "no_host"
  | "version_frozen"
  | "host_refused"
  | "host_unreachable"
  | "chain_unreachable";

/** A refusal that a person can act upon. */
export class BuyerError extends Error {
  override readonly name = "BuyerError";
  readonly status: number;
  readonly code: BuyerErrorCode;
  /** The host's own code, for `host_refused`. */
  readonly hostCode: string | undefined;
  /** Whole seconds after which another try makes sense. */
  readonly retryAfterSeconds: number;

  constructor(
    status: number,
    code: BuyerErrorCode,
    message: string,
    more: { readonly hostCode?: string; readonly retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.hostCode = more.hostCode;
    this.retryAfterSeconds = more.retryAfterSeconds ?? 1;
  }
}
