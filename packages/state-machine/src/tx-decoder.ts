import { charsOf, createBoundedMemo, equalBytes, type BoundedMemo } from "@openledger/primitives";
import type { ChainConfig } from "./context.ts";
import type { Router } from "./router.ts";
import { decodeTx, type DecodedTx, type TxLimits } from "./tx.ts";

/** Decoded transactions by their last bytes, which belong to a signature and so differ. */
const TXS_KEPT = 8_192;
const NAME_BYTES = 24;
/** A longer transaction spends its time in its handler, and would fill the memory. */
const KEPT_TX_BYTES = 4_096;

/** True for a transaction that is decoded each time. */
export function isLong(bytes: Uint8Array): boolean {
  return bytes.length > KEPT_TX_BYTES;
}

interface Kept {
  readonly bytes: Uint8Array;
  readonly limits: TxLimits;
  readonly tx: DecodedTx;
}

/** Decodes transactions and remembers the last small ones. */
export interface TxDecoder {
  /** Decodes as {@link decodeTx} does. Throws the SDK's errors as TxError. */
  decode(bytes: Uint8Array, limits: TxLimits): DecodedTx;
  /** What {@link decode} gave for these bytes and limits, when it is remembered. */
  known(bytes: Uint8Array, limits: TxLimits): DecodedTx | undefined;
}

/**
 * Decodes a small transaction once for CheckTx, recheck and its block. What comes back depends on the bytes and limits
 * alone: a kept transaction is compared as a whole. Nobody may change it.
 */
export function createTxDecoder(router: Router, chain: ChainConfig): TxDecoder {
  const kept: BoundedMemo<string, Kept> = createBoundedMemo(TXS_KEPT);
  const nameOf = (bytes: Uint8Array): string => charsOf(bytes.subarray(-NAME_BYTES));

  function known(bytes: Uint8Array, limits: TxLimits): DecodedTx | undefined {
    if (isLong(bytes)) return undefined;
    const found = kept.get(nameOf(bytes));
    return found !== undefined && areEqual(found.limits, limits) && equalBytes(found.bytes, bytes) ? found.tx : undefined;
  }

  return {
    known,
    decode(bytes, limits) {
      const before = known(bytes, limits);
      if (before !== undefined) return before;
      const tx = decodeTx(bytes, router, chain, limits);
      if (!isLong(bytes)) kept.set(nameOf(bytes), { bytes: new Uint8Array(bytes), limits, tx });
      return tx;
    },
  };
}

function areEqual(a: TxLimits, b: TxLimits): boolean {
  return a.maxTxBytes === b.maxTxBytes && a.maxTxMessages === b.maxTxMessages;
}
