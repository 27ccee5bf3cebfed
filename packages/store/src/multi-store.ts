import { assert, assertDefined, emptyHash, type Sha256 } from "@openledger/primitives";
import type { AuthenticatedTree } from "./authenticated-tree.ts";
import { assertCanonicalChangeSet, compareStoreNames, type ChangeSet } from "./change-set.ts";
import { multiStoreRoot, type StoreRoot } from "./commit-info.ts";
import { createIavlTree, type IavlTree } from "./iavl-tree.ts";
import type { MultiStoreReader } from "./key-value.ts";
import { StoreError } from "./store-error.ts";

/** Number and root of a version. */
export interface CommitId {
  /** Equals the height of the block that wrote it; one less than the first version before any commit. */
  readonly version: bigint;
  /** 32 bytes: root over all stores; sha256("") before any commit, as in the Cosmos SDK. */
  readonly appHash: Uint8Array;
}

/** One committed version; later commits do not change it. */
export interface CommittedVersion extends CommitId, MultiStoreReader {
  /** The authenticated tree of a store. An unknown name stops with an InvariantViolation. */
  store(name: string): AuthenticatedTree;
  /** Roots of all stores, ascending by name. */
  readonly roots: readonly StoreRoot[];
}

/** What the next version becomes if it is committed. */
export interface Candidate extends CommitId {
  readonly changeSet: ChangeSet;
  /** Reads the state after the changes. */
  readonly state: CommittedVersion;
}

export interface MultiStoreOptions {
  readonly sha256: Sha256;
  /** Lower-case names, each once; all enter the app hash. */
  readonly stores: readonly string[];
  /** How many of the last versions stay readable, at least 1; 100 by default. */
  readonly retainVersions?: number;
  /** Version of the first commit (the chain's initial height); 1 by default. */
  readonly firstVersion?: bigint;
}

/** Versioned IAVL trees under one root. */
export interface CommittedMultiStore extends CommitId, MultiStoreReader {
  /** Ascending. */
  readonly storeNames: readonly string[];
  /** Oldest version that {@link reader} still serves. */
  readonly oldestVersion: bigint;
  /** A tree of the last committed version. */
  store(name: string): AuthenticatedTree;
  /** Computes the next version without committing it. Changes must be canonical (see ChangeSet). */
  preview(changeSet: ChangeSet): Candidate;
  /** Makes the changes, or a candidate previewed on the present version, the next version. */
  commit(next: ChangeSet | Candidate): CommitId;
  /** A retained version, the last by default. Throws StoreError VERSION_NOT_AVAILABLE. */
  reader(version?: bigint): CommittedVersion;
  /** App hash and store roots of a retained version. Throws StoreError VERSION_NOT_AVAILABLE. */
  root(version?: bigint): CommitId & { readonly roots: readonly StoreRoot[] };
}

const STORE_NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** Creates empty stores of plain trees: the reference that tests hold the compact ones against. */
export function createMultiStore(options: MultiStoreOptions): CommittedMultiStore {
  const { sha256, retainVersions = 100, firstVersion = 1n } = options;
  assert(Number.isSafeInteger(retainVersions) && retainVersions >= 1, "at least one version is retained");
  assert(firstVersion >= 1n, "the first version is 1 or more");
  const storeNames = checkedNames(options.stores);
  const parents = new WeakMap<Candidate, { readonly base: PlainVersion; readonly next: PlainVersion }>();
  const empty = versionOf(
    sha256,
    firstVersion - 1n,
    storeNames.map((name) => ({ name, tree: createIavlTree(sha256) })),
  );
  let last: PlainVersion = { ...empty, appHash: emptyHash(sha256) };
  // Oldest first, without gaps.
  const retained: PlainVersion[] = [last];

  function preview(changeSet: ChangeSet): Candidate {
    const state = nextVersion(sha256, last, changeSet);
    const candidate = { version: state.version, appHash: state.appHash, changeSet, state };
    parents.set(candidate, { base: last, next: state });
    return candidate;
  }

  function commit(next: ChangeSet | Candidate): CommitId {
    const candidate = "changeSet" in next ? next : preview(next);
    const known = parents.get(candidate);
    assert(known?.base === last, "a candidate is committed on the version it was previewed on");
    last = known.next;
    retained.push(last);
    if (retained.length > retainVersions) retained.shift();
    return { version: last.version, appHash: last.appHash };
  }

  function reader(version: bigint = last.version): PlainVersion {
    const oldest = last.version - BigInt(retained.length - 1);
    requireRetained(version, oldest, last.version);
    return assertDefined(retained[Number(version - oldest)], "retained versions have no gap");
  }

  return {
    storeNames,
    get version() {
      return last.version;
    },
    get appHash() {
      return last.appHash;
    },
    get oldestVersion() {
      return last.version - BigInt(retained.length - 1);
    },
    store: (name) => last.store(name),
    preview,
    commit,
    reader,
    root: reader,
  };
}

/** Throws StoreError VERSION_NOT_AVAILABLE unless a version lies in the retained range. */
export function requireRetained(version: bigint, oldest: bigint, last: bigint): void {
  if (version >= oldest && version <= last) return;
  throw new StoreError(
    "VERSION_NOT_AVAILABLE",
    `version ${version} is not available; ask for one from ${oldest} to ${last}`,
  );
}

interface PlainVersion extends CommittedVersion {
  store(name: string): IavlTree;
}

interface NamedTree {
  readonly name: string;
  readonly tree: IavlTree;
}

/** Store names ascending; stops with an InvariantViolation when one is malformed or repeated. */
export function checkedNames(names: readonly string[]): readonly string[] {
  const sorted = names.toSorted(compareStoreNames);
  sorted.forEach((name, i) => {
    assert(STORE_NAME.test(name), `store name ${name} is not lower-case letters, digits, _ and -`);
    assert(name !== sorted[i - 1], `store name ${name} appears twice`);
  });
  return sorted;
}

function nextVersion(sha256: Sha256, base: PlainVersion, changeSet: ChangeSet): PlainVersion {
  assertCanonicalChangeSet(changeSet);
  const version = base.version + 1n;
  const changed = new Map<string, IavlTree>();
  for (const { store, changes } of changeSet) changed.set(store, base.store(store).apply(changes, version));
  const trees = base.roots.map(({ name }) => ({ name, tree: changed.get(name) ?? base.store(name) }));
  return versionOf(sha256, version, trees);
}

function versionOf(sha256: Sha256, version: bigint, trees: readonly NamedTree[]): PlainVersion {
  const byName = new Map(trees.map(({ name, tree }) => [name, tree]));
  const roots = trees.map(({ name, tree }) => ({ name, hash: tree.hash() }));
  return {
    version,
    appHash: multiStoreRoot(sha256, roots),
    roots,
    store: (name) => assertDefined(byName.get(name), `there is no store named ${name}`),
  };
}
