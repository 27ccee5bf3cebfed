import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFileSystem, readOnly } from "./file-system.ts";
import { openRecordLog } from "./record-log.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();
const options = { syncOnAppend: true, fileSystem: readOnly(nodeFileSystem) };

test("a log that is opened for reading alone gives its records and keeps every byte, a torn tail too", () => {
  const path = join(folder(), "some.log");
  {
    using log = openRecordLog(path, { syncOnAppend: true });
    log.append(Uint8Array.of(7));
  }
  const bytes = Uint8Array.of(...readFileSync(path), 1, 2, 3);
  writeFileSync(path, bytes);
  using log = openRecordLog(path, options);
  expect([log.count, log.read(0)]).toEqual([1, Uint8Array.of(7)]);
  expect(() => log.append(Uint8Array.of(8))).toThrow("read-only");
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
});

test("what is opened for reading alone is not created", () => {
  const path = folder();
  expect(() => openRecordLog(join(path, "none.log"), options)).toThrow(expect.objectContaining({ code: "DISK_MISSING" }));
  expect(readdirSync(path)).toEqual([]);
});
