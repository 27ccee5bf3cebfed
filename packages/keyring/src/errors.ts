import { OperationalError } from "@openledger/ports";

/**
 * - `KEY_NOT_FOUND`, `KEY_EXISTS`, `KEY_NAME`: about names. `KEY_PASSWORD`: wrong or missing password.
 * - `KEY_MNEMONIC`: not 12 to 24 English BIP-39 words. `KEY_PATH`: not a BIP-32 path. `KEY_FILE`: a key file is damaged or of another version.
 */
export type KeyringErrorCode = "KEY_NOT_FOUND" | "KEY_EXISTS" | "KEY_NAME" | "KEY_PASSWORD" | "KEY_MNEMONIC" | "KEY_PATH" | "KEY_FILE";

export function keyringError(code: KeyringErrorCode, message: string, cause?: unknown): OperationalError<KeyringErrorCode> {
  return new OperationalError(code, message, { retryable: false, cause });
}
