import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";
import { testFolders } from "./test-folder.ts";

const newFolder = testFolders();

test("the name of every folder that was made is synced in the folder above it, and nothing else", () => {
  const root = newFolder();
  const synced: string[] = [];
  const fileSystem = { syncFolder: (path: string) => void synced.push(path) };
  makeFolder(join(root, "a", "b", "c"), { fileSystem });
  expect(existsSync(join(root, "a", "b", "c"))).toBe(true);
  expect(synced).toEqual([join(root, "a", "b"), join(root, "a"), root]);
  makeFolder(join(root, "a", "b"), { fileSystem });
  expect(synced).toHaveLength(3);
});

test("where no folder can be, making one is refused at once", { skip: process.platform !== "linux" }, () => {
  expect(() => makeFolder("/proc/nothing/here")).toThrow("/proc/nothing: no folder can be made there; choose another place");
  expect(() => makeFolder("/proc/version")).toThrow(/version/);
});
