import { createHash } from "node:crypto";
import type { BlockRows } from "./block-rows.ts";

/** Characters that are hashed at once. */
const PIECE_CHARS = 64 * 1024;
/** JSON writes texts of these characters as they are, between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

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
function canonicalText(value: unknown, depth = 0): string {
  if (typeof value === "string") return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return "~";
  if (value instanceof Uint8Array) return `x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  if (Array.isArray(value)) return `[${listText(value, depth)}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = "{";
  for (const key of sortedKeys(fields, depth)) {
    const field = fields[key];
    if (field !== undefined && field !== null) text += `${key}:${canonicalText(field, depth + 1)},`;
  }
  return `${text}}`;
}

function listText(values: readonly unknown[], depth: number): string {
  let text = "";
  let separator = "";
  for (const value of values) {
    text += separator + canonicalText(value, depth);
    separator = ",";
  }
  return text;
}

/** The keys of the last object at each depth, as they stood in it and in order: the rows of a list have the same ones. */
const lastKeys: { readonly found: readonly string[]; readonly sorted: readonly string[] }[] = [];

function sortedKeys(fields: object, depth: number): readonly string[] {
  const last = lastKeys[depth];
  if (last !== undefined && hasKeys(fields, last.found)) return last.sorted;
  const found = Object.keys(fields);
  const sorted = found.toSorted(byCodeUnit);
  lastKeys[depth] = { found, sorted };
  return sorted;
}

function hasKeys(fields: object, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in fields) {
    if (keys[at] !== key) return false;
    at += 1;
  }
  return at === keys.length;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
