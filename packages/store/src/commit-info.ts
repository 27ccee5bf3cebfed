/** The multistore root of cosmos-sdk (store/types/commit_info.go, store/internal/maps). */
import { concatBytes, merkleRoot, toUtf8, uvarint, type Sha256 } from "@openledger/primitives";

/** Name and 32-byte tree root of one store. */
export interface StoreRoot {
  readonly name: string;
  readonly hash: Uint8Array;
}

/** Leaf of a store in the multistore's tree: the name and the hash of its root, each behind its length. */
export function storeLeaf(sha256: Sha256, { name, hash }: StoreRoot): Uint8Array {
  const nameBytes = toUtf8(name);
  const valueHash = sha256(hash);
  return concatBytes(uvarint(nameBytes.length), nameBytes, uvarint(valueHash.length), valueHash);
}

/** App hash (32 bytes) over stores that ascend by name. */
export function multiStoreRoot(sha256: Sha256, stores: readonly StoreRoot[]): Uint8Array {
  return merkleRoot(
    sha256,
    stores.map((store) => storeLeaf(sha256, store)),
  );
}
