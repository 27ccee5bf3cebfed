import { assert } from "@openledger/primitives";

/** Bits of a page's number of 32-bit words, and of bytes. */
export const PAGE_SHIFT = 10;
export const PAGE_WORDS: number = 1 << PAGE_SHIFT;
export const PAGE_BYTES: number = PAGE_WORDS * 4;

/** Slot of each page of a file, or -1 while it isn't in memory. */
export type PageTable = Int32Array;

/** Memory for a bounded number of pages of any number of files. */
export interface PagePool {
  /** All slots one after another. */
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  /** A reader sets a slot's entry to 1; pages that were read since the last round stay. */
  readonly isUsed: Uint8Array;
  /** Frees a slot for a page of a file, by the clock algorithm, and enters it in the file's table. */
  claim(table: PageTable, page: number): number;
  /** Forgets a page whose reading failed. */
  release(slot: number): void;
  /** Forgets all pages of a file. */
  releaseAll(table: PageTable): void;
}

/** A pool of at least 16 pages, rounded down from `byteLength`. */
export function createPagePool(byteLength: number): PagePool {
  const slots = Math.max(16, Math.floor(byteLength / PAGE_BYTES));
  assert(slots < 1 << (31 - PAGE_SHIFT), "a page pool holds less than 4 GiB");
  const words = new Int32Array(slots * PAGE_WORDS);
  const isUsed = new Uint8Array(slots);
  const tables: (PageTable | undefined)[] = Array.from({ length: slots }, () => undefined);
  const pages = new Int32Array(slots);
  let hand = 0;
  const release = (slot: number): void => {
    const table = tables[slot];
    if (table !== undefined) table[pages[slot] as number] = -1;
    tables[slot] = undefined;
    isUsed[slot] = 0;
  };
  return {
    words,
    bytes: new Uint8Array(words.buffer),
    isUsed,
    claim(table, page) {
      while (isUsed[hand] === 1) {
        isUsed[hand] = 0;
        hand = (hand + 1) % slots;
      }
      const slot = hand;
      hand = (hand + 1) % slots;
      release(slot);
      tables[slot] = table;
      pages[slot] = page;
      table[page] = slot;
      return slot;
    },
    release,
    releaseAll(table) {
      for (const slot of table) if (slot >= 0) release(slot);
    },
  };
}
