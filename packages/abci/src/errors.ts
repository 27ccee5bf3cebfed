import { DecodeError } from "@openledger/messages";
import { OperationalError } from "@openledger/ports";

/**
 * - `FRAME_TOO_LARGE`, `FRAME_MALFORMED`: the peer does not speak ABCI, or sends more than the limit; its connection ends.
 * - `DIALECT`: the peer speaks another ABCI than 2.0. `WRONG_ORDER`: a call that the protocol does not allow now.
 * - `LISTEN_ADDRESS`, `ADDRESS_IN_USE`, `LISTEN_FAILED`: where to listen is wrong, taken or refused by the system.
 * - `EMBEDDED_HOME`: the folder holds a chain that this node made by itself, without CometBFT.
 * - `HEIGHT_NOT_KEPT`: the state of that height is not in the folder.
 * - `SECOND_ENGINE`: another CometBFT already drives this App.
 * - `REQUEST_LOG`: the file for the log of requests cannot be written.
 * - `POISON_BLOCK`: a decided block holds a transaction that trips an assertion; a defect of this software.
 */
export type AbciErrorCode =
  | "FRAME_TOO_LARGE"
  | "FRAME_MALFORMED"
  | "DIALECT"
  | "WRONG_ORDER"
  | "LISTEN_ADDRESS"
  | "ADDRESS_IN_USE"
  | "LISTEN_FAILED"
  | "EMBEDDED_HOME"
  | "HEIGHT_NOT_KEPT"
  | "SECOND_ENGINE"
  | "REQUEST_LOG"
  | "POISON_BLOCK";

const PEER_FAULTS: ReadonlySet<string> = new Set<AbciErrorCode>(["FRAME_TOO_LARGE", "FRAME_MALFORMED", "DIALECT", "WRONG_ORDER", "SECOND_ENGINE"]);

/** True when whoever is connected did something wrong: the App itself can go on. */
export function isPeerFault(error: unknown): boolean {
  return error instanceof DecodeError || (error instanceof OperationalError && PEER_FAULTS.has(error.code));
}

/** An OperationalError of this package; none goes away by repeating the call. */
export function abciError(code: AbciErrorCode, message: string, cause?: unknown): OperationalError<AbciErrorCode> {
  return new OperationalError(code, message, { retryable: false, cause });
}
