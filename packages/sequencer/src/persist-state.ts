import { OperationalError } from "@openledger/ports";
import type { ExecutedBlock } from "@openledger/state-machine";
import type { ChainStore } from "./chain-store.ts";

/** After the block is logged, failing to log its state must end the node: a repeated try would make a second block. */
export function persistState(store: ChainStore, executed: ExecutedBlock): void {
  try {
    store.appendState(executed);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    throw new OperationalError(error.code, `${error.message}; start again to go on from the block log`, {
      retryable: false,
      cause: error,
    });
  }
}
