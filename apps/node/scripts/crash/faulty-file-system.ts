import { nodeFileSystem, type FileSystem } from "@openledger/kv";

/**
 * What goes wrong at the `at`-th call of the disk: the process dies before it, after it, or in the middle of a write;
 * or this call and `repeat - 1` more fail for lack of space.
 */
export interface Fault {
  readonly kind: "die-before" | "die-after" | "die-within" | "full";
  readonly at: number;
  readonly repeat: number;
}

/** The machine's file system with one fault. `die` must not return. */
export function faultyFileSystem(fault: Fault, die: () => never): FileSystem {
  let calls = 0;
  const isNow = (): boolean => {
    const call = calls++;
    return call >= fault.at && call < fault.at + fault.repeat;
  };
  const around = <T>(action: () => T, within: () => void = () => undefined): T => {
    if (!isNow()) return action();
    if (fault.kind === "full") throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", errno: -28 });
    if (fault.kind === "die-before") return die();
    if (fault.kind === "die-within") within();
    else action();
    return die();
  };
  return {
    ...nodeFileSystem,
    open: (path, mode) => around(() => nodeFileSystem.open(path, mode)),
    write(fd, bytes, position) {
      // Some of the bytes reach the file, as when a machine stops in the middle.
      const some = bytes.subarray(0, Math.floor((bytes.length * (fault.at % 7)) / 7));
      return around(
        () => nodeFileSystem.write(fd, bytes, position),
        () => void (some.length > 0 && nodeFileSystem.write(fd, some, position)),
      );
    },
    truncate: (fd, length) => around(() => nodeFileSystem.truncate(fd, length)),
    sync: (fd) => around(() => nodeFileSystem.sync(fd)),
    syncInBackground: (fd) => around(() => nodeFileSystem.syncInBackground(fd)),
    rename: (from, to) => around(() => nodeFileSystem.rename(from, to)),
    remove: (path) => around(() => nodeFileSystem.remove(path)),
    removeFolder: (path) => around(() => nodeFileSystem.removeFolder(path)),
    syncFolder: (path) => around(() => nodeFileSystem.syncFolder(path)),
  };
}
