/**
 * Which steps a proof of a tree may take. The checks are those of cosmos/ics23 with its IavlSpec and TendermintSpec,
 * and one stricter: a step must have the exact length of a genuine inner node, with its sibling on one side.
 */
import { NO_HASH, SHA256, VAR_PROTO, type InnerOp, type LeafOp } from "./ics23-types.ts";

/** The side on which the proven child lies. */
export type ChildSide = "left" | "right";

export interface ProofSpec {
  /** True when the prefix is that of a leaf. */
  isLeafPrefix(prefix: Uint8Array): boolean;
  /** Side of the child at the step `layer` (1 is the leaf's parent), undefined when no genuine node has this form. */
  childSide(op: InnerOp, layer: number): ChildSide | undefined;
}

/** Trees of cosmos/iavl v1. */
export const IAVL_SPEC: ProofSpec = {
  isLeafPrefix(prefix) {
    const head = readHead(prefix);
    return head !== undefined && head.height === 0 && head.size === 1 && head.length === prefix.length;
  },
  childSide({ prefix, suffix }, layer) {
    const head = readHead(prefix);
    if (head === undefined || head.height < layer) return undefined;
    const rest = prefix.length - head.length;
    if (rest === 1 && prefix[head.length] === 32 && suffix.length === 33 && suffix[0] === 32) return "left";
    if (rest === 34 && prefix[head.length] === 32 && prefix.at(-1) === 32 && suffix.length === 0) return "right";
    return undefined;
  },
};

/** The simple Merkle tree of the multistore (RFC 6962). */
export const TENDERMINT_SPEC: ProofSpec = {
  isLeafPrefix: (prefix) => prefix.length === 1 && prefix[0] === 0,
  childSide({ prefix, suffix }) {
    if (prefix[0] !== 1) return undefined;
    if (prefix.length === 1 && suffix.length === 32) return "left";
    if (prefix.length === 33 && suffix.length === 0) return "right";
    return undefined;
  },
};

/** True when the leaf hashes as both trees do: sha256(prefix ‖ len ‖ key ‖ len ‖ sha256(value)). */
export function leafFits(spec: ProofSpec, leaf: LeafOp): boolean {
  return (
    leaf.hash === SHA256 &&
    leaf.prehashKey === NO_HASH &&
    leaf.prehashValue === SHA256 &&
    leaf.length === VAR_PROTO &&
    spec.isLeafPrefix(leaf.prefix)
  );
}

interface Head {
  readonly height: number;
  readonly size: number;
  /** Bytes that the three numbers take. */
  readonly length: number;
}

/** Reads zigzag varints of height, size and version; undefined when one is negative, cut short or not below 2^48. */
function readHead(prefix: Uint8Array): Head | undefined {
  const numbers: number[] = [];
  let at = 0;
  while (numbers.length < 3) {
    let value = 0;
    let scale = 1;
    let byte = 0x80;
    while (byte >= 0x80) {
      const next = prefix[at++];
      if (next === undefined || scale > 2 ** 42) return undefined;
      byte = next;
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    }
    if (value % 2 === 1) return undefined;
    numbers.push(value / 2);
  }
  const [height = 0, size = 0] = numbers;
  return { height, size, length: at };
}
