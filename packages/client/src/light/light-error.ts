import type { LightBlock } from "@openledger/comet";

/**
 * Of a provider: `no-response`, `not-found` (it does not have the block), `height-too-high` (it does not have it yet),
 * `bad-block` (what it sent is no light block of that height).
 *
 * Of verification: `wrong-root` (the header at the trusted height has another hash), `expired` (the trusted header is older
 * than the trusting period; get a newer one from a source you trust), `invalid-header`, `not-enough-trust` (the trusted
 * validators did not sign and the headers in between are missing), `wrong-trust-level`.
 *
 * Of witnesses: `conflicting-headers` (two headers of one height, both signed: an attack or a fork), `no-witness-agrees`
 * (no witness answered with the same header, nor with another valid one).
 */
export type LightErrorCode =
  | "no-response"
  | "not-found"
  | "height-too-high"
  | "bad-block"
  | "wrong-root"
  | "expired"
  | "invalid-header"
  | "not-enough-trust"
  | "wrong-trust-level"
  | "conflicting-headers"
  | "no-witness-agrees";

/** Two signed headers of one height, and the last one before them that both sides agree on. */
export interface ConflictEvidence {
  readonly common: LightBlock;
  readonly primary: LightBlock;
  readonly witness: LightBlock;
  readonly witnessName: string;
}

/** Why a light client does not trust a header. The message is a sentence for a person. */
export class LightError extends Error {
  override readonly name = "LightError";
  readonly code: LightErrorCode;
  /** Of `conflicting-headers` only. */
  readonly evidence: ConflictEvidence | undefined;

  constructor(
    code: LightErrorCode,
    message: string,
    details: { readonly cause?: unknown; readonly evidence?: ConflictEvidence } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.evidence = details.evidence;
  }

  /** True when a provider could not answer; false when it answered wrongly. */
  get isBenign(): boolean {
    return this.code === "no-response" || this.code === "not-found" || this.code === "height-too-high";
  }
}
