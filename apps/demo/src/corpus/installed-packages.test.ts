import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fromUtf8 } from "@openledger/primitives";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collectInstalledPackages } from "./installed-packages.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "corpus-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function install(
  name: string,
  version: string,
  manifest: object,
  files: Record<string, string>,
): Promise<string> {
  const id = `${name.replace("/", "+")}@${version}`;
  const folder = join(root, "node_modules", ".pnpm", id, "node_modules", name);
  const all = { ...files, "package.json": JSON.stringify({ name, version, license: "MIT", ...manifest }) };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

test("README, root markdown and docs are collected, with name, description and keywords in front", async () => {
  await install(
    "tea",
    "1.0.0",
    { description: "hot\n drink", keywords: ["cup"], repository: "leaf/tea" },
    {
      "README.md": "# tea",
      "AGENTS.md": "# agents",
      "LICENSE.md": "x",
      "CHANGELOG.md": "x",
      "SECURITY.md": "x",
      "CONTRIBUTING.md": "x",
      "docs/deep/use.mdx": "# use",
      "src/notes.md": "x",
      "index.js": "x",
    },
  );
  const { contributions } = await collectInstalledPackages(root);
  const [tea] = contributions;
  expect(tea).toMatchObject({ name: "tea", version: "1.0.0", licence: "MIT", owner: "github:leaf" });
  expect(tea?.documents.map(({ path }) => path)).toEqual(["front.md", "AGENTS.md", "README.md", "docs/deep/use.mdx"]);
  expect(tea?.documents.slice(0, 1).map(({ bytes }) => fromUtf8(bytes))).toEqual([
    "---\nname: tea\nversion: 1.0.0\nlicence: MIT\ndescription: hot drink\nkeywords: cup\n---\n",
  ]);
});

test("the highest version of a name counts, in order of names", async () => {
  const text = { "readme.markdown": "text" };
  await install("source-map-js", "1.0.0", {}, text);
  await install("source-map", "0.6.1", {}, text);
  await install("tea", "1.9.0", {}, text);
  await install("tea", "1.10.0", {}, text);
  await install("tea", "1.10.0-rc.1", {}, text);
  await install("@leaf/green", "1.0.0", {}, text);
  const { contributions } = await collectInstalledPackages(root);
  expect(contributions.map(({ name, version }) => `${name}@${version}`)).toEqual([
    "@leaf/green@1.0.0",
    "source-map@0.6.1",
    "source-map-js@1.0.0",
    "tea@1.10.0",
  ]);
});

test("platform packages, packages without licence or text, links and text that is not UTF-8 are left out", async () => {
  const tea = await install("tea", "1.0.0", {}, { "README.md": "text" });
  await install("tea-linux", "1.0.0", { os: ["linux"] }, { "README.md": "text" });
  await install("tea-free", "1.0.0", { license: undefined }, { "README.md": "text" });
  await install("tea-empty", "1.0.0", {}, { "README.md": " \n" });
  const latin = await install("tea-latin", "1.0.0", {}, {});
  await writeFile(join(latin, "README.md"), Uint8Array.of(0x74, 0xe9));
  await symlink(tea, join(root, "node_modules", ".pnpm", "tea@1.0.0", "node_modules", "linked"));
  const { contributions, skipped } = await collectInstalledPackages(root);
  expect(contributions.map(({ name }) => name)).toEqual(["tea"]);
  expect(skipped).toEqual([
    { path: "tea-empty/README.md", reason: "holds no text" },
    { path: "tea-latin/README.md", reason: "is not UTF-8 text; convert it, for example with iconv" },
  ]);
});

test("a folder where nothing is installed says what to run", async () => {
  await expect(collectInstalledPackages(root)).rejects.toMatchObject({ code: "missing_folder" });
});
