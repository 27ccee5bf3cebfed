/** The layer rule of turbo.json on a small workspace of its own: a belt that never fires holds nothing. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const repository = resolve(import.meta.dirname, "../../..");
const turbo = join(repository, "node_modules", ".bin", "turbo");
let workspace: string;

function write(path: string, content: string | object): void {
  const file = join(workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

function writePackage(name: string, tag: string, dependencies: Readonly<Record<string, string>>, source: string): void {
  write(`packages/${name}/package.json`, { name: `@fixture/${name}`, version: "1.0.0", type: "module", exports: { ".": "./src/index.ts" }, dependencies });
  write(`packages/${name}/turbo.json`, { extends: ["//"], tags: [tag] });
  write(`packages/${name}/src/index.ts`, source);
}

function boundaries(): { readonly status: number | null; readonly output: string } {
  const result = spawnSync(turbo, ["boundaries", "--cwd", workspace], { encoding: "utf8", env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" } });
  return { status: result.status, output: result.stdout + result.stderr };
}

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), "openledger-boundaries-"));
  write("package.json", { name: "fixture", private: true, packageManager: "pnpm@12.21.0" });
  write("pnpm-workspace.yaml", "packages:\n  - packages/*\n");
  write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
  cpSync(join(repository, "turbo.json"), join(workspace, "turbo.json"));
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

test("an io package may import a pure one", () => {
  writePackage("state", "pure", {}, "export const state = 1;\n");
  writePackage("disk", "io", { "@fixture/state": "workspace:*" }, 'import { state } from "@fixture/state";\nexport const disk = state;\n');
  expect(boundaries()).toMatchObject({ status: 0 });
});

test("a pure package that depends on an io one is reported", () => {
  writePackage("disk", "io", {}, "export const disk = 1;\n");
  writePackage("state", "pure", { "@fixture/disk": "workspace:*" }, 'import { disk } from "@fixture/disk";\nexport const state = disk;\n');
  const result = boundaries();
  expect(result.status).not.toBe(0);
  expect(result.output).toContain("without any tag listed in allowlist");
});

test("an import that leaves its package or is not declared is reported", () => {
  writePackage("disk", "io", {}, 'import { state } from "../../state/src/index.ts";\nimport { other } from "@fixture/other";\nexport const disk = [state, other];\n');
  writePackage("state", "pure", {}, "export const state = 1;\n");
  writePackage("other", "pure", {}, "export const other = 1;\n");
  const result = boundaries();
  expect(result.status).not.toBe(0);
  expect(result.output).toContain("leaves the package");
  expect(result.output).toContain("@fixture/other");
});
