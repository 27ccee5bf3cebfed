import { createUnlimitedGasMeter, type Context, type QueryContext } from "@openledger/state-machine";
import { branchMultiStore } from "@openledger/store";

/** A context whose writes are forgotten: what a query answers when it must first do what a message would do. */
export function scratchContext({ chain, crypto, height, time, store }: QueryContext): Context {
  return {
    chain,
    crypto,
    block: { height, time, proposer: new Uint8Array(20) },
    store: branchMultiStore(store),
    gas: createUnlimitedGasMeter(),
    emit: () => undefined,
  };
}
