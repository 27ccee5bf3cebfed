/** The two proof operations that answer `/store/<name>/key` with `prove=true`, and their verification. */
import {
  assert,
  concatBytes,
  equalBytes,
  leafHash,
  merkleProofOfHashes,
  merkleSplit,
  toUtf8,
  type Sha256,
} from "@openledger/primitives";
import { storeLeaf } from "./commit-info.ts";
import { existenceProof, nonExistenceProof } from "./iavl-proof.ts";
import { decodeCommitmentProof } from "./ics23-decode.ts";
import { encodeCommitmentProof } from "./ics23-encode.ts";
import { IAVL_SPEC, TENDERMINT_SPEC, type ChildSide } from "./ics23-spec.ts";
import { NO_HASH, SHA256, VAR_PROTO, type CommitmentProof, type ExistenceProof, type InnerOp } from "./ics23-types.ts";
import { rootOfExistence, verifyExistence, verifyNonExistence } from "./ics23-verify.ts";
import type { CommittedVersion } from "./multi-store.ts";
import { StoreError } from "./store-error.ts";

/** CometBFT's ProofOp: `data` holds a protobuf CommitmentProof. */
export interface ProofOp {
  readonly type: "ics23:iavl" | "ics23:simple";
  readonly key: Uint8Array;
  readonly data: Uint8Array;
}

/** Value of a key, or undefined when it is absent, with the proof of either. */
export interface QueryProof {
  readonly value: Uint8Array | undefined;
  /** The key under its store's root, then that root under the app hash. */
  readonly ops: readonly [ProofOp, ProofOp];
}

/**
 * Proves what a version holds under a key, against the version's app hash (which header version + 1 carries).
 * Arguments may come from outside: an unknown store throws StoreError UNKNOWN_STORE, an empty or overlong key and an
 * absent key of an empty store throw StoreError NOT_PROVABLE.
 */
export function proveQuery(sha256: Sha256, state: CommittedVersion, store: string, key: Uint8Array): QueryProof {
  if (!state.roots.some(({ name }) => name === store)) {
    const names = state.roots.map(({ name }) => name).join(", ");
    throw new StoreError("UNKNOWN_STORE", `there is no store named ${store}; ask for one of ${names}`);
  }
  const tree = state.store(store);
  const value = tree.get(key);
  const proof: CommitmentProof =
    value === undefined ? { nonexist: nonExistenceProof(tree, key) } : { exist: existenceProof(tree, key) };
  const storeProof = { exist: proveStore(sha256, state, store) };
  return {
    value,
    ops: [
      { type: "ics23:iavl", key: key.slice(), data: encodeCommitmentProof(proof) },
      { type: "ics23:simple", key: toUtf8(store), data: encodeCommitmentProof(storeProof) },
    ],
  };
}

/**
 * True when `ops` show that the store has `value` under `key`, or nothing when `value` is undefined, below
 * `appHash`. Never throws for malformed proofs.
 */
export function verifyQuery(
  sha256: Sha256,
  appHash: Uint8Array,
  store: string,
  key: Uint8Array,
  value: Uint8Array | undefined,
  ops: readonly { readonly type: string; readonly key: Uint8Array; readonly data: Uint8Array }[],
): boolean {
  const [keyOp, storeOp] = ops;
  if (ops.length !== 2 || keyOp?.type !== "ics23:iavl" || storeOp?.type !== "ics23:simple") return false;
  const keyProof = decodeOrUndefined(keyOp.data);
  const storeProof = decodeOrUndefined(storeOp.data)?.exist;
  const name = toUtf8(store);
  if (keyProof === undefined || storeProof === undefined) return false;
  if (!equalBytes(keyOp.key, key) || !equalBytes(storeOp.key, name)) return false;
  const root = storeProof.value;
  if (!verifyExistence(sha256, TENDERMINT_SPEC, appHash, storeProof, name, root)) return false;
  if (value === undefined) {
    return keyProof.nonexist !== undefined && verifyNonExistence(sha256, IAVL_SPEC, root, keyProof.nonexist, key);
  }
  return keyProof.exist !== undefined && verifyExistence(sha256, IAVL_SPEC, root, keyProof.exist, key, value);
}

/** Proof that a store has its root under the version's app hash. */
export function proveStore(sha256: Sha256, state: CommittedVersion, store: string): ExistenceProof {
  const index = state.roots.findIndex(({ name }) => name === store);
  const root = state.roots[index];
  assert(root !== undefined, `there is no store named ${store}`);
  const hashes = state.roots.map((entry) => leafHash(sha256, storeLeaf(sha256, entry)));
  const { aunts } = merkleProofOfHashes(sha256, hashes, index);
  const sides = childSides(hashes.length, index);
  const path = aunts.map((aunt, i) => simpleInnerOp(aunt, sides[i] ?? "left"));
  const prefix = Uint8Array.of(0);
  const leaf = { hash: SHA256, prehashKey: NO_HASH, prehashValue: SHA256, length: VAR_PROTO, prefix };
  const proof = { key: toUtf8(store), value: root.hash, leaf, path };
  assert(
    equalBytes(rootOfExistence(sha256, TENDERMINT_SPEC, proof) ?? new Uint8Array(0), state.appHash),
    "the proof of a store leads to the app hash",
  );
  return proof;
}

function simpleInnerOp(aunt: Uint8Array, side: ChildSide): InnerOp {
  return side === "left"
    ? { hash: SHA256, prefix: Uint8Array.of(1), suffix: aunt }
    : { hash: SHA256, prefix: concatBytes(Uint8Array.of(1), aunt), suffix: new Uint8Array(0) };
}

/** Side of the path at each inner node, from the leaf up. */
function childSides(total: number, index: number): readonly ChildSide[] {
  const sides: ChildSide[] = [];
  let from = 0;
  let to = total;
  while (to - from > 1) {
    const middle = from + merkleSplit(to - from);
    if (index < middle) {
      sides.unshift("left");
      to = middle;
    } else {
      sides.unshift("right");
      from = middle;
    }
  }
  return sides;
}

function decodeOrUndefined(data: Uint8Array): CommitmentProof | undefined {
  try {
    return decodeCommitmentProof(data);
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}
