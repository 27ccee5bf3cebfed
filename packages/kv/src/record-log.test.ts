import { copyFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { concatBytes, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { encodeFrame } from "./log-frame.ts";
import { openRecordLog, type RecordLog } from "./record-log.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();
const open = (path: string, fileSystem: FileSystem = nodeFileSystem): RecordLog =>
  openRecordLog(path, { syncOnAppend: true, fileSystem });
const contents = (log: RecordLog): string[] =>
  Array.from({ length: log.count }, (_, i) => Buffer.from(log.read(i)).toString());
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "none";
};

/** A log of three appends, the last of two records, and the length it had before the last. */
function sample(): { path: string; before: number; whole: Uint8Array } {
  const path = join(folder(), "log");
  using log = open(path);
  log.append(toUtf8("first"));
  log.append(toUtf8("second"));
  const before = log.bytes;
  expect(log.append(toUtf8("third"), toUtf8("fourth"))).toBe(2);
  return { path, before, whole: readFileSync(path) };
}

describe("a crash while appending", () => {
  test("a torn tail at any byte loses the unfinished append and nothing else", () => {
    const { path, before, whole } = sample();
    for (let length = before; length < whole.length; length++) {
      const torn = `${path}.${length}`;
      writeFileSync(torn, whole.subarray(0, length));
      {
        using log = open(torn);
        expect(contents(log)).toEqual(["first", "second"]);
        expect(log.tornTail).toEqual(length === before ? undefined : { offset: before, droppedBytes: length - before });
        log.append(toUtf8("after"));
      }
      using again = open(torn);
      expect(contents(again)).toEqual(["first", "second", "after"]);
      expect(again.tornTail).toBeUndefined();
    }
  });

  test("pages that were never written back read as zeros and count as torn", () => {
    const { path, before, whole } = sample();
    for (let zeroedFrom = before; zeroedFrom < whole.length - 1; zeroedFrom += 3) {
      const torn = whole.slice();
      torn.fill(0, zeroedFrom);
      writeFileSync(path, torn);
      using log = open(path);
      expect(contents(log)).toEqual(["first", "second"]);
    }
    writeFileSync(path, concatBytes(whole.subarray(0, before), new Uint8Array(5000)));
    using log = open(path);
    expect(log.tornTail).toEqual({ offset: before, droppedBytes: 5000 });
  });

  test("a header that was never finished starts the log anew", () => {
    const path = join(folder(), "log");
    for (const start of [new Uint8Array(0), new Uint8Array(16), sample().whole.slice(0, 15)]) {
      writeFileSync(path, start);
      using log = open(path);
      expect(log.count).toBe(0);
      log.append(toUtf8("x"));
      expect(contents(log)).toEqual(["x"]);
    }
  });

  test("any log cut at any place opens with a prefix of its appends", () => {
    const batches = fc.array(fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 3 }), {
      maxLength: 6,
    });
    const path = join(folder(), "log");
    fc.assert(
      fc.property(batches, fc.nat(), (appends, cut) => {
        writeFileSync(path, "");
        const ends: number[] = [];
        {
          using log = openRecordLog(path, { syncOnAppend: false });
          for (const batch of appends) {
            log.append(...batch);
            ends.push(log.bytes);
          }
        }
        const size = readFileSync(path).length;
        const length = 16 + (cut % (size - 15));
        truncateSync(path, length);
        using log = open(path);
        const kept = appends.slice(0, ends.filter((end) => end <= length).length).flat();
        expect(log.count).toBe(kept.length);
        kept.forEach((record, i) => expect(log.read(i)).toEqual(new Uint8Array(record)));
      }),
      { numRuns: 60 },
    );
  });
});

