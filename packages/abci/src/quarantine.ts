import { toHex, type Sha256 } from "@openledger/primitives";

/** Transactions that tripped an assertion, so that nobody runs them again: a bounded memory of this node alone. */
export interface Quarantine {
  add(tx: Uint8Array, reason: string): void;
  has(tx: Uint8Array): boolean;
}

const KEPT = 1_000;

export function createQuarantine(sha256: Sha256, onAdded: (tx: Uint8Array, reason: string) => void = () => undefined): Quarantine {
  const hashes = new Set<string>();
  const hashOf = (tx: Uint8Array): string => toHex(sha256(tx));
  return {
    add(tx, reason) {
      const hash = hashOf(tx);
      if (hashes.has(hash)) return;
      for (const oldest of hashes) {
        if (hashes.size < KEPT) break;
        hashes.delete(oldest);
      }
      hashes.add(hash);
      onAdded(tx, reason);
    },
    // Almost always there is none, and then nothing is hashed.
    has: (tx) => hashes.size > 0 && hashes.has(hashOf(tx)),
  };
}
