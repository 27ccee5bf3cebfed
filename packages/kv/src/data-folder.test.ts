import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toUtf8 } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { lockDataFolder } from "./data-folder.ts";
import { nodeFileSystem } from "./file-system.ts";
import { testFolders } from "./test-folder.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

const folder = testFolders();

describe("a data folder", () => {
  test("is locked for this process and for others until it is released", () => {
    const path = join(folder(), "new", "data");
    const data = lockDataFolder(path);
    expect(() => lockDataFolder(path)).toThrow(new RegExp(`in use by process ${process.pid}`));
    const module = JSON.stringify(new URL("./data-folder.ts", import.meta.url).href);
    const script = `import(${module}).then((m) => m.lockDataFolder(${JSON.stringify(path)})).then(() => console.log("taken"), (e) => console.log(e.code))`;
    const other = (): string => spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stdout.trim();
    expect(other()).toBe("DATA_LOCKED");
    data.release();
    // The other process takes the lock and ends without releasing it, as a crash does.
    expect(other()).toBe("taken");
    lockDataFolder(path).release();
  });

  test("of another format is refused with what to do", () => {
    const path = folder();
    lockDataFolder(path).release();
    writeFileSync(join(path, "FORMAT"), "openledger data 99\n");
    expect(() => lockDataFolder(path)).toThrow(/holds "openledger data 99".*resynchronize/);
    writeFileSync(join(path, "FORMAT"), "openledger data 1\n");
    lockDataFolder(path).release();
  });
});

describe("writeFileAtomic", () => {
  test("replaces a file as a whole, with its mode, and leaves nothing beside it", () => {
    const path = folder();
    const file = join(path, "file");
    writeFileAtomic(file, toUtf8("a long first content"));
    writeFileSync(`${file}.tmp`, "left by a crash, and longer than what comes");
    writeFileAtomic(file, toUtf8("short"), { mode: 0o600 });
    expect(readFileSync(file, "utf8")).toBe("short");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path)).toEqual(["file"]);
  });

  test.each(["write", "sync", "rename"] as const)("keeps the old content when %s fails", (step) => {
    const path = folder();
    const file = join(path, "file");
    writeFileAtomic(file, toUtf8("old"));
    const fail = (): never => {
      throw Object.assign(new Error("full"), { code: "ENOSPC", errno: -28 });
    };
    const fileSystem = { ...nodeFileSystem, [step]: fail };
    expect(() => writeFileAtomic(file, toUtf8("new"), { fileSystem })).toThrow(/disk is full/);
    expect(readFileSync(file, "utf8")).toBe("old");
    expect(readdirSync(path)).toEqual(["file"]);
  });
});
