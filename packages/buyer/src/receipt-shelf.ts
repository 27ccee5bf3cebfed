import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseReceiptFile, type ReceiptFile } from "@openledger/client";
import { fromUtf8 } from "@openledger/primitives";

/** What a receipt is found by. */
export interface ReceiptName {
  readonly sessionId: bigint;
  readonly index: number;
}

/** RECEIPT files of a home: `<home>/receipts/<session>-<index>.json`. */
export interface ReceiptShelf {
  /** Resolves when the file is durable; from then on it is found. Files are written one after the other. */
  store(file: ReceiptFile): Promise<void>;
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
  let last: Promise<void> = Promise.resolve();
  const load = (sessionId: bigint, index: number): ReceiptFile | undefined => {
    if (!known.has(`${sessionId}-${index}`)) return undefined;
    return parseReceiptFile(JSON.parse(fromUtf8(readFileSync(join(folder, `${sessionId}-${index}.json`)))));
  };
  return {
    has: (sessionId, index) => known.has(`${sessionId}-${index}`),
    load,
    store(file) {
      const turn = last.then(async () => {
        const { sessionId, index } = file.readable;
        const name = `${sessionId}-${index}`;
        await replaceFile(join(folder, `${name}.json`), `${JSON.stringify(file, undefined, 2)}\n`);
        if (known.has(name)) return;
        known.add(name);
        names.push({ sessionId: BigInt(sessionId), index: Number(index) });
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    names: (limit) => names.slice(-limit),
    latest: (limit) =>
      names
        .slice(-limit)
        .reverse()
        .flatMap(({ sessionId, index }) => load(sessionId, index) ?? []),
  };
}

/** After a crash the file holds the old text or the new one. Other work goes on while the disk is busy. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  // Windows has no handle on a folder that can be flushed; its journal orders renames itself.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
