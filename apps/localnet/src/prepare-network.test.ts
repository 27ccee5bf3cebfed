import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { networkHome } from "./network/network-file.ts";
import { clearHome, requireOwnFolder } from "./prepare-network.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-prepare-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a folder with files of somebody else is no home of a network, so nothing of theirs is ever removed", () => {
  const home = networkHome(join(folder, "documents"));
  expect(() => requireOwnFolder(home)).not.toThrow();
  mkdirSync(home.root);
  expect(() => requireOwnFolder(home)).not.toThrow();
  writeFileSync(join(home.root, "thesis.md"), "years");
  expect(() => requireOwnFolder(home)).toThrow(/holds thesis\.md, which is of no network/);
  // One that carries a network is the network's.
  writeFileSync(join(home.root, "network.json"), "{}");
  expect(() => requireOwnFolder(home)).not.toThrow();
});

test("what a start leaves that ended early is begun anew, and the folder's lock stays", () => {
  const home = networkHome(join(folder, "early"));
  for (const name of ["node0", "gentx", "logs", "demo", "compile-cache"]) mkdirSync(join(home.root, name), { recursive: true });
  for (const name of ["LOCK", "PID", "FORMAT"]) writeFileSync(join(home.root, name), "");
  expect(() => requireOwnFolder(home)).not.toThrow();
  clearHome(home);
  expect(readdirSync(home.root).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["FORMAT", "LOCK", "PID"]);
});
