import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseReceiptFile, type ReceiptFile } from "@openledger/client";
import { writeFileAtomic } from "@openledger/kv";
import { fromUtf8, toUtf8 } from "@openledger/primitives";

/** What a receipt is found by. */
export interface ReceiptName {
  readonly sessionId: bigint;
  readonly index: number;
}

/** RECEIPT files of a home: `<home>/receipts/<session>-<index>.json`. */
export interface ReceiptShelf {
  store(file: ReceiptFile): void;
  has(sessionId: bigint, index: number): boolean;
  load(sessionId: bigint, index: number): ReceiptFile | undefined;
  /** Names of the newest receipts, the newest last. */
  names(limit: number): ReceiptName[];
  /** The newest receipts first. */
  latest(limit: number): ReceiptFile[];
}

export function openReceiptShelf(home: string): ReceiptShelf {
  const folder = join(home, "receipts");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder)
    .flatMap((name) => {
      const match = /^(\d{1,20})-(\d{1,10})\.json$/.exec(name);
      return match === null ? [] : [{ sessionId: BigInt(match[1] ?? "0"), index: Number(match[2]) }];
    })
    .sort((a, b) => (a.sessionId === b.sessionId ? a.index - b.index : a.sessionId < b.sessionId ? -1 : 1));
  const known = new Set(names.map(({ sessionId, index }) => `${sessionId}-${index}`));
  const load = (sessionId: bigint, index: number): ReceiptFile | undefined => {
    if (!known.has(`${sessionId}-${index}`)) return undefined;
    return parseReceiptFile(JSON.parse(fromUtf8(readFileSync(join(folder, `${sessionId}-${index}.json`)))));
  };
  return {
    has: (sessionId, index) => known.has(`${sessionId}-${index}`),
    load,
    store(file) {
      const { sessionId, index } = file.readable;
      const name = `${sessionId}-${index}`;
      writeFileAtomic(join(folder, `${name}.json`), toUtf8(`${JSON.stringify(file, undefined, 2)}\n`), { mode: 0o600 });
      if (known.has(name)) return;
      known.add(name);
      names.push({ sessionId: BigInt(sessionId), index: Number(index) });
    },
    names: (limit) => names.slice(-limit),
    latest: (limit) =>
      names
        .slice(-limit)
        .reverse()
        .flatMap(({ sessionId, index }) => load(sessionId, index) ?? []),
  };
}
