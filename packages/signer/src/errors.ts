import { OperationalError } from "@openledger/ports";

/**
 * - `LEASE_HELD`: another node may sign at present; it passes. `LEASE_LOST`: the lease is not the present one any more.
 * - `SEAL_CONFLICT`: the block does not follow what was sealed last, or another one of its height was: whoever asks has to take
 *   what is in the journal first. `SEAL_REFUSED`: what is to be signed does not fit the block, or is of another chain or key.
 * - `JOURNAL_FULL`: too much is sealed and not on DA; it passes when DA takes it. `JOURNAL_CORRUPT`: the journal contradicts itself.
 * - `SIGNER_UNREACHABLE`: no answer, or a broken one; what was asked may have been done. `SIGNER_TOKEN`: missing, short or
 *   wrong token. `SIGNER_REQUEST`: not a request that the signer knows. `SIGNER_OLD`: the signer
 *   lacks blocks that its key sealed, because its home is an old copy. `SIGNER_ASTRAY`: the last blocks that it sealed are of no chain any
 *   more. `SIGNER_HOME`: the home of the signer is not as it should be.
 */
export type SignerErrorCode =
  | "LEASE_HELD"
  | "LEASE_LOST"
  | "SEAL_CONFLICT"
  | "SEAL_REFUSED"
  | "JOURNAL_FULL"
  | "JOURNAL_CORRUPT"
  | "SIGNER_UNREACHABLE"
  | "SIGNER_TOKEN"
  | "SIGNER_REQUEST"
  | "SIGNER_OLD"
  | "SIGNER_ASTRAY"
  | "SIGNER_HOME";

const PASSING: ReadonlySet<SignerErrorCode> = new Set(["LEASE_HELD", "JOURNAL_FULL", "SIGNER_UNREACHABLE"]);

/** An OperationalError of this package. */
export function signerError(code: SignerErrorCode, message: string, cause?: unknown): OperationalError<SignerErrorCode> {
  return new OperationalError(code, message, { retryable: PASSING.has(code), cause });
}
