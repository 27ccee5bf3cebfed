import type { AbciHandler } from "@openledger/abci";
import { nodeError } from "../node-error.ts";

/** CometBFT still waits for what follows its Commit. */
const LINGER_MS = 100;

export interface HaltOptions {
  /** Last block of this version; 0 is none. */
  readonly height: number;
  /** Of the durable state when the node starts. */
  readonly lastHeight: bigint;
  /** Called once, soon after the block was committed. */
  stop(): void;
}

/** A node's end at a height, for another version to go on. */
export interface Halt {
  /** The same handler, which refuses every block above the height. */
  wrap(handler: AbciHandler): AbciHandler;
  onCommitted(height: bigint): void;
}

/** Throws `HALTED` when there is nothing left to do below the height. */
export function createHalt({ height, lastHeight, stop }: HaltOptions): Halt {
  if (height === 0) return { wrap: (handler) => handler, onCommitted: () => undefined };
  const last = BigInt(height);
  if (lastHeight >= last) {
    throw nodeError("HALTED", `the state is at height ${lastHeight} and halt_height is ${height}; install the version that goes on, then set halt_height to 0`);
  }
  return {
    wrap: (handler) => ({
      ...handler,
      handle(request, connection) {
        const { height: wanted = 0n } = request.prepareProposal ?? request.processProposal ?? request.finalizeBlock ?? {};
        if (wanted > last) throw nodeError("HALTED", `block ${wanted} is for another version: halt_height is ${height}`);
        return handler.handle(request, connection);
      },
    }),
    onCommitted(committed) {
      if (committed >= last) setTimeout(stop, LINGER_MS);
    },
  };
}
