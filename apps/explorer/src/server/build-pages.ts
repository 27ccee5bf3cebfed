import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../../../../packages/", import.meta.url));
/** What the pages are made of; a change in any makes a build out of date. */
const SOURCES = [
  join(ROOT, "src"),
  join(ROOT, "public"),
  join(ROOT, "index.html"),
  join(ROOT, "vite.config.ts"),
  ...["attribution", "client", "crypto", "messages", "primitives"].map((name) => join(PACKAGES, name, "src")),
];

/**
 * The folder of the built pages, building them first when there are none of the present sources. `say` gets sentences
 * about it. Several processes may do so at once: a folder appears whole and never changes.
 */
export async function builtPages(say: (sentence: string) => void): Promise<string> {
  const builds = join(ROOT, "dist");
  const folder = join(builds, Math.floor(await newest(SOURCES)).toString());
  if ((await changedAt(join(folder, "index.html"))) > 0) return folder;
  say("Building the explorer's pages (a few seconds) ...");
  const draft = join(builds, `draft-${process.pid}`);
  await buildPages(draft);
  try {
    await rename(draft, folder);
  } catch (error) {
    // Another process has finished the same build meanwhile.
    await rm(draft, { recursive: true, force: true });
    if ((await changedAt(join(folder, "index.html"))) === 0) throw error;
  }
  await removeOldBuilds(builds, folder);
  say("The explorer's pages are built.");
  return folder;
}

/** A server reads its pages into memory when it starts, so no one needs an older build. Drafts are being written. */
async function removeOldBuilds(builds: string, kept: string): Promise<void> {
  for (const name of await readdir(builds)) {
    const path = join(builds, name);
    if (path !== kept && !name.startsWith("draft-")) await rm(path, { recursive: true, force: true });
  }
}

/** Builds the pages into `folder`. Throws what Vite throws. */
export async function buildPages(folder: string): Promise<void> {
  const { build } = await import("vite");
  // Vite builds React's development version when the environment that started this process names another mode.
  const mode = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build({
      root: ROOT,
      configFile: join(ROOT, "vite.config.ts"),
      logLevel: "error",
      build: { outDir: folder, emptyOutDir: true },
    });
  } finally {
    if (mode === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = mode;
  }
}

async function newest(paths: readonly string[]): Promise<number> {
  let latest = 0;
  for (const path of paths) {
    latest = Math.max(latest, await changedAt(path));
    for (const name of await readdir(path, { recursive: true }).catch(() => [])) {
      // Tests are no part of the pages.
      if (/\.test\.tsx?$/.test(name)) continue;
      latest = Math.max(latest, await changedAt(join(path, name)));
    }
  }
  return latest;
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    (entry) => (entry.isDirectory() ? 0 : entry.mtimeMs),
    () => 0,
  );
}
