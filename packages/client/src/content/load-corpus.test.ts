import { Contribution, DatanetVersion, MarkKind, type Mark } from "@openledger/messages/openledger/datanet/v1";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { manifestRows, type Corpus, type CorpusEntry } from "./load-corpus.ts";

const TEXT = `${"a".repeat(1024)}${"b".repeat(1024)}${"c".repeat(100)}`;

/** What manifestRows reads of an entry: two documents of each of two contributions. */
function corpusWith(marks: readonly Mark[]): Corpus {
  const entries = [1n, 2n].map((seq) => {
    const contribution = Contribution.create({
      ...{ datanetId: 1n, seq, sequence: seq * 10n, logIndex: seq - 1n, marks: seq === 1n ? [...marks] : [] },
    });
    const documents = [toUtf8(TEXT), toUtf8("short")];
    return { contribution, held: { documents } } as unknown as CorpusEntry;
  });
  const versions = [1n, 2n, 3n].map((version) => DatanetVersion.create({ datanetId: 1n, version, logSize: 2n }));
  return { entries, versions, erased: [] };
}
const model = (version: bigint): Parameters<typeof manifestRows>[1] => ({ manifest: [{ datanetId: "1", version: `${version}`, priorBps: 0 }] });
const rowsMark: Mark = { height: 5n, fromVersion: 2n, rows: [{ document: 0, firstChunk: 1, chunkCount: 1 }], erase: false, kind: MarkKind.MARK_KIND_REVOKED, owner: "" };
const wholeMark: Mark = { height: 9n, fromVersion: 3n, rows: [], erase: false, kind: MarkKind.MARK_KIND_REVOKED, owner: "" };

test("each version is built from what was not revoked when it was frozen", () => {
  const corpus = corpusWith([rowsMark, wholeMark]);
  const first = manifestRows(corpus, model(1n));
  expect(first.map(({ sequence }) => sequence)).toEqual([10n, 20n]);
  expect(first[0]?.documents.map(fromUtf8)).toEqual([TEXT, "short"]);
  const [part, other] = manifestRows(corpus, model(2n));
  expect(part?.documents.map(fromUtf8)).toEqual([`${"a".repeat(1024)}${"\n".repeat(1024)}${"c".repeat(100)}`, "short"]);
  expect(other?.documents.map(fromUtf8)).toEqual([TEXT, "short"]);
  expect(manifestRows(corpus, model(3n)).map(({ sequence }) => sequence)).toEqual([20n]);
});

test("a version with erased content cannot be built again, one that leaves it out can", () => {
  const corpus = corpusWith([]);
  const [entry, ...entries] = corpus.entries;
  if (entry === undefined) throw new Error("two entries");
  const erased = [{ ...entry.contribution, marks: [{ ...wholeMark, fromVersion: 2n, erase: true }] }];
  expect(() => manifestRows({ ...corpus, entries, erased }, model(1n))).toThrow("contribution 1/1 was erased");
  expect(manifestRows({ ...corpus, entries, erased }, model(2n))).toHaveLength(1);
});
