import { OperationalError } from "@openledger/ports";

/** Stable codes of what is wrong with a folder of blocks. */
export type ArchiveErrorCode = "ARCHIVE_MISSING" | "ARCHIVE_CORRUPT" | "ARCHIVE_GAP" | "ARCHIVE_OTHER_CHAIN" | "ARCHIVE_LOCKED";

export type ArchiveError = OperationalError<ArchiveErrorCode>;

/** Never retryable: the files stay as they are until a person acts. */
export function archiveError(code: ArchiveErrorCode, message: string, cause?: unknown): ArchiveError {
  return new OperationalError(code, message, { retryable: false, cause });
}
