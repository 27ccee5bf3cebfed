import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toUtf8 } from "@openledger/primitives";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTextSets } from "./read-folder.ts";

const prose = (name: string): string => `${name} wrote this sentence and many more like it. `.repeat(10);
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "openledger-texts-"));
  await mkdir(join(folder, "letters"));
  await writeFile(join(folder, "letters", "ada.txt"), prose("ada"));
  await writeFile(join(folder, "letters", "ben.md"), prose("ben"));
  await writeFile(join(folder, "letters", "empty.txt"), "");
  await writeFile(join(folder, "README.md"), prose("nobody"));
  await writeFile(join(folder, "one.txt"), prose("one"));
  await writeFile(join(folder, "two.txt"), new Uint8Array([...toUtf8(prose("two")), 0xe9]));
  await writeFile(join(folder, "binary.txt"), new Uint8Array(500));
  await writeFile(join(folder, "speeches.zip"), zipSync({ "s/cid.txt": toUtf8(prose("cid")), "s/dot.txt": toUtf8(prose("dot")) }));
  await writeFile(join(folder, "tinyshakespeare.txt"), ["Ada", "Ben", "Ada"].map((name) => `${name}:\n${prose(name)}`).join("\n\n"));
  await writeFile(join(folder, "world192.txt"), ["Chad", "Peru"].flatMap((name) => [`\r\n:${name} Geography\r\n`, prose(name), `\n:${name} People\r\n`, prose(name)]).join(""));
});

afterAll(() => rm(folder, { recursive: true }));

test("archives, subfolders and known files are sets by author, and the other texts are one together", async () => {
  const sets = await readTextSets(folder);
  const contributors = sets.map(({ name, contributors: of }) => [name, of.map((contributor) => contributor.name)]);
  expect(contributors).toEqual([
    ["letters", ["ada", "ben"]],
    ["speeches", ["cid", "dot"]],
    ["Shakespeare", ["Ada", "Ben"]],
    ["World Factbook 1992", ["Chad", "Peru"]],
    [folder.split("/").at(-1), ["one", "two"]],
  ]);
});

test("what is not UTF-8 is read as windows-1252", async () => {
  const texts = (await readTextSets(folder)).at(-1);
  expect(new TextDecoder().decode(texts?.contributors[1]?.documents[0]).at(-1)).toBe("é");
});
