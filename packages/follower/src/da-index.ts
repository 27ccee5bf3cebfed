import { join } from "node:path";
import { openRecordLog, type FileSystem } from "@openledger/kv";
import { concatBytes, readU64be, u64be } from "@openledger/primitives";

/** At which DA height each block was found; durable after `sync`, and when it is given up. */
export interface DaIndex extends Disposable {
  /** Undefined for a block that was not found yet. */
  daHeightOf(height: bigint): bigint | undefined;
  /** Of the last block that was found; 0 before the first. */
  readonly lastDaHeight: bigint;
  /** The block after the last one was found. */
  add(height: bigint, daHeight: bigint): void;
  /** Makes durable what was added. */
  sync(): void;
  /** Forgets what was found above a DA height. */
  rewind(daHeight: bigint): void;
}

interface Found {
  /** Last of consecutive blocks that were found at one DA height. */
  readonly last: bigint;
  readonly daHeight: bigint;
}

/** Opens or creates `da-heights.log` in a folder whose lock the caller holds. Throws as the log. */
export function openDaIndex(folder: string, initialHeight: bigint, options: { readonly fileSystem?: FileSystem } = {}): DaIndex {
  let found: Found[] = [];
  const log = openRecordLog(join(folder, "da-heights.log"), {
    ...options,
    syncOnAppend: true,
    onRecord: (_, bytes) => void found.push({ last: readU64be(bytes.subarray(0, 8)), daHeight: readU64be(bytes.subarray(8, 16)) }),
  });
  let logged = found.length;
  const sync = (): void => {
    if (logged === found.length) return;
    log.append(...found.slice(logged).map(({ last, daHeight }) => concatBytes(u64be(last), u64be(daHeight))));
    logged = found.length;
  };
  return {
    get lastDaHeight() {
      return found.at(-1)?.daHeight ?? 0n;
    },
    daHeightOf(height) {
      if (height < initialHeight) return undefined;
      let [low, high] = [0, found.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((found[middle]?.last ?? 0n) < height) low = middle + 1;
        else high = middle;
      }
      return found[low]?.daHeight;
    },
    add(height, daHeight) {
      const last = found.at(-1);
      if (last !== undefined && height <= last.last) return;
      // A record that is on disk stays as it is.
      if (last?.daHeight === daHeight && found.length > logged) found.pop();
      found.push({ last: height, daHeight });
    },
    sync,
    rewind(daHeight) {
      const kept = found.findIndex((one) => one.daHeight > daHeight);
      if (kept < 0) return;
      found = found.slice(0, kept);
      if (logged <= kept) return;
      log.truncateTo(kept);
      logged = kept;
    },
    [Symbol.dispose]() {
      try {
        sync();
      } finally {
        log.close();
      }
    },
  };
}
