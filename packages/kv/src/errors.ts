import { OperationalError } from "@openledger/ports";

/**
 * - `DISK_FULL`, `DISK_BUSY`: nothing was written; the call may be repeated. `DISK_PERMISSION`, `DISK_MISSING`,
 *   `DISK_FAILED`: the operator has to act.
 * - `LOG_CORRUPT`: bytes that were once durable have changed. `LOG_BROKEN`: a failed write could not be undone or
 *   made durable; reopen the log. `LOG_FORMAT`: not our file, or of another version. `LOG_GAP`: a height or version
 *   that does not follow. `LOG_RANGE`: nothing is stored under that number.
 * - `DATA_LOCKED`: another process uses the folder. `DATA_FORMAT`: the folder is of another version.
 * - `SIGN_CONFLICT`: signing would contradict an earlier signature. `SIGN_STATE_MISSING`, `SIGN_STATE_CORRUPT`: what
 *   was signed before is not known, so nothing is signed.
 * - `BLOB_TOO_LARGE`, `BLOB_QUOTA`, `BLOB_HASH_MISMATCH`, `BLOB_NOT_FOUND`.
 */
export type KvErrorCode =
  | "DISK_FULL"
  | "DISK_BUSY"
  | "DISK_PERMISSION"
  | "DISK_MISSING"
  | "DISK_FAILED"
  | "LOG_CORRUPT"
  | "LOG_BROKEN"
  | "LOG_FORMAT"
  | "LOG_GAP"
  | "LOG_RANGE"
  | "DATA_LOCKED"
  | "DATA_FORMAT"
  | "SIGN_CONFLICT"
  | "SIGN_STATE_MISSING"
  | "SIGN_STATE_CORRUPT"
  | "BLOB_TOO_LARGE"
  | "BLOB_QUOTA"
  | "BLOB_HASH_MISMATCH"
  | "BLOB_NOT_FOUND";

/** An OperationalError of this package that only a person or a restart can resolve. */
export function kvError(code: KvErrorCode, message: string, cause?: unknown): OperationalError<KvErrorCode> {
  return new OperationalError(code, message, { retryable: false, cause });
}

const DISK_ERRORS: Readonly<Record<string, { code: KvErrorCode; retryable: boolean; hint: string }>> = {
  ENOSPC: { code: "DISK_FULL", retryable: true, hint: "the disk is full; free some space" },
  EDQUOT: { code: "DISK_FULL", retryable: true, hint: "the disk quota is used up; free some space" },
  EACCES: { code: "DISK_PERMISSION", retryable: false, hint: "permission denied; check the owner of the folder" },
  EPERM: { code: "DISK_PERMISSION", retryable: false, hint: "not permitted; check the owner of the folder" },
  EROFS: { code: "DISK_PERMISSION", retryable: false, hint: "the file system is read-only" },
  EMFILE: { code: "DISK_BUSY", retryable: true, hint: "too many open files; raise the limit" },
  ENFILE: { code: "DISK_BUSY", retryable: true, hint: "too many open files on this machine" },
  EAGAIN: { code: "DISK_BUSY", retryable: true, hint: "the disk is busy" },
  EBUSY: { code: "DISK_BUSY", retryable: true, hint: "the file is busy" },
  ENOENT: { code: "DISK_MISSING", retryable: false, hint: "no such file or folder" },
};

/** Runs `action`, turning what the operating system throws into an OperationalError that names `path`. */
export function onDisk<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw diskError(path, error);
  }
}

/** {@link onDisk} for asynchronous actions. */
export async function onDiskAsync<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw diskError(path, error);
  }
}

/** The OperationalError of a system error; anything else is returned as it is. */
export function diskError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof OperationalError) return error;
  const errno = systemCode(error);
  if (errno === undefined) return error;
  const known = DISK_ERRORS[errno] ?? { code: "DISK_FAILED", retryable: false, hint: error.message };
  return new OperationalError<KvErrorCode>(known.code, `${path}: ${known.hint} (${errno})`, {
    retryable: known.retryable,
    cause: error,
  });
}

/** `ENOENT` and the like, undefined for errors that are not the operating system's. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("errno" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
