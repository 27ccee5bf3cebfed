import { dirname } from "node:path";
import { onDisk } from "./errors.ts";
import { nodeFileSystem, writeFully, type FileSystem } from "./file-system.ts";

/**
 * Replaces a file as a whole: after a crash it holds the old bytes or the new ones. When this returns, the new ones
 * are durable. The folder must exist. Throws OperationalError (`DISK_*`), with the old file untouched.
 */
export function writeFileAtomic(
  path: string,
  bytes: Uint8Array,
  options: { readonly mode?: number; readonly fileSystem?: FileSystem } = {},
): void {
  const fs = options.fileSystem ?? nodeFileSystem;
  const temporary = `${path}.tmp`;
  onDisk(path, () => {
    fs.remove(temporary);
    try {
      writeDurably(fs, temporary, bytes, options.mode ?? 0o644);
      fs.rename(temporary, path);
    } catch (error) {
      fs.remove(temporary);
      throw error;
    }
    fs.syncFolder(dirname(path));
  });
}

function writeDurably(fs: FileSystem, path: string, bytes: Uint8Array, mode: number): void {
  const fd = fs.open(path, mode);
  try {
    writeFully(fs, fd, bytes, 0);
    fs.sync(fd);
  } finally {
    fs.close(fd);
  }
}
