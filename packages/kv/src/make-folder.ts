import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { onDisk } from "./errors.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";

/** Creates a folder and those above it that are missing; when this returns, their names are durable. Throws `DISK_*`. */
export function makeFolder(
  path: string,
  options: { readonly mode?: number; readonly fileSystem?: Pick<FileSystem, "syncFolder"> } = {},
): void {
  const fs = options.fileSystem ?? nodeFileSystem;
  onDisk(path, () => {
    const first = mkdirSync(path, { recursive: true, mode: options.mode ?? 0o755 });
    if (first === undefined) return;
    const top = dirname(resolve(first));
    for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
      fs.syncFolder(folder);
      if (folder === top) return;
    }
  });
}
