import type { BlockProducerOptions, ForcedReap } from "@openledger/sequencer";

type Forced = NonNullable<BlockProducerOptions["forced"]>;

/** Bytes of tag and length that a transaction takes in a block. */
const TX_OVERHEAD_BYTES = 5;
const NOTHING: ForcedReap = { txs: [], bytes: 0, gas: 0n };

/** What a block begins with: what this node itself must put first, then what users posted to DA. Undefined where neither is. */
export function firstThenForced(first: (() => readonly Uint8Array[]) | undefined, forced: Forced | undefined): Forced | undefined {
  if (first === undefined) return forced;
  return {
    reap(maxBytes, maxGas) {
      const txs = first();
      const bytes = txs.reduce((sum, tx) => sum + tx.length + TX_OVERHEAD_BYTES, 0);
      const rest = forced?.reap(maxBytes - bytes, maxGas) ?? NOTHING;
      return { txs: [...txs, ...rest.txs], bytes: bytes + rest.bytes, gas: rest.gas };
    },
    quarantine: (txs) => forced?.quarantine(txs),
  };
}
