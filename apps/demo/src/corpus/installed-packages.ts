import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  compareText,
  CorpusError,
  type Corpus,
  type CorpusContribution,
  type CorpusDocument,
  type SkippedFile,
} from "./corpus.ts";
import { frontDocument } from "./front-document.ts";
import { compareVersions, readManifest, type PackageManifest } from "./package-manifest.ts";
import { repositoryOwner } from "./repository-owner.ts";
import { listFiles, readTextFile } from "./text-files.ts";

const FILE_BYTES_MAX = 1_048_576;
const FILES_PER_PACKAGE_MAX = 500;
const README = /^readme(?:\.(?:md|markdown|mdx|txt))?$/i;
const NOT_DOCUMENTATION = /^(?:licen[cs]e|changelog|changes|history|security|contributing|code_of_conduct)/i;

interface InstalledPackage {
  readonly folder: string;
  readonly manifest: PackageManifest;
}

/**
 * The documentation of the packages that pnpm installed under `root/node_modules/.pnpm`: README files, other
 * markdown files at the package's root except licence, changelog, security and contributing, and `docs/` markdown,
 * with name, description and keywords as a front document. One version (the highest) per name, sorted by name in
 * code unit order, so `source-map` is registered before its fork `source-map-js`. Left out: workspace packages,
 * platform-specific packages, packages without a licence field or without text.
 * Throws {@link CorpusError} when nothing is installed there.
 */
export async function collectInstalledPackages(root: string): Promise<Corpus> {
  const contributions: CorpusContribution[] = [];
  const skipped: SkippedFile[] = [];
  for (const installed of await installedPackages(root)) {
    const documents = await documentsOf(installed, skipped);
    if (documents.length === 0) continue;
    const { name, version, licence } = installed.manifest;
    contributions.push({
      name,
      version,
      licence,
      owner: repositoryOwner(installed.manifest),
      documents: [frontDocument(installed.manifest), ...documents],
    });
  }
  if (contributions.length === 0) {
    throw new CorpusError("empty_corpus", `no documentation under ${root}/node_modules/.pnpm; run the install first`);
  }
  return { contributions, skipped };
}

async function installedPackages(root: string): Promise<InstalledPackage[]> {
  const newest = new Map<string, InstalledPackage>();
  for (const folder of await packageFolders(root)) {
    const manifest = await readManifest(folder);
    if (manifest === undefined || manifest.isPlatformSpecific || manifest.licence === "") continue;
    const other = newest.get(manifest.name);
    if (other === undefined || compareVersions(manifest.version, other.manifest.version) > 0) {
      newest.set(manifest.name, { folder, manifest });
    }
  }
  return [...newest.values()].sort((a, b) => compareText(a.manifest.name, b.manifest.name));
}

/** Folders in `.pnpm/<id>/node_modules` that are packages themselves and not links to others. */
async function packageFolders(root: string): Promise<string[]> {
  const store = join(root, "node_modules", ".pnpm");
  const folders: string[] = [];
  for (const id of await folderNames(store, `no installed packages in ${store}; run the install first`)) {
    const modules = join(store, id, "node_modules");
    for (const name of await folderNames(modules)) {
      if (!name.startsWith("@")) folders.push(join(modules, name));
      else for (const scoped of await folderNames(join(modules, name))) folders.push(join(modules, name, scoped));
    }
  }
  return folders;
}

async function folderNames(folder: string, missing?: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && entry.name !== ".bin")
      .map(({ name }) => name)
      .sort(compareText);
  } catch (error) {
    if (missing !== undefined) throw new CorpusError("missing_folder", missing, { cause: error });
    return [];
  }
}

async function documentsOf({ folder, manifest }: InstalledPackage, skipped: SkippedFile[]): Promise<CorpusDocument[]> {
  const limits = { filesMax: 10 * FILES_PER_PACKAGE_MAX };
  const atRoot = await listFiles(folder, "", { isDeep: false, ...limits });
  const hasDocs = (await folderNames(folder)).includes("docs");
  const inDocs = hasDocs ? await listFiles(folder, "docs/", { isDeep: true, ...limits }) : [];
  const files = [...atRoot, ...inDocs].filter(isDocumentation).sort(compareText);
  const documents: CorpusDocument[] = [];
  for (const path of files.slice(0, FILES_PER_PACKAGE_MAX)) {
    const file = await readTextFile(join(folder, path), `${manifest.name}/${path}`, FILE_BYTES_MAX);
    if ("skipped" in file) skipped.push(file.skipped);
    else documents.push({ path, bytes: file.bytes });
  }
  return documents;
}

function isDocumentation(path: string): boolean {
  if (path.startsWith("docs/")) return /\.mdx?$/i.test(path) && !NOT_DOCUMENTATION.test(basename(path));
  if (path.includes("/")) return false;
  return README.test(path) || (/\.md$/i.test(path) && !NOT_DOCUMENTATION.test(path));
}
