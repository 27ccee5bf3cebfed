import { lstat, readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import {
  compareText,
  CorpusError,
  type Corpus,
  type CorpusContribution,
  type CorpusDocument,
  type SkippedFile,
} from "./corpus.ts";
import { frontDocument } from "./front-document.ts";
import { listFiles, readTextFile } from "./text-files.ts";

/** Largest file, sum of all files, and number of files that one folder corpus takes. */
export interface FolderLimits {
  readonly fileBytesMax: number;
  readonly totalBytesMax: number;
  readonly filesMax: number;
}

const LIMITS: FolderLimits = { fileBytesMax: 16_777_216, totalBytesMax: 67_108_864, filesMax: 2_000 };
const TEXT_FILE = /\.(?:md|txt)$/i;
const LICENCE_UNSTATED = "LicenseRef-unstated";

/**
 * Text of any folder: each `.md` or `.txt` file directly in it, and each sub-folder with all such files below it, is
 * one contribution of one contributor (`folder:<name>`), in code unit order of the names. Dot files, links and
 * `node_modules` are left out.
 * Throws {@link CorpusError} for a missing or empty folder and for one above the limits; files that are too large or
 * no UTF-8 text are listed as skipped.
 */
export async function collectFolder(path: string, limits: FolderLimits = LIMITS): Promise<Corpus> {
  const folder = resolve(path);
  await assertFolder(folder, path);
  const skipped: SkippedFile[] = [];
  const contributions: CorpusContribution[] = [];
  const budget = { files: limits.filesMax, bytes: limits.totalBytesMax };
  for (const source of await sourcesIn(folder, limits.filesMax)) {
    const documents: CorpusDocument[] = [];
    for (const file of source.files) {
      const read = await readTextFile(join(folder, file), file, limits.fileBytesMax);
      if ("skipped" in read) {
        skipped.push(read.skipped);
        continue;
      }
      budget.files -= 1;
      budget.bytes -= read.bytes.length;
      assertBudget(path, budget, limits);
      documents.push({ path: file, bytes: read.bytes });
    }
    if (documents.length > 0) contributions.push(contributionOf(source.name, documents));
  }
  if (contributions.length === 0) throw emptyFolder(path, skipped);
  return { contributions, skipped };
}

interface Source {
  readonly name: string;
  readonly files: readonly string[];
}

async function sourcesIn(folder: string, filesMax: number): Promise<Source[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sources: Source[] = [];
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    if (entry.isFile() && TEXT_FILE.test(entry.name)) sources.push({ name: entry.name, files: [entry.name] });
    if (!entry.isDirectory()) continue;
    const files = await listFiles(folder, `${entry.name}/`, { isDeep: true, filesMax: 10 * filesMax });
    sources.push({ name: entry.name, files: files.filter((file) => TEXT_FILE.test(file)) });
  }
  return sources;
}

function contributionOf(name: string, documents: readonly CorpusDocument[]): CorpusContribution {
  const title = name.replace(TEXT_FILE, "");
  const front = { name: title, version: "", licence: LICENCE_UNSTATED, description: "", keywords: [] };
  return {
    name,
    version: "",
    licence: LICENCE_UNSTATED,
    owner: `folder:${name}`,
    documents: [frontDocument(front), ...documents],
  };
}

async function assertFolder(folder: string, path: string): Promise<void> {
  const stats = await lstat(folder).catch((cause: unknown) => {
    throw new CorpusError("missing_folder", `no folder at ${path}; check the path given to --data`, { cause });
  });
  if (!stats.isDirectory()) {
    throw new CorpusError("not_a_folder", `${path} is no folder; give the folder that holds ${basename(path)}`);
  }
}

function assertBudget(path: string, budget: { files: number; bytes: number }, limits: FolderLimits): void {
  if (budget.files < 0) {
    throw new CorpusError(
      "too_many_files",
      `${path} holds more than ${limits.filesMax} text files; give a smaller folder`,
    );
  }
  if (budget.bytes < 0) {
    throw new CorpusError(
      "too_large",
      `${path} holds more than ${limits.totalBytesMax} bytes of text; give a smaller folder`,
    );
  }
}

function emptyFolder(path: string, skipped: readonly SkippedFile[]): CorpusError {
  const first = skipped[0];
  const hint = first === undefined ? "put .md or .txt files in it" : `${first.path} ${first.reason}`;
  return new CorpusError("empty_corpus", `no usable text in ${path}: ${hint}`);
}
