import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import type { ContentDocument } from "@openledger/client";
import { isUtf8 } from "@openledger/primitives";
import { nodeError } from "../node-error.ts";

/** What a folder holds of documents, and what is left out and why. */
export interface ReadDocuments {
  /** By path, with forward slashes. */
  readonly documents: readonly ContentDocument[];
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

const TEXT_FILE = /\.(?:md|mdx|txt)$/i;
const FILES_MAX = 10_000;
const BYTES_MAX = 64 * 1024 * 1024;

/** Reads a text file, or the text files below a folder: .md, .mdx and .txt in UTF-8. Throws `CONFIG` or `HOME`. */
export function readDocuments(path: string): ReadDocuments {
  const root = statOf(path);
  const files = root.isDirectory() ? filesBelow(path) : [path];
  const documents: ContentDocument[] = [];
  const leftOut: { path: string; reason: string }[] = [];
  let total = 0;
  for (const file of files) {
    const name = root.isDirectory() ? relative(path, file).split(sep).join("/") : basename(file);
    const bytes = TEXT_FILE.test(file) ? new Uint8Array(readFileSync(file)) : undefined;
    if (bytes === undefined) leftOut.push({ path: name, reason: "not a .md, .mdx or .txt file" });
    else if (bytes.length === 0) leftOut.push({ path: name, reason: "empty" });
    else if (!isUtf8(bytes)) leftOut.push({ path: name, reason: "not UTF-8 text" });
    else {
      documents.push({ path: name, bytes });
      total += bytes.length;
    }
    if (total > BYTES_MAX) throw nodeError("CONFIG", `${path} holds more than ${BYTES_MAX} bytes of text; split it`);
  }
  if (documents.length === 0) throw nodeError("CONFIG", `${path} holds no text; give .md, .mdx or .txt files in UTF-8`);
  return { documents, leftOut };
}

function filesBelow(folder: string): string[] {
  const files: string[] = [];
  const walk = (at: string): void => {
    const entries = readdirSync(at, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory()) walk(join(at, entry.name));
      else if (entry.isFile()) files.push(join(at, entry.name));
      if (files.length > FILES_MAX) throw nodeError("CONFIG", `${folder} holds more than ${FILES_MAX} files; split it`);
    }
  };
  walk(folder);
  return files;
}

function statOf(path: string): ReturnType<typeof lstatSync> & object {
  try {
    return lstatSync(path);
  } catch (error) {
    throw nodeError("HOME", `${path} cannot be read; name an existing file or folder`, error);
  }
}
