export type { KeyringErrorCode } from "./errors.ts";
export { openKeyring, type KeyInfo, type Keyring, type KeyringBackend, type KeyringOptions } from "./keyring.ts";
export { createPasswordReader, readInputLine } from "./read-password.ts";
export { openServiceKey, receiptKeyPath, type ServiceKey } from "./service-key.ts";
