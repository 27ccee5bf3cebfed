import { charsOf, createBoundedMemo, equalBytes, type BoundedMemo } from "@openledger/primitives";
import type { ChainConfig } from "./context.ts";
import type { Router } from "./router.ts";
import { decodeTx, type DecodedTx, type TxLimits } from "./tx.ts";

/** Decoded transactions by their last bytes, which belong to a signature and so differ. */
const TXS_KEPT = 8_192;
const NAME_BYTES = 24;
/** A longer transaction spends its time in its handler, and would fill the memory. */
const KEPT_TX_BYTES = 4_096;

interface Kept {
  readonly bytes: Uint8Array;
  readonly limits: TxLimits;
  readonly tx: DecodedTx;
}

/** Decodes as {@link decodeTx} does. Throws the SDK's errors as TxError. */
export type TxDecoder = (bytes: Uint8Array, limits: TxLimits) => DecodedTx;

/**
 * Decodes a small transaction once for CheckTx, recheck and its block. What comes back depends on the bytes and limits
 * alone: a kept transaction is compared as a whole. Nobody may change it.
 */
export function createTxDecoder(router: Router, chain: ChainConfig): TxDecoder {
  const kept: BoundedMemo<string, Kept> = createBoundedMemo(TXS_KEPT);
  return (bytes, limits) => {
    if (bytes.length > KEPT_TX_BYTES) return decodeTx(bytes, router, chain, limits);
    const name = charsOf(bytes.subarray(-NAME_BYTES));
    const known = kept.get(name);
    if (known !== undefined && areEqual(known.limits, limits) && equalBytes(known.bytes, bytes)) return known.tx;
    const tx = decodeTx(bytes, router, chain, limits);
    kept.set(name, { bytes: new Uint8Array(bytes), limits, tx });
    return tx;
  };
}

function areEqual(a: TxLimits, b: TxLimits): boolean {
  return a.maxTxBytes === b.maxTxBytes && a.maxTxMessages === b.maxTxMessages;
}