describe("damage to durable data", () => {
  test("a flipped byte before the last append is refused with file, record and offset", () => {
    const { path, before, whole } = sample();
    for (let at = 16; at < before; at++) {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] as number) ^ 0x55;
      writeFileSync(path, damaged);
      expect(codeOf(() => open(path))).toBe("LOG_CORRUPT");
      expect(() => open(path)).toThrow(new RegExp(`${path}: record [01] at offset \\d+ is damaged`));
      expect(readFileSync(path).length).toBe(whole.length);
    }
  });

  test("a damaged header and a foreign file are refused, never overwritten", () => {
    const { path, whole } = sample();
    const damaged = whole.slice();
    damaged[9] = (damaged[9] as number) ^ 1;
    for (const bytes of [damaged, toUtf8("this is a letter, not a log at all")]) {
      writeFileSync(path, bytes);
      expect(codeOf(() => open(path))).toBe("LOG_FORMAT");
      expect(new Uint8Array(readFileSync(path))).toEqual(new Uint8Array(bytes));
    }
  });

  test("a record that changes under an open log is noticed when it is read", () => {
    const { path, whole } = sample();
    using log = open(path);
    const damaged = whole.slice();
    damaged[30] = (damaged[30] as number) ^ 1;
    writeFileSync(path, damaged);
    expect(codeOf(() => log.read(0))).toBe("LOG_CORRUPT");
  });

  test("a record whose content imitates a frame does not make a torn tail look like damage", () => {
    const path = join(folder(), "log");
    const forged = encodeFrame(0, [toUtf8("forged")]);
    {
      using log = open(path);
      log.append(toUtf8("first"));
      log.append(concatBytes(new Uint8Array(9), forged, new Uint8Array(40)));
    }
    truncateSync(path, readFileSync(path).length - 1);
    using log = open(path);
    expect(contents(log)).toEqual(["first"]);
  });
});

describe("truncateTo", () => {
  test.each([0, 1, 2, 3, 4, 9])("keeps the first %i records, also inside one append, and goes on", (count) => {
    const { path } = sample();
    const expected = ["first", "second", "third", "fourth"].slice(0, count);
    {
      using log = open(path);
      log.truncateTo(count);
      expect(contents(log)).toEqual(expected);
      log.append(toUtf8("next"));
    }
    using log = open(path);
    expect(contents(log)).toEqual([...expected, "next"]);
  });
});

describe("a disk that fails", () => {
  const errno = (code: string): Error => Object.assign(new Error(code), { code, errno: -1 });

  test("a full disk keeps nothing of the append, and the log goes on when there is space", () => {
    const path = join(folder(), "log");
    let room = 1000;
    const limited: FileSystem = {
      ...nodeFileSystem,
      write(fd, bytes, position) {
        if (position + bytes.length <= room) return nodeFileSystem.write(fd, bytes, position);
        if (position < room) return nodeFileSystem.write(fd, bytes.subarray(0, room - position), position);
        throw errno("ENOSPC");
      },
    };
    using log = open(path, limited);
    log.append(toUtf8("small"));
    const append = (): unknown => log.append(new Uint8Array(2000));
    expect(append).toThrow(/disk is full/);
    expect(codeOf(append)).toBe("DISK_FULL");
    expect(readFileSync(path).length).toBe(log.bytes);
    room = 10_000;
    append();
    const copy = `${path}.copy`;
    copyFileSync(path, copy);
    using again = open(copy);
    expect(again.count).toBe(2);
  });

  test("after a failed sync nothing is acknowledged until the log is reopened", () => {
    let failing = false;
    const unreliable: FileSystem = {
      ...nodeFileSystem,
      sync(fd) {
        if (failing) throw errno("EIO");
        nodeFileSystem.sync(fd);
      },
    };
    using log = open(join(folder(), "log"), unreliable);
    log.append(toUtf8("durable"));
    failing = true;
    expect(codeOf(() => log.append(toUtf8("lost")))).toBe("DISK_FAILED");
    expect(log.count).toBe(1);
    failing = false;
    expect(codeOf(() => log.append(toUtf8("next")))).toBe("LOG_BROKEN");
    expect(codeOf(() => log.read(0))).toBe("LOG_BROKEN");
  });

  test("/dev/full reports a full disk through the real file system", { skip: process.platform !== "linux" }, () => {
    expect(codeOf(() => open("/dev/full"))).toBe("DISK_FULL");
  });

  test("a missing folder is named", () => {
    expect(codeOf(() => open(join(folder(), "none", "log")))).toBe("DISK_MISSING");
  });
});

test("a record beyond the end is a range error", () => {
  using log = open(join(folder(), "log"));
  expect(codeOf(() => log.read(0))).toBe("LOG_RANGE");
});
