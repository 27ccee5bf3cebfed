import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { isUtf8, toUtf8 } from "@openledger/primitives";
import { unzipSync } from "fflate";
import { divideByBook, divideByCountry, divideBySize, divideBySpeaker } from "./divide.ts";
import { textSet, type Contributor, type TextSet } from "./text-set.ts";

/** Longest part of a single large text whose authors nobody names. */
const PART_BYTES = 100_000;
/** Texts above this are left out, so that an evaluation stays within minutes and a gigabyte. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;
const TEXT_ENDINGS = new Set([".txt", ".md"]);

/** Files of these names are divided by the authors or subjects that their own headings name. */
const KNOWN_FILES: Readonly<Record<string, { name: string; by: string; divide(text: string): Contributor[] }>> = {
  "tinyshakespeare.txt": { name: "Shakespeare", by: "speaker", divide: divideBySpeaker },
  "bible.txt": { name: "Bible", by: "book", divide: divideByBook },
  "world192.txt": { name: "World Factbook 1992", by: "country", divide: divideByCountry },
};

/**
 * The text sets of a folder, in order of their names: each archive (.zip) and each subfolder with two or more texts (.txt,
 * .md) is one, every text in it a contributor; each text of 400 kB or more is one, divided by its headings where its name
 * is known and else into parts of 100 kB; the smaller texts of the folder itself are one together. README.md and
 * files with a zero byte are left out; what is not UTF-8 is read as windows-1252.
 */
export async function readTextSets(folder: string): Promise<TextSet[]> {
  const sets: TextSet[] = [];
  const loose: Contributor[] = [];
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addSet(sets, entry.name, "a folder, by file", await readFolder(path));
    else if (entry.name.endsWith(".zip")) addArchive(sets, entry.name, await readFile(path));
    else if (isText(entry.name)) addText(sets, loose, entry.name, await readFile(path));
  }
  addSet(sets, basename(folder), "files of the folder", loose);
  return sets;
}

async function readFolder(folder: string): Promise<Contributor[]> {
  const names = (await readdir(folder)).filter(isText).sort((a, b) => (a < b ? -1 : 1));
  const contributors: Contributor[] = [];
  for (const name of names) contributors.push(...contributorOf(name, await readFile(join(folder, name))));
  return contributors;
}

function addArchive(sets: TextSet[], name: string, archive: Uint8Array): void {
  const files = Object.entries(unzipSync(archive, { filter: ({ originalSize }) => originalSize <= FILE_BYTES_MAX }));
  const contributors = files.flatMap(([path, bytes]) => contributorOf(basename(path), bytes));
  const title = basename(name, ".zip");
  const only = contributors.length === 1 ? contributors[0]?.documents[0] : undefined;
  if (only === undefined) addSet(sets, title, `${name}, by file`, contributors);
  else addSet(sets, title, `${name}, in parts of ${PART_BYTES / 1000} kB`, divideBySize(textOf(only), PART_BYTES));
}

function addText(sets: TextSet[], loose: Contributor[], name: string, bytes: Uint8Array): void {
  const known = KNOWN_FILES[name];
  const contributors = contributorOf(name, bytes);
  if (known !== undefined && contributors.length > 0) addSet(sets, known.name, `${name}, by ${known.by}`, known.divide(textOf(bytes)));
  else if (bytes.length < 4 * PART_BYTES) loose.push(...contributors);
  else if (contributors.length > 0) {
    addSet(sets, basename(name, extname(name)), `${name}, in parts of ${PART_BYTES / 1000} kB`, divideBySize(textOf(bytes), PART_BYTES));
  }
}

function addSet(sets: TextSet[], name: string, origin: string, contributors: readonly Contributor[]): void {
  const filled = contributors.filter(({ documents }) => documents.some(({ length }) => length >= 200));
  if (filled.length >= 2) sets.push(textSet(name, origin, filled));
}

function contributorOf(name: string, bytes: Uint8Array): Contributor[] {
  const isUsable = bytes.length > 0 && bytes.length <= FILE_BYTES_MAX && !bytes.includes(0);
  return isUsable ? [{ name: basename(name, extname(name)), documents: [toUtf8(textOf(bytes))] }] : [];
}

function isText(name: string): boolean {
  return TEXT_ENDINGS.has(extname(name)) && name !== "README.md";
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder(isUtf8(bytes) ? "utf-8" : "windows-1252").decode(bytes);
}
