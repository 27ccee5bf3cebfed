import { assert, equalBytes, type Sha256 } from "@openledger/primitives";
import { KEY_LENGTH_MAX } from "../key-value.ts";
import { HASH_LENGTH, VARINT_LENGTH_MAX, writeNodeHead, writeUnsigned } from "../node-hash.ts";
import type { CompactMemory } from "./compact-memory.ts";
import { LEAF } from "./node-pool.ts";

/** Hashes the nodes of a memory, as cosmos/iavl v1 does (node.go, writeHashBytes). */
export class CompactHasher {
  readonly #memory: CompactMemory;
  readonly #sha256: Sha256;
  readonly #scratch = new Uint8Array(4 * VARINT_LENGTH_MAX + KEY_LENGTH_MAX + 2 * (HASH_LENGTH + 1));
  /** The scratch cut to each length that occurred, since making a view costs as much as filling it. */
  readonly #views: (Uint8Array | undefined)[] = [];

  constructor(memory: CompactMemory) {
    this.#memory = memory;
    this.#sha256 = memory.sha256;
  }

  /** Hash of a node; computes those below it that are stale. 0, the empty tree, has the hash of nothing. */
  hash(id: number): Uint8Array {
    if (id === 0) return this.#sha256(this.#view(0));
    if (id >= LEAF) return this.#hashLeaf(id);
    const { pool } = this.#memory;
    if (pool.isLeftStale(id)) pool.setLeftHash(id, this.hash(pool.left(id)));
    if (pool.isRightStale(id)) pool.setRightHash(id, this.hash(pool.right(id)));
    const at = writeNodeHead(this.#scratch, pool.height(id), pool.size(id), pool.version(id));
    pool.writeHashes(id, this.#scratch, at);
    return this.#sha256(this.#view(at + 2 * (1 + HASH_LENGTH)));
  }

  /**
   * Hashes what lies wholly below `key`. Called between writes in ascending order, it meets nodes while they are in the
   * processor's cache; a later write that changes one marks it stale again.
   */
  hashBelow(root: number, key: Uint8Array): void {
    const { pool, arena } = this.#memory;
    let id = root;
    while (id !== 0 && id < LEAF) {
      if (arena.compare(pool.key(id), key) > 0) id = pool.left(id);
      else {
        if (pool.isLeftStale(id)) pool.setLeftHash(id, this.hash(pool.left(id)));
        id = pool.right(id);
      }
    }
  }

  /** Number of nodes below `id` whose stored hash is not the one of their content. */
  countWrong(id: number): number {
    if (id === 0 || id >= LEAF) return 0;
    const { pool } = this.#memory;
    const below = this.countWrong(pool.left(id)) + this.countWrong(pool.right(id));
    const left = equalBytes(pool.leftHash(id), this.hash(pool.left(id))) ? 0 : 1;
    return below + left + (equalBytes(pool.rightHash(id), this.hash(pool.right(id))) ? 0 : 1);
  }

  #hashLeaf(id: number): Uint8Array {
    const { pool, arena } = this.#memory;
    const scratch = this.#scratch;
    let at = writeNodeHead(scratch, 0, 1, pool.version(id));
    const key = arena.view(pool.key(id));
    at = writeUnsigned(scratch, at, key.length);
    scratch.set(key, at);
    at += key.length;
    scratch[at] = HASH_LENGTH;
    scratch.set(this.#sha256(arena.view(pool.value(id))), at + 1);
    return this.#sha256(this.#view(at + 1 + HASH_LENGTH));
  }

  #view(length: number): Uint8Array {
    assert(length <= this.#scratch.length, "the preimage of a node fits the scratch");
    return (this.#views[length] ??= this.#scratch.subarray(0, length));
  }
}
