import { concatBytes, toUtf8, type Sha256 } from "@openledger/primitives";

/** Where a chain's blobs lie on DA; 10 bytes each. */
export interface Namespaces {
  /** Signed headers; what a light client reads. */
  readonly headers: Uint8Array;
  /** Transactions and evidence of blocks. */
  readonly data: Uint8Array;
  /** Written by anyone: forced transactions, rotations, attestations. */
  readonly forced: Uint8Array;
}

const NAMESPACE_BYTES = 10;

/** The namespaces of a chain: the first bytes of sha256("openledger/da/<name>/1" ‖ 0 ‖ chain id). */
export function namespacesOf(sha256: Sha256, chainId: string): Namespaces {
  const named = (name: string): Uint8Array =>
    sha256(concatBytes(toUtf8(`openledger/da/${name}/1`), Uint8Array.of(0), toUtf8(chainId))).slice(0, NAMESPACE_BYTES);
  return { headers: named("headers"), data: named("data"), forced: named("forced") };
}
