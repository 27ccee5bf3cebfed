import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseReceiptFile, type ReceiptFile } from "@openledger/client";
import { writeFileAtomic } from "@openledger/kv";
import { fromUtf8, toUtf8 } from "@openledger/primitives";

/** RECEIPT files of a home: `<home>/receipts/<session>-<index>.json`. */
export interface ReceiptShelf {
  store(file: ReceiptFile): void;
  has(sessionId: bigint, index: number): boolean;
  load(sessionId: bigint, index: number): ReceiptFile | undefined;
  /** The newest receipts first. */
  latest(limit: number): ReceiptFile[];
}

export function openReceiptShelf(home: string): ReceiptShelf {
  const folder = join(home, "receipts");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder)
    .flatMap((name) => {
      const match = /^(\d{1,20})-(\d{1,10})\.json$/.exec(name);
      return match === null ? [] : [{ session: BigInt(match[1] ?? "0"), index: Number(match[2]) }];
    })
    .sort((a, b) => (a.session === b.session ? a.index - b.index : a.session < b.session ? -1 : 1));
  const known = new Set(names.map(({ session, index }) => `${session}-${index}`));
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
      names.push({ session: BigInt(sessionId), index: Number(index) });
    },
    latest: (limit) =>
      names
        .slice(-limit)
        .reverse()
        .flatMap(({ session, index }) => load(session, index) ?? []),
  };
}
