/** Requests in the form that CometBFT's grammar checker reads. */
import { closeSync, openSync, writeSync } from "node:fs";
import { Request } from "@openledger/messages/tendermint/abci";
import { toBase64 } from "@openledger/primitives";
import { abciError } from "./errors.ts";
import type { AbciHandler } from "./server.ts";

/** Calls that the grammar of ABCI orders; all others may come at any time. */
const ORDERED = [
  "info",
  "initChain",
  "offerSnapshot",
  "applySnapshotChunk",
  "prepareProposal",
  "processProposal",
  "extendVote",
  "verifyVoteExtension",
  "finalizeBlock",
  "commit",
] as const;
const MARK = "abci-req";

/** A file to which requests are appended; each line is written before its request is handled. */
export interface RequestLog extends Disposable {
  /** The same handler, whose requests are logged. */
  wrap(handler: AbciHandler): AbciHandler;
  close(): void;
}

/**
 * Opens or creates the file and notes the start of the application. A line is `abci-req`, the base64 of a request of that
 * kind without its content, `abci-req`. Throws `REQUEST_LOG` when the file cannot be written.
 */
export function openRequestLog(path: string): RequestLog {
  const fd = openToAppend(path);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  const line = (text: string): void => void (isOpen && writeSync(fd, `${text}\n`));
  line("Application started");
  return {
    wrap: (handler) => ({
      ...handler,
      handle(request, connection) {
        const kind = ORDERED.find((name) => request[name] !== undefined);
        if (kind !== undefined) line(`${MARK}${toBase64(Request.toBytes(Request.create({ [kind]: {} })))}${MARK}`);
        return handler.handle(request, connection);
      },
    }),
    close,
    [Symbol.dispose]: close,
  };
}

function openToAppend(path: string): number {
  try {
    return openSync(path, "a", 0o640);
  } catch (error) {
    throw abciError("REQUEST_LOG", `${path}: the log of requests cannot be written: ${String(error)}`, error);
  }
}
