import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { height, toUtf8, type Height } from "@openledger/primitives";
import type { ChangeSet } from "@openledger/store";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBlockLog, type StoredBlock } from "./block-log.ts";
import { openStateLog } from "./state-log.ts";
import { decodeStateVersion, encodeStateVersion, type StateSummary, type StateVersion } from "./state-record.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();
const blockAt = (at: bigint): StoredBlock => ({
  height: height(at),
  hash: new Uint8Array(32).fill(Number(at)),
  block: toUtf8(`block ${at}`),
  seenCommit: toUtf8(`commit ${at}`),
});

describe("the block log", () => {
  test("gives blocks back by height and by hash, also after reopening", () => {
    const path = folder();
    {
      using log = openBlockLog(path);
      expect([log.firstHeight, log.lastHeight]).toEqual([0n, 0n]);
      log.append(blockAt(5n));
      log.append(blockAt(6n), blockAt(7n));
    }
    using log = openBlockLog(path);
    expect([log.firstHeight, log.lastHeight]).toEqual([5n, 7n]);
    for (const at of [5n, 6n, 7n]) {
      expect(log.read(height(at))).toEqual(blockAt(at));
      expect(log.heightOf(blockAt(at).hash)).toBe(at);
    }
    expect(log.read(height(4n))).toBeUndefined();
    expect(log.read(height(8n))).toBeUndefined();
    expect(log.heightOf(new Uint8Array(32))).toBeUndefined();
  });

  test("refuses a gap, a repetition and a gap inside one append, and keeps nothing of it", () => {
    using log = openBlockLog(folder());
    log.append(blockAt(1n));
    for (const blocks of [[blockAt(3n)], [blockAt(1n)], [blockAt(2n), blockAt(4n)]]) {
      expect(() => log.append(...blocks)).toThrow(/does not follow/);
    }
    expect(log.lastHeight).toBe(1n);
    log.append(blockAt(2n));
  });

  test("loses only the block whose append was interrupted", () => {
    const path = folder();
    {
      using log = openBlockLog(path);
      log.append(blockAt(1n));
      log.append(blockAt(2n));
    }
    const file = join(path, "blocks.log");
    truncateSync(file, readFileSync(file).length - 4);
    using log = openBlockLog(path);
    expect(log.lastHeight).toBe(1n);
    expect(log.tornTail?.droppedBytes).toBeGreaterThan(0);
    expect(log.heightOf(blockAt(2n).hash)).toBeUndefined();
  });

  test("a killed process loses no block that it acknowledged", async () => {
    const path = folder();
    const module = JSON.stringify(new URL("./block-log.ts", import.meta.url).href);
    const script = `import(${module}).then(({ openBlockLog }) => {
      const log = openBlockLog(${JSON.stringify(path)});
      for (let at = 1n; ; at++) {
        const bytes = new Uint8Array(3000).fill(Number(at % 251n));
        log.append({ height: at, hash: bytes.slice(0, 32), block: bytes, seenCommit: bytes });
        writeSync(1, at + "\\n");
      }
    });`;
    const child = spawn(process.execPath, ["-e", `const { writeSync } = require("node:fs"); ${script}`]);
    let acknowledged = "";
    child.stdout.on("data", (chunk: Buffer) => {
      acknowledged += chunk.toString();
      if (acknowledged.includes("\n40\n")) child.kill("SIGKILL");
    });
    await once(child, "close");
    const last = acknowledged.slice(0, acknowledged.lastIndexOf("\n")).split("\n").at(-1);
    using log = openBlockLog(path);
    expect(log.lastHeight).toBeGreaterThanOrEqual(BigInt(last ?? "0"));
    expect(log.lastHeight).toBeGreaterThanOrEqual(40n);
    for (let at = 1n; at <= log.lastHeight; at++) expect(log.read(height(at))?.block[0]).toBe(Number(at % 251n));
  });

  test.each([0n, 4n, 5n, 6n, 7n, 9n])("truncateTo %i forgets every later block", (keep) => {
    const path = folder();
    const kept = [5n, 6n, 7n].filter((at) => at <= keep);
    const heights = (at: readonly bigint[]): [Height, Height] => [height(at[0] ?? 0n), height(at.at(-1) ?? 0n)];
    {
      using log = openBlockLog(path);
      log.append(blockAt(5n), blockAt(6n), blockAt(7n));
      log.truncateTo(height(keep));
      expect([log.firstHeight, log.lastHeight]).toEqual(heights(kept));
      expect([5n, 6n, 7n].filter((at) => log.heightOf(blockAt(at).hash) !== undefined)).toEqual(kept);
    }
    using log = openBlockLog(path);
    expect([log.firstHeight, log.lastHeight]).toEqual(heights(kept));
  });
});

