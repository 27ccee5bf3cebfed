import { assert, assertDefined, emptyHash, type Sha256 } from "@openledger/primitives";
import { assertCanonicalChangeSet, type Change, type ChangeSet } from "../change-set.ts";
import { multiStoreRoot, type StoreRoot } from "../commit-info.ts";
import { assertKey, assertValue } from "../key-value.ts";
import {
  checkedNames,
  requireRetained,
  type Candidate,
  type CommitId,
  type CommittedMultiStore,
  type CommittedVersion,
  type MultiStoreOptions,
} from "../multi-store.ts";
import { CompactEdit } from "./compact-edit.ts";
import { CompactHasher } from "./compact-hash.ts";
import { createCompactMemory, type CompactMemory } from "./compact-memory.ts";
import { CompactTree } from "./compact-tree.ts";
import { whileHeld, type Lease } from "./lease.ts";
import { encodeNodes } from "./node-stream.ts";
import { encodeSnapshot, type SnapshotBlock, type SnapshotSummary } from "./snapshot-encode.ts";

/**
 * A snapshot of one version while it is written. The version stays in memory until every snapshot of it is released. Going on
 * with one whose version was pruned since throws StoreError VERSION_NOT_AVAILABLE.
 */
export interface SnapshotSource {
  readonly version: bigint;
  /** Blocks of at most some megabytes, computed one by one as they are asked for; the same bytes on every node. */
  blocks(): Generator<SnapshotBlock, SnapshotSummary>;
  /** The version as nodes send it to each other, for `importNodes`; the same bytes on every node, cut into pieces anywhere. */
  nodes(): Generator<Uint8Array, void>;
  readonly appHash: Uint8Array;
  /** Calling it again changes nothing. */
  release(): void;
}

/** {@link CommittedMultiStore} in typed arrays, about 200 bytes per key of 32 bytes with a value of 32. */
export interface CompactMultiStore extends CommittedMultiStore {
  /** Nodes in use, and bytes with keys and values, of all versions in memory. */
  readonly usage: { readonly nodes: number; readonly bytes: number };
  /**
   * `preview` with a step every few writes, between which versions may be read and snapshots written; the same version
   * must still be the last at the end. Ended early, it leaves nothing behind.
   */
  previewInSteps(changeSet: ChangeSet): Generator<void, Candidate, unknown>;
  /** Frees what a preview takes before the next commit does so; it cannot be read or committed any more. */
  discard(candidate: Candidate): void;
  /** Begins a snapshot of a retained version, the last by default. Throws StoreError VERSION_NOT_AVAILABLE. */
  snapshot(version?: bigint): SnapshotSource;
  /** Computes every hash of the last version anew; names the stores in which one is wrong. */
  storesWithWrongHashes(): readonly string[];
}

/** What a multistore starts from: nothing, or a snapshot. */
export interface CompactStart {
  readonly version: bigint;
  readonly memory: CompactMemory;
  /** Root nodes by store, in ascending order of the names. */
  readonly roots: readonly number[];
}

interface StoredVersion extends CommittedVersion {
  readonly lease: Lease;
  readonly rootIds: readonly number[];
  /** Frees what only this version and earlier ones reach; set when the next version is committed. */
  free: () => void;
}

interface Preview {
  readonly candidate: Candidate;
  readonly base: StoredVersion;
  readonly next: StoredVersion;
  readonly edit: CompactEdit;
}

/**
 * Creates stores whose trees lie in compact memory: hashes, shape and interface equal those of `createMultiStore`.
 * Reading a version after it was pruned, or a candidate after another was committed, throws StoreError
 * VERSION_NOT_AVAILABLE.
 */
export function createCompactMultiStore(options: MultiStoreOptions, start?: CompactStart): CompactMultiStore {
  return new CompactState(options, start);
}

/** Versions below it fit the records of nodes. */
export const VERSION_LIMIT: bigint = 1n << 48n;

/** Writes after which the nodes they made are hashed. */
const HASH_EVERY = 16;

class CompactState implements CompactMultiStore {
  readonly storeNames: readonly string[];
  readonly #memory: CompactMemory;
  readonly #hasher: CompactHasher;
  readonly #sha256: Sha256;
  readonly #retainVersions: number;
  /** Oldest first, without gaps. */
  readonly #retained: StoredVersion[];
  #previews: Preview[] = [];
  /** How many snapshots of a version are being written. */
  readonly #pins = new Map<StoredVersion, number>();

  constructor(options: MultiStoreOptions, start: CompactStart | undefined) {
    const { sha256, retainVersions = 100, firstVersion = 1n } = options;
    assert(Number.isSafeInteger(retainVersions) && retainVersions >= 1, "at least one version is retained");
    assert(firstVersion >= 1n, "the first version is 1 or more");
    this.storeNames = checkedNames(options.stores);
    this.#sha256 = sha256;
    this.#retainVersions = retainVersions;
    this.#memory = start?.memory ?? createCompactMemory(sha256);
    this.#hasher = new CompactHasher(this.#memory);
    const version = start?.version ?? firstVersion - 1n;
    const first = this.#versionOf(version, start?.roots ?? this.storeNames.map(() => 0));
    this.#retained = [start === undefined ? { ...first, appHash: emptyHash(sha256) } : first];
  }

  get version(): bigint {
    return this.#last.version;
  }

  get appHash(): Uint8Array {
    return this.#last.appHash;
  }

  get oldestVersion(): bigint {
    return (this.#retained[0] as StoredVersion).version;
  }

  get usage(): { readonly nodes: number; readonly bytes: number } {
    const { pool, arena } = this.#memory;
    return { nodes: pool.usedNodes, bytes: pool.usedBytes + arena.usedBytes };
  }

  get #last(): StoredVersion {
    return this.#retained.at(-1) as StoredVersion;
  }

