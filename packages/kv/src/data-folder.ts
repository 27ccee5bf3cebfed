import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import { kvError, onDisk, systemCode } from "./errors.ts";
import { makeFolder } from "./make-folder.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

/** Version of everything that this package writes below a data folder. */
export const DATA_FORMAT = 1;

/** A folder that this process alone may write. */
export interface DataFolder extends Disposable {
  readonly path: string;
  /** Gives the folder up. The operating system does so too when the process ends in any way. */
  release(): void;
}

const SQLITE_BUSY = 5;

/**
 * Creates the folder if need be, takes its lock and checks its `FORMAT` file. Throws `DATA_LOCKED` with the holder's
 * process id, `DATA_FORMAT` for a folder that another version wrote, or `DISK_*`.
 *
 * The lock is the kernel's, taken through SQLite on the empty file `LOCK`: Node has no call for it, and a file that
 * merely holds a process id outlives a crash and can be taken over by two starts at once.
 */
export function lockDataFolder(path: string): DataFolder {
  makeFolder(path, { mode: 0o700 });
  const lock = takeLock(path);
  const release = (): void => {
    if (lock.isOpen) lock.close();
  };
  try {
    checkFormat(path);
    writeFileAtomic(join(path, "PID"), toUtf8(`${process.pid}\n`));
  } catch (error) {
    release();
    throw error;
  }
  return { path, release, [Symbol.dispose]: release };
}

function takeLock(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(path, "LOCK"));
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) {
      const holder = readText(join(path, "PID")) ?? "unknown";
      throw kvError("DATA_LOCKED", `${path} is in use by process ${holder}; stop it or choose another --home`, error);
    }
    throw kvError("DISK_FAILED", `${path}: the lock cannot be taken: ${String(error)}`, error);
  }
}

function checkFormat(path: string): void {
  const file = join(path, "FORMAT");
  const expected = `openledger data ${DATA_FORMAT}`;
  const found = readText(file);
  if (found === undefined) writeFileAtomic(file, toUtf8(`${expected}\n`));
  else if (found !== expected) {
    throw kvError(
      "DATA_FORMAT",
      `${path} holds "${found.slice(0, 60)}", and this version reads "${expected}"; ` +
        "run the version that wrote it, or start with an empty folder and resynchronize",
    );
  }
}

function readText(path: string): string | undefined {
  try {
    return fromUtf8(readFileSync(path)).trim();
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    return onDisk(path, () => {
      throw error;
    });
  }
}
