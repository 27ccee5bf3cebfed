import type { ChainStore } from "./chain-store.ts";

/** Gas that a transaction used in the block in which the ante chain let it through; 0 for one that is in none. */
export function gasUsedBy({ txs, results }: Pick<ChainStore, "txs" | "results">, hash: Uint8Array): bigint {
  const place = txs.byHash(hash);
  return place === undefined ? 0n : (results(place.height)?.txResults[place.index]?.gasUsed ?? 0n);
}
