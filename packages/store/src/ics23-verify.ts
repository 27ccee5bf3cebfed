import { compareBytes, concatBytes, equalBytes, uvarint, type Sha256 } from "@openledger/primitives";
import { leafFits, type ChildSide, type ProofSpec } from "./ics23-spec.ts";
import { SHA256, type ExistenceProof, type InnerOp, type NonExistenceProof } from "./ics23-types.ts";

/** Longest path of a proof, as in cosmos/ics23. */
const DEPTH_MAX = 128;

/** True when `proof` shows that `key` has `value` under `root`. Never throws for a malformed proof. */
export function verifyExistence(
  sha256: Sha256,
  spec: ProofSpec,
  root: Uint8Array,
  proof: ExistenceProof,
  key: Uint8Array,
  value: Uint8Array,
): boolean {
  return equalBytes(proof.key, key) && equalBytes(proof.value, value) && provesItself(sha256, spec, root, proof);
}

/** True when `proof` shows that no value is stored under `key` below `root`. Never throws for a malformed proof. */
export function verifyNonExistence(
  sha256: Sha256,
  spec: ProofSpec,
  root: Uint8Array,
  proof: NonExistenceProof,
  key: Uint8Array,
): boolean {
  const { left, right } = proof;
  if (left === undefined && right === undefined) return false;
  if (left !== undefined && !(compareBytes(left.key, key) < 0 && provesItself(sha256, spec, root, left))) return false;
  if (right !== undefined && !(compareBytes(key, right.key) < 0 && provesItself(sha256, spec, root, right)))
    return false;
  if (left === undefined) return liesOn("left", spec, right?.path ?? [], 0);
  if (right === undefined) return liesOn("right", spec, left.path, 0);
  return areNeighbours(spec, left.path, right.path);
}

/** Root that the proof leads to, or undefined when a step has not the form of a genuine node. */
export function rootOfExistence(sha256: Sha256, spec: ProofSpec, proof: ExistenceProof): Uint8Array | undefined {
  const { key, value, leaf, path } = proof;
  if (key.length === 0 || value.length === 0 || path.length > DEPTH_MAX || !leafFits(spec, leaf)) return undefined;
  const valueHash = sha256(value);
  let hash = sha256(concatBytes(leaf.prefix, uvarint(key.length), key, uvarint(valueHash.length), valueHash));
  for (const [i, op] of path.entries()) {
    if (op.hash !== SHA256 || spec.childSide(op, i + 1) === undefined) return undefined;
    hash = sha256(concatBytes(op.prefix, hash, op.suffix));
  }
  return hash;
}

function provesItself(sha256: Sha256, spec: ProofSpec, root: Uint8Array, proof: ExistenceProof): boolean {
  const computed = rootOfExistence(sha256, spec, proof);
  return computed !== undefined && equalBytes(computed, root);
}

/** True when the path keeps to one side from the leaf up to `above` steps below its end. */
function liesOn(side: ChildSide, spec: ProofSpec, path: readonly InnerOp[], above: number): boolean {
  return path.every((op, i) => i >= path.length - above || spec.childSide(op, i + 1) === side);
}

/** True when no leaf lies between: the paths part at one node, left of it rightmost and right of it leftmost. */
function areNeighbours(spec: ProofSpec, left: readonly InnerOp[], right: readonly InnerOp[]): boolean {
  let shared = 0;
  while (shared < left.length && shared < right.length && sameStep(left.at(-1 - shared), right.at(-1 - shared)))
    shared++;
  const leftFork = left.at(-1 - shared);
  const rightFork = right.at(-1 - shared);
  if (leftFork === undefined || rightFork === undefined) return false;
  return (
    spec.childSide(leftFork, left.length - shared) === "left" &&
    spec.childSide(rightFork, right.length - shared) === "right" &&
    liesOn("right", spec, left, shared + 1) &&
    liesOn("left", spec, right, shared + 1)
  );
}

function sameStep(a: InnerOp | undefined, b: InnerOp | undefined): boolean {
  return a !== undefined && b !== undefined && equalBytes(a.prefix, b.prefix) && equalBytes(a.suffix, b.suffix);
}
