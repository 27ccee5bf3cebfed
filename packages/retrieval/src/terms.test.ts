import { toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { byteTextFromBytes } from "./byte-text.ts";
import { foldWord, wordsOf } from "./terms.ts";

const termsOf = (text: string): string[] => wordsOf(byteTextFromBytes(toUtf8(text))).map(({ term }) => term);

test("forms of one word are one term", () => {
  expect(["create", "creates", "created", "creating"].map(foldWord)).toEqual(["creat", "creat", "creat", "creat"]);
  expect(["query", "queries", "class", "file", "files", "key", "keys"].map(foldWord)).toEqual([
    "query",
    "query",
    "class",
    "fil",
    "fil",
    "key",
    "key",
  ]);
});

test("words joined by - / . : count as their parts and as one", () => {
  expect(termsOf("@noble/hashes")).toEqual(["nobl", "hash", "noblehash"]);
  expect(termsOf("noble-hashes")).toEqual(["nobl", "hash", "noblehash"]);
  expect(termsOf("fs.readFile.")).toEqual(["fs", "readfil", "fsreadfil"]);
});

test("URLs, link targets, tags and link definitions hold no terms", () => {
  expect(termsOf("see [docs](https://a.example/b) at https://c.example/d?e=f <img src='g.png'> now")).toEqual([
    "see",
    "doc",
    "at",
    "now",
  ]);
  expect(termsOf("[badge]: https://a.example/b\nend")).toEqual(["end"]);
});

test("dashes, no-break spaces and emoji do not glue words together", () => {
  expect(termsOf("left\u2014right\u00a0up\u{1f680}down")).toEqual(["left", "right", "up", "down"]);
});

test("only ASCII is lower-cased, so no Unicode table decides terms", () => {
  const [upper, lower] = [termsOf("\u00c9COLE"), termsOf("\u00e9cole")];
  expect(upper).not.toEqual(lower);
  expect(termsOf("na\u00efVE")).toEqual(termsOf("na\u00efve"));
});

test("runs above 64 bytes are no terms", () => {
  expect(termsOf(`${"a".repeat(65)} b`)).toEqual(["b"]);
});
