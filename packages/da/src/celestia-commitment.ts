import { concatBytes, merkleRoot, u32be, type Sha256 } from "@openledger/primitives";

// Sources: celestia-app specs/data_structures (shares, blob commitment rules) and celestiaorg/nmt.
const SHARE_BYTES = 512;
/** Version byte and 28 bytes of id. */
const NAMESPACE_BYTES = 29;
const SUBTREE_ROOT_THRESHOLD = 64;
const LEAF_PREFIX = Uint8Array.of(0);
const INNER_PREFIX = Uint8Array.of(1);
const SEQUENCE_START = 1;

/** A blob as its shares hold it, in share version 0. */
export interface ShareBlob {
  /** 29 bytes: version and id. */
  readonly namespace: Uint8Array;
  readonly data: Uint8Array;
}

/** Celestia's namespace of version 0: a zero byte, 18 zero bytes and 10 of the user. */
export function celestiaNamespace(namespace: Uint8Array): Uint8Array {
  const whole = new Uint8Array(NAMESPACE_BYTES);
  whole.set(namespace, NAMESPACE_BYTES - namespace.length);
  return whole;
}

/**
 * Celestia's commitment to a blob, 32 bytes: the Merkle root over the roots of the namespaced trees into which its shares
 * fall when it is laid out for subtree root threshold 64.
 */
export function celestiaCommitment(sha256: Sha256, blob: ShareBlob): Uint8Array {
  const shares = splitShares(blob);
  const roots: Uint8Array[] = [];
  const widest = subtreeWidth(shares.length);
  for (let from = 0; from < shares.length;) {
    const rest = shares.length - from;
    const size = rest >= widest ? widest : 2 ** Math.floor(Math.log2(rest));
    roots.push(namespacedRoot(sha256, blob.namespace, shares.slice(from, from + size)));
    from += size;
  }
  return merkleRoot(sha256, roots);
}

function splitShares({ namespace, data }: ShareBlob): Uint8Array[] {
  const first = concatBytes(namespace, Uint8Array.of(SEQUENCE_START), u32be(data.length));
  const next = concatBytes(namespace, Uint8Array.of(0));
  const shares: Uint8Array[] = [];
  for (let offset = 0; offset < data.length || shares.length === 0;) {
    const share = new Uint8Array(SHARE_BYTES);
    const prefix = shares.length === 0 ? first : next;
    const piece = data.subarray(offset, offset + SHARE_BYTES - prefix.length);
    share.set(prefix);
    share.set(piece, prefix.length);
    shares.push(share);
    offset += SHARE_BYTES - prefix.length;
  }
  return shares;
}

function subtreeWidth(shares: number): number {
  const forThreshold = powerOfTwoFrom(Math.ceil(shares / SUBTREE_ROOT_THRESHOLD));
  return Math.min(forThreshold, powerOfTwoFrom(Math.ceil(Math.sqrt(shares))));
}

function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}

/** Root of a tree whose leaves share one namespace: namespace ‖ namespace ‖ hash. The number of shares is a power of two. */
function namespacedRoot(sha256: Sha256, namespace: Uint8Array, shares: readonly Uint8Array[]): Uint8Array {
  let level = shares.map((share) => concatBytes(namespace, namespace, sha256(concatBytes(LEAF_PREFIX, namespace, share))));
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) {
      const children = concatBytes(INNER_PREFIX, level[i] as Uint8Array, level[i + 1] as Uint8Array);
      above.push(concatBytes(namespace, namespace, sha256(children)));
    }
    level = above;
  }
  return level[0] as Uint8Array;
}
