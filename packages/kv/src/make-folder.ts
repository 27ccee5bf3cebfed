import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { kvError, onDisk, systemCode } from "./errors.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";

/** Creates a folder and those above it that are missing; when this returns, their names are durable. Throws `DISK_*`. */
export function makeFolder(
  path: string,
  options: { readonly mode?: number; readonly fileSystem?: Pick<FileSystem, "syncFolder"> } = {},
): void {
  const fs = options.fileSystem ?? nodeFileSystem;
  onDisk(path, () => {
    const missing = missingFolders(path);
    for (const folder of missing) makeOne(folder, options.mode ?? 0o755);
    for (const folder of missing.toReversed()) fs.syncFolder(dirname(folder));
  });
}

/** Outermost first. Node's own recursive mkdir never returns where the system says that a folder cannot be, as in /proc. */
function missingFolders(path: string): readonly string[] {
  const missing: string[] = [];
  for (let folder = resolve(path); !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  if (missing.length === 0 && !statSync(path).isDirectory()) return [resolve(path)];
  return missing;
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") throw kvError("DISK_PERMISSION", `${folder}: no folder can be made there; choose another place`, error);
    if (code !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
  }
}