  store(name: string): ReturnType<CommittedVersion["store"]> {
    return this.#last.store(name);
  }

  preview(changeSet: ChangeSet): Candidate {
    const steps = this.previewInSteps(changeSet);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  }

  *previewInSteps(changeSet: ChangeSet): Generator<void, Candidate, unknown> {
    assertCanonicalChangeSet(changeSet);
    const base = this.#last;
    const version = base.version + 1n;
    assert(version < VERSION_LIMIT, `tree version out of range: ${version}`);
    const edit = new CompactEdit(this.#memory, Number(version));
    const rootIds = yield* this.#edited(base, changeSet, edit);
    const next = this.#versionOf(version, rootIds, base);
    const candidate = { version, appHash: next.appHash, changeSet, state: next };
    this.#previews.push({ candidate, base, next, edit });
    return candidate;
  }

  commit(next: ChangeSet | Candidate): CommitId {
    const candidate = "changeSet" in next ? next : this.preview(next);
    const chosen = this.#previews.find((preview) => preview.candidate === candidate);
    assert(chosen?.base === this.#last, "a candidate is committed on the version it was previewed on");
    for (const preview of this.#previews) if (preview !== chosen) giveUp(preview);
    this.#previews = [];
    chosen.base.free = chosen.edit.keep();
    this.#retained.push(chosen.next);
    this.#prune();
    return { version: chosen.next.version, appHash: chosen.next.appHash };
  }

  discard(candidate: Candidate): void {
    const found = this.#previews.find((preview) => preview.candidate === candidate);
    if (found === undefined) return;
    this.#previews = this.#previews.filter((preview) => preview !== found);
    giveUp(found);
  }

  reader(version: bigint = this.version): CommittedVersion {
    return this.#retainedAt(version);
  }

  root(version: bigint = this.version): CommitId & { readonly roots: readonly StoreRoot[] } {
    return this.reader(version);
  }

  snapshot(at: bigint = this.version): SnapshotSource {
    const pinned = this.#retainedAt(at);
    this.#pins.set(pinned, (this.#pins.get(pinned) ?? 0) + 1);
    const { version, appHash, rootIds, lease } = pinned;
    let isHeld = true;
    return {
      version,
      appHash,
      nodes: () => whileHeld(lease, encodeNodes(this.#memory, this.storeNames, rootIds)),
      blocks: () => whileHeld(lease, encodeSnapshot(this.#memory, { version, appHash, names: this.storeNames, rootIds })),
      release: () => {
        if (isHeld) this.#unpin(pinned);
        isHeld = false;
      },
    };
  }

  #unpin(pinned: StoredVersion): void {
    const others = (this.#pins.get(pinned) ?? 1) - 1;
    if (others > 0) this.#pins.set(pinned, others);
    else this.#pins.delete(pinned);
    this.#prune();
  }

  storesWithWrongHashes(): readonly string[] {
    const { rootIds } = this.#last;
    return this.storeNames.filter((_, i) => this.#hasher.countWrong(rootIds[i] as number) > 0);
  }

  #retainedAt(version: bigint): StoredVersion {
    const oldest = this.oldestVersion;
    requireRetained(version, oldest, this.version);
    return assertDefined(this.#retained[Number(version - oldest)], "retained versions have no gap");
  }

  #prune(): void {
    while (this.#retained.length > this.#retainVersions) {
      const oldest = this.#retained[0] as StoredVersion;
      if (this.#pins.has(oldest)) return;
      this.#retained.shift();
      oldest.lease.released = true;
      oldest.free();
    }
  }

  /** Root nodes after the changes; when one is refused, nothing stays behind. */
  *#edited(base: StoredVersion, changeSet: ChangeSet, edit: CompactEdit): Generator<void, readonly number[], unknown> {
    const rootIds = [...base.rootIds];
    let isWhole = false;
    try {
      for (const { store, changes } of changeSet) {
        const index = this.storeNames.indexOf(store);
        assert(index >= 0, `there is no store named ${store}`);
        rootIds[index] = yield* this.#written(rootIds[index] as number, changes, edit);
      }
      isWhole = true;
      return rootIds;
    } finally {
      if (!isWhole) edit.discard();
    }
  }

  *#written(before: number, changes: readonly Change[], edit: CompactEdit): Generator<void, number, unknown> {
    let root = before;
    for (let i = 0; i < changes.length; i++) {
      const { key, value } = changes[i] as Change;
      if (i % HASH_EVERY === 0) {
        yield;
        this.#hasher.hashBelow(root, key);
      }
      assertKey(key);
      if (value !== undefined) assertValue(value);
      root = value === undefined ? edit.remove(root, key) : edit.set(root, key, value);
    }
    return root;
  }

  /** Computes the root of every tree; one that is as in `base` keeps its root. */
  #versionOf(version: bigint, rootIds: readonly number[], base?: StoredVersion): StoredVersion {
    const lease: Lease = { version, released: false };
    const roots = this.storeNames.map((name, i) => {
      const id = rootIds[i] as number;
      const known = base?.rootIds[i] === id ? base.roots[i] : undefined;
      return known ?? { name, hash: this.#hasher.hash(id) };
    });
    const store = (name: string): CompactTree => {
      const index = this.storeNames.indexOf(name);
      assert(index >= 0, `there is no store named ${name}`);
      return new CompactTree(this.#memory, lease, rootIds[index] as number, (roots[index] as StoreRoot).hash);
    };
    return { version, appHash: multiStoreRoot(this.#sha256, roots), roots, rootIds, lease, store, free: nothing };
  }
}

function giveUp({ next, edit }: Preview): void {
  next.lease.released = true;
  edit.discard();
}

function nothing(): void {}
