import { headerHash, type SignedHeader } from "@openledger/comet";
import { toHex } from "@openledger/primitives";
import type { DerivationOptions } from "./derivation.ts";
import { isEquivocation } from "./join-block.ts";
import { addRecent } from "./recent-set.ts";

/** Finds second sealed headers of heights, each once, in bounded memory and work however often a stranger repeats what was posted. */
export interface EquivocationFinder {
  /** Among the headers of a batch of blocks that are there; `name` is of the batch, and `decode` gives its headers. */
  amongThere(name: string, decode: () => readonly SignedHeader[] | undefined): readonly SignedHeader[] | undefined;
  /** Headers that came before their data, or too early: another block may still be derived at their heights. */
  remember(dropped: readonly SignedHeader[]): void;
  /** Among what was remembered, now that the block of a height is derived. */
  amongDropped(height: bigint): readonly SignedHeader[];
}

/** More are no news: each proves that the key is in two hands. */
const FOUND_MAX = 256;
const DROPPED_MAX = 1_024;
const BATCHES_MAX = 4_096;

export function createEquivocationFinder(options: DerivationOptions): EquivocationFinder {
  const found = new Set<string>();
  const compared = new Set<string>();
  let dropped: SignedHeader[] = [];

  /** Whether a header is an equivocation that was not found before. */
  const isNew = (signed: SignedHeader): boolean => {
    if (found.size >= FOUND_MAX) return false;
    const name = `${signed.header.height}/${toHex(headerHash(options.crypto.sha256, signed.header))}`;
    if (found.has(name) || !isEquivocation(options, signed)) return false;
    found.add(name);
    return true;
  };

  return {
    amongThere(name, decode) {
      if (compared.has(name)) return [];
      addRecent(compared, name, BATCHES_MAX);
      return decode()?.filter(isNew);
    },
    remember(headers) {
      dropped = [...dropped, ...headers].slice(-DROPPED_MAX);
    },
    amongDropped(height) {
      if (dropped.length === 0) return [];
      const here = dropped.filter(({ header }) => header.height === height);
      dropped = dropped.filter(({ header }) => header.height > height);
      return here.filter(isNew);
    },
  };
}
