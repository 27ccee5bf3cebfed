import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A function that makes fresh folders for the tests of one file; all are removed afterwards. */
export function testFolders(): () => string {
  const root = mkdtempSync(join(tmpdir(), "openledger-kv-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => mkdtempSync(join(root, "t-"));
}
