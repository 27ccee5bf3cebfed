import type { Sha256 } from "@openledger/primitives";
import { ByteArena } from "./byte-arena.ts";
import { NodePool } from "./node-pool.ts";

/** Where the nodes, keys and values of all trees of a state lie. */
export interface CompactMemory {
  readonly sha256: Sha256;
  readonly pool: NodePool;
  readonly arena: ByteArena;
}

export function createCompactMemory(
  sha256: Sha256,
  pool: NodePool = new NodePool(),
  arena: ByteArena = new ByteArena(),
): CompactMemory {
  return { sha256, pool, arena };
}
