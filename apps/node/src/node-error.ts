import { OperationalError } from "@openledger/ports";

/** `CONFIG`: a setting is wrong. `HOME`: files of the home folder are missing or in the way. `COMET_RPC`: CometBFT does not answer as it should. `FORCED`: what was posted to DA is not taken. `NODE_VERSION`. */
export type NodeErrorCode = "COMET_RPC" | "CONFIG" | "FORCED" | "HALTED" | "HOME" | "NODE_VERSION";

/** What stops a command; the message says what to do. */
export function nodeError(code: NodeErrorCode, message: string, cause?: unknown): OperationalError<NodeErrorCode> {
  return new OperationalError(code, message, { retryable: false, cause });
}
