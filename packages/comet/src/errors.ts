/**
 * - `MALFORMED`: bytes are not the canonical encoding of the type, or a field is outside its range.
 * - `WRONG_CHAIN`, `WRONG_HEIGHT`, `WRONG_TIME`, `WRONG_BLOCK`: the parts do not belong together.
 * - `WRONG_VALIDATORS`: a validator set is not the one that a header names.
 * - `WRONG_SIGNATURE`: a signature does not verify. `NOT_ENOUGH_POWER`: two thirds or less signed.
 * - `NOT_ENOUGH_TRUST`: too little of the trusted validators' power signed to skip to this header; a header in between
 *   may lead there. `TRUST_EXPIRED`: the trusted header is older than the trusting period.
 * - `WRONG_TRUST_LEVEL`: a fraction outside 1/3 to 1.
 */
export type CometErrorCode =
  | "MALFORMED"
  | "WRONG_CHAIN"
  | "WRONG_HEIGHT"
  | "WRONG_TIME"
  | "WRONG_BLOCK"
  | "WRONG_VALIDATORS"
  | "WRONG_SIGNATURE"
  | "NOT_ENOUGH_POWER"
  | "NOT_ENOUGH_TRUST"
  | "TRUST_EXPIRED"
  | "WRONG_TRUST_LEVEL";

/** A block, commit, header or proof from outside that does not hold. */
export class CometError extends Error {
  override readonly name = "CometError";
  readonly code: CometErrorCode;

  constructor(code: CometErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Throws a {@link CometError} unless `condition` holds. */
export function ensure(condition: boolean, code: CometErrorCode, message: string): asserts condition {
  if (!condition) throw new CometError(code, message);
}
