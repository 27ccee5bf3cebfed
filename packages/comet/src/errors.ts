/**
 * - `MALFORMED`: bytes are not the canonical encoding of the type, or a field is outside its range.
 * - `WRONG_CHAIN`, `WRONG_HEIGHT`, `WRONG_TIME`, `WRONG_BLOCK`: the parts do not belong together.
 * - `WRONG_VALIDATORS`: a validator set is not the one that a header names.
 * - `WRONG_SIGNATURE`: a signature does not verify. `NOT_ENOUGH_POWER`: two thirds or less signed.
 */
export type CometErrorCode =
  | "MALFORMED"
  | "WRONG_CHAIN"
  | "WRONG_HEIGHT"
  | "WRONG_TIME"
  | "WRONG_BLOCK"
  | "WRONG_VALIDATORS"
  | "WRONG_SIGNATURE"
  | "NOT_ENOUGH_POWER";

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