const bytes = fc.uint8Array({ maxLength: 12 }).map((value) => new Uint8Array(value));
const changeSet: fc.Arbitrary<ChangeSet> = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom("acc", "bank", "datanet", "gov"), fc.array(fc.tuple(bytes, fc.option(bytes)))),
    {
      selector: ([name]) => name,
    },
  )
  .map((stores) =>
    stores
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([store, entries]) => {
        const byKey = new Map(entries.map(([key, value]) => [Buffer.from(key).toString("hex"), { key, value }]));
        const sorted = [...byKey.values()].toSorted((a, b) => Buffer.compare(a.key, b.key));
        return { store, changes: sorted.map(({ key, value }) => ({ key, value: value ?? undefined })) };
      }),
  );
const version: fc.Arbitrary<StateVersion> = fc.record({
  version: fc.bigInt(1n, (1n << 64n) - 1n),
  appHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((value) => new Uint8Array(value)),
  changeSet,
  results: bytes,
});

describe("a state record", () => {
  test("survives the round trip and shares no memory with its bytes", () => {
    fc.assert(
      fc.property(version, (value) => {
        const encoded = encodeStateVersion(value);
        const decoded = decodeStateVersion(encoded);
        encoded.fill(0);
        expect(decoded).toEqual(value);
      }),
      { numRuns: 80 },
    );
  });

  test("is refused when it is cut or longer, whatever its counts claim", () => {
    fc.assert(
      fc.property(version, fc.nat(), (value, cut) => {
        const encoded = encodeStateVersion(value);
        expect(() => decodeStateVersion(encoded.slice(0, cut % encoded.length))).toThrow();
        expect(() => decodeStateVersion(new Uint8Array([...encoded, 0]))).toThrow();
      }),
      { numRuns: 80 },
    );
    const lying = encodeStateVersion({
      version: 1n,
      appHash: new Uint8Array(0),
      changeSet: [],
      results: new Uint8Array(0),
    });
    lying.fill(0xff, lying.length - 4);
    expect(() => decodeStateVersion(lying)).toThrow(/ends before/);
  });

  test("is never written for keys out of order", () => {
    const key = toUtf8("k");
    const twice = [
      {
        store: "bank",
        changes: [
          { key, value: key },
          { key, value: undefined },
        ],
      },
    ];
    const value = { version: 1n, appHash: new Uint8Array(32), changeSet: twice, results: new Uint8Array(0) };
    expect(() => encodeStateVersion(value)).toThrow(/out of order/);
  });
});

describe("the state log", () => {
  const versionAt = (at: bigint): StateVersion => ({
    version: at,
    appHash: new Uint8Array(32).fill(Number(at)),
    changeSet: [{ store: "bank", changes: [{ key: toUtf8("k"), value: toUtf8(`${at}`) }] }],
    results: toUtf8(`results ${at}`),
  });
  const reopen = (path: string): { replayed: StateVersion[]; log: ReturnType<typeof openStateLog> } => {
    const summaries: StateSummary[] = [];
    const log = openStateLog(path, { onVersion: (value) => summaries.push(value) });
    const replayed = summaries.map(({ version }) => log.read(version)).filter((value) => value !== undefined);
    expect(replayed.map(({ version: at }) => log.summary(at))).toEqual(summaries);
    return { replayed, log };
  };

  test("replays every version in order and finds each by number", () => {
    const path = folder();
    const written = [1n, 2n, 3n].map(versionAt);
    {
      const { log, replayed } = reopen(path);
      for (const value of written) log.append(value);
      expect(replayed).toEqual([]);
      log.close();
    }
    const { log, replayed } = reopen(path);
    expect(replayed).toEqual(written);
    expect(log.read(2n)).toEqual(written[1]);
    const { changeSet: _, ...summary } = versionAt(3n);
    expect(log.summary(3n)).toEqual(summary);
    expect(log.read(4n)).toBeUndefined();
    expect(() => log.append(versionAt(5n))).toThrow(/does not follow/);
    log.truncateTo(1n);
    log.close();
    expect(reopen(path).replayed).toEqual(written.slice(0, 1));
  });

  test("a commit that a crash cut at any byte is gone, and the one before it is there", () => {
    const path = folder();
    const file = join(path, "state.log");
    const { log } = reopen(path);
    log.append(versionAt(1n));
    const before = readFileSync(file).length;
    log.append(versionAt(2n));
    log.close();
    for (let length = readFileSync(file).length - 1; length >= before; length -= 7) {
      truncateSync(file, length);
      const { log: opened, replayed } = reopen(path);
      expect(replayed).toEqual([versionAt(1n)]);
      opened.append(versionAt(2n));
      opened.close();
    }
  });

  test("an error of the replay stops the opening", () => {
    const path = folder();
    const { log } = reopen(path);
    log.append(versionAt(1n));
    log.close();
    const refuse = (): void => {
      throw new RangeError("another app hash");
    };
    expect(() => openStateLog(path, { onVersion: refuse })).toThrow("another app hash");
  });
});
