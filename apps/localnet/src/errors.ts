import { OperationalError } from "@openledger/ports";

/**
 * `COMETBFT`: no CometBFT v0.38 here. `POSTGRES`: no PostgreSQL server that can run here. `HOME`: the network's folder. `PORT_IN_USE`. `PROCESS`: one of the network ended or
 * did not start. `CHECK`: what the nodes say is not what must hold. `TIMEOUT`: something that must happen did not.
 */
export type LocalnetErrorCode = "COMETBFT" | "POSTGRES" | "HOME" | "PORT_IN_USE" | "PROCESS" | "CHECK" | "TIMEOUT";

/** What stops the network; the message is a sentence for the person at the terminal. */
export function localnetError(code: LocalnetErrorCode, message: string, cause?: unknown): OperationalError<LocalnetErrorCode> {
  return new OperationalError(code, message, { retryable: false, cause });
}
