import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "./build-pages.ts";

/** Bytes of gzipped JavaScript that the first page may load. */
const FIRST_ROUTE_BYTES_MAX = 120_000;

let folder: string;
let html: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "explorer-build-"));
  await buildPages(folder);
  html = await readFile(join(folder, "index.html"), "utf8");
});
afterAll(() => rm(folder, { recursive: true }));

test("the first page loads at most 120 KB of gzipped JavaScript", async () => {
  const entries = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
  expect(entries.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const path of await withStaticImports(entries)) bytes += gzipSync(await readFile(join(folder, path))).length;
  expect(bytes).toBeLessThan(FIRST_ROUTE_BYTES_MAX);
});

test("nothing of a page comes from another place, and no script stands in it", async () => {
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(html.match(/<script(?![^>]*\ssrc=)[^>]*>/g)).toBeNull();
  const styles = (await readdir(join(folder, "assets"))).filter((name) => name.endsWith(".css"));
  for (const name of styles) expect(await readFile(join(folder, "assets", name), "utf8")).not.toMatch(/url\(["']?https?:/);
});

/** The files and what they import at once, without what they load later. */
async function withStaticImports(paths: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const queue = [...paths];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const code = await readFile(join(folder, path), "utf8");
    for (const [, name] of code.matchAll(/(?:^|[;\s])(?:import|export)[^"'();]*["']\.\/([^"']+\.js)["']/g)) queue.push(`assets/${name}`);
  }
  return found;
}
