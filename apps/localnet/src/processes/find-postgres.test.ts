import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { requirePostgres } from "./find-postgres.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-find-postgres-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function server(version: string): string {
  const bin = join(folder, version, "bin");
  mkdirSync(bin, { recursive: true });
  for (const name of ["initdb", "postgres", "pg_ctl", "pg_isready"]) writeFileSync(join(bin, name), "");
  return bin;
}

test("a machine without a server hears what to install or to give", () => {
  expect(() => requirePostgres({ PATH: "" }, [join(folder, "none")])).toThrow(/apt-get install postgresql.*--indexer postgres:\/\//);
});

test.skipIf(process.platform === "win32")("the newest of a distribution's servers is taken, and one of the PATH before it", () => {
  server("9");
  const newest = server("15");
  expect(requirePostgres({ PATH: "" }, [folder])).toBe(newest);
  const linked = join(folder, "links");
  mkdirSync(linked);
  symlinkSync(join(server("14"), "initdb"), join(linked, "initdb"));
  expect(requirePostgres({ PATH: linked }, [folder])).toBe(join(folder, "14", "bin"));
});
