import { createHash } from "node:crypto";
import type { BlockRows } from "./block-rows.ts";

/** Characters that are hashed at once. */
const PIECE_CHARS = 64 * 1024;

/**
 * sha256 of everything that a block adds to the index, in a form that depends on the rows alone: lists by name, rows in
 * their order, fields by name, numbers in decimal, bytes in hex. However blocks are cut into transactions and wherever the
 * rows are kept, it is the same.
 */
export function rowsDigest(rows: BlockRows): Uint8Array {
  const hash = createHash("sha256");
  let text = "";
  const lists = rows as unknown as Readonly<Record<string, readonly unknown[]>>;
  for (const name of Object.keys(lists).sort(byCodeUnit)) {
    const list = lists[name] ?? [];
    if (list.length === 0) continue;
    text += `${name} ${list.length}\n`;
    for (const row of list) {
      text += `${canonicalText(row)}\n`;
      if (text.length < PIECE_CHARS) continue;
      hash.update(text);
      text = "";
    }
  }
  return Uint8Array.from(hash.update(text).digest());
}

/** The digest of an index up to a block: two indexes with the same digest have had the same rows at every height. */
export function chainedDigest(before: Uint8Array, ofRows: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(before).update(ofRows).digest());
}

/** The digest before the first block: of what the index begins with, under the version of its rows. */
export function genesisDigest(codeVersion: string, genesis: object): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(`openledger/index/${codeVersion}\n${canonicalText(genesis)}`).digest());
}

/** Fields that are undefined are absent, as in the database null is what was never set. */
function canonicalText(value: unknown): string {
  if (value === null || value === undefined) return "~";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Uint8Array) return `x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = "{";
  for (const key of sortedKeys(fields)) {
    const field = fields[key];
    if (field !== undefined && field !== null) text += `${key}:${canonicalText(field)},`;
  }
  return `${text}}`;
}

/** Most small objects are written in order already, and a check is cheaper than a sort. */
function sortedKeys(fields: object): readonly string[] {
  const keys = Object.keys(fields);
  for (let at = 1; at < keys.length; at += 1) {
    if ((keys[at - 1] as string) > (keys[at] as string)) return keys.sort(byCodeUnit);
  }
  return keys;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
