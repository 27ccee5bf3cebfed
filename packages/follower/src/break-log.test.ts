import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Break, Rotation } from "@openledger/derivation";
import { openRecordLog } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { afterEach, expect, test } from "vitest";
import { loggedBreaks, openBreakLog } from "./break-log.ts";
import { savedBreaks } from "./da-progress.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-breaks-"));
const file = join(folder, "breaks.log");
afterEach(() => rmSync(file, { force: true }));

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
function rotationOf({ number, lastHeight, lastHash, miss }: Break, newKey: number): Rotation {
  return { number, lastHeight, lastHash, miss, newKey: bytes(newKey), signatures: [{ publicKey: bytes(1), signature: new Uint8Array(64).fill(2) }] };
}
const open = (number: bigint, deadline: bigint): Break => ({ number, lastHeight: 4n, lastHash: bytes(4), miss: { txHash: bytes(5), daHeight: 3n, deadline }, crossed: undefined });
const crossed = (one: Break, daHeight: bigint, newKey = 9): Break => ({ ...one, crossed: { daHeight, rotation: rotationOf(one, newKey) } });
const [first, second] = [crossed(open(1n, 9n), 12n), crossed(open(2n, 18n), 20n)];

function note(...found: readonly (readonly Break[])[]): readonly Break[] {
  using log = openBreakLog(folder);
  for (const one of found) log.note(one);
  return log.breaks;
}

test("misses and their rotations are there after a restart, also when DA is read anew from before them", () => {
  expect(loggedBreaks(folder)).toEqual([]);
  expect(note([open(1n, 9n)])).toEqual([open(1n, 9n)]);
  expect(note([first], [first, open(2n, 18n)])).toEqual([first, open(2n, 18n)]);
  expect(note([first, second])).toEqual([first, second]);
  // As reading finds them one after the other.
  expect(note([], [open(1n, 9n)], [first], [first, open(2n, 18n)])).toEqual([first, second]);
  expect(savedBreaks(folder)).toEqual([first, second]);
});

test("what another DA holds takes the place of what contradicts it", () => {
  note([first, second]);
  const other = crossed(open(1n, 9n), 13n, 8);
  expect(note([open(1n, 9n)], [other])).toEqual([other]);
  expect(loggedBreaks(folder)).toEqual([other]);
  expect(note([other, open(2n, 19n)], [other, open(2n, 18n)])).toEqual([other, open(2n, 18n)]);
});

test("a torn tail loses only the record that was not whole, and records that are no breaks are refused", () => {
  note([first, second]);
  appendFileSync(file, Uint8Array.of(1, 2, 3));
  expect(loggedBreaks(folder)).toEqual([first, second]);
  rmSync(file);
  {
    using log = openRecordLog(file, { syncOnAppend: true });
    log.append(toUtf8("{}"));
  }
  expect(() => loggedBreaks(folder)).toThrow("holds what is no miss of a chain: follow DA in a new home");
});
