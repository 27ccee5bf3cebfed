import { askComet } from "@openledger/localnet";
import { z } from "zod";
import type { Member } from "../cluster/cluster.ts";
import type { CommittedTransfer } from "../load/load.ts";
import { fetchBlock } from "./node-block.ts";

/** What became of committed transactions on every node. */
export interface FoundTxs {
  /** Found by hash, counted once for each node. */
  readonly byHash: number;
  /** In the block, though the node's index does not know the hash: CometBFT indexes after the block is stored, so a kill in between leaves it out. */
  readonly inBlockOnly: number;
  /** Older than the snapshot from which the node began; its state holds what they did. */
  readonly beforeSnapshot: number;
  /** Neither in the index nor in the block: `HASH on NODE`. */
  readonly lost: readonly string[];
}

const PER_PAGE = 100;
const pageShape = z.object({ txs: z.array(z.object({ hash: z.string() })), total_count: z.coerce.number() });

/** Looks for every transaction on every node. `firstHeights` names nodes that began from a snapshot. */
export async function findTxs(
  members: readonly Pick<Member, "name" | "validator">[],
  committed: readonly CommittedTransfer[],
  firstHeights: ReadonlyMap<string, bigint>,
): Promise<FoundTxs> {
  const found = { byHash: 0, inBlockOnly: 0, beforeSnapshot: 0, lost: [] as string[] };
  const byHeight = Map.groupBy(committed, ({ height }) => height);
  await Promise.all(
    members.map(async ({ name, validator }) => {
      for (const [height, txs] of byHeight) {
        if (height < (firstHeights.get(name) ?? 1n)) {
          found.beforeSnapshot += txs.length;
          continue;
        }
        const indexed = await indexedAt(validator.rpcUrl, height);
        const missing = txs.filter(({ hash }) => !indexed.has(hash));
        found.byHash += txs.length - missing.length;
        if (missing.length === 0) continue;
        const block = new Set((await fetchBlock(validator.rpcUrl, height)).txs);
        for (const { hash } of missing) {
          if (block.has(hash)) found.inBlockOnly += 1;
          else found.lost.push(`${hash} on ${name}`);
        }
      }
    }),
  );
  return found;
}

async function indexedAt(rpcUrl: string, height: bigint): Promise<Set<string>> {
  const hashes = new Set<string>();
  for (let page = 1; ; page++) {
    const query = encodeURIComponent(`"tx.height=${height}"`);
    const { txs, total_count } = await askComet(rpcUrl, `tx_search?query=${query}&page=${page}&per_page=${PER_PAGE}`, pageShape);
    for (const { hash } of txs) hashes.add(hash);
    if (hashes.size >= total_count || txs.length === 0) return hashes;
  }
}
