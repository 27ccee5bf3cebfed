import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answer, buildArtifact } from "@openledger/retrieval";
import { createNodeCrypto } from "@openledger/crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collectFolder } from "./folder.ts";
import { questionsFor } from "./folder-questions.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "folder-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function put(path: string, content: string | Uint8Array): Promise<void> {
  const at = join(folder, path);
  await mkdir(join(at, ".."), { recursive: true });
  await writeFile(at, content);
}

test("each file and each sub-folder is one contributor", async () => {
  await put("b.txt", "words");
  await put("a/two.md", "words");
  await put("a/deep/one.txt", "words");
  await put("a/code.js", "words");
  await put(".hidden/x.md", "words");
  await put("c.pdf", "words");
  const { contributions } = await collectFolder(folder);
  expect(contributions.map(({ owner, documents }) => [owner, documents.map(({ path }) => path)])).toEqual([
    ["folder:a", ["front.md", "a/deep/one.txt", "a/two.md"]],
    ["folder:b.txt", ["front.md", "b.txt"]],
  ]);
});

test("missing, empty and oversized folders and a path to a file are refused with what to do", async () => {
  await expect(collectFolder(join(folder, "none"))).rejects.toMatchObject({ code: "missing_folder" });
  await expect(collectFolder(folder)).rejects.toMatchObject({
    code: "empty_corpus",
    message: expect.stringContaining(".txt"),
  });
  await put("latin.txt", Uint8Array.of(0x74, 0xe9));
  await expect(collectFolder(folder)).rejects.toMatchObject({
    code: "empty_corpus",
    message: expect.stringContaining("iconv"),
  });
  await put("a.txt", "words");
  await put("b.txt", "words");
  await expect(collectFolder(join(folder, "a.txt"))).rejects.toMatchObject({ code: "not_a_folder" });
  const limits = { fileBytesMax: 100, totalBytesMax: 100, filesMax: 10 };
  await expect(collectFolder(folder, { ...limits, filesMax: 1 })).rejects.toMatchObject({ code: "too_many_files" });
  await expect(collectFolder(folder, { ...limits, totalBytesMax: 7 })).rejects.toMatchObject({ code: "too_large" });
  const { skipped } = await collectFolder(folder, { ...limits, fileBytesMax: 5 }).catch(() => ({ skipped: [] }));
  expect(skipped.map(({ path }) => path)).toEqual(["latin.txt"]);
});

test("questions come from headings, else from rare words, and their answers cite the contribution asked about", async () => {
  await put("manual.md", "# Coffee manual\n\nFirst words.\n\n## Descaling the boiler\n\nUse citric acid.\n");
  const lines = Array.from(
    { length: 400 },
    (_, i) => `Verse ${i} names ${["marmot", "osprey", "walrus", "gannet"][i % 4] ?? ""}.`,
  );
  await put("verses.txt", lines.join(" "));
  const { contributions } = await collectFolder(folder);
  const questions = questionsFor(contributions);
  expect(questions[0]).toBe("What is there in manual about Coffee manual?");
  expect(questions).toHaveLength(5);
  const { sha256 } = createNodeCrypto();
  const rows = contributions.map(({ documents }, at) => ({
    sequence: BigInt(at),
    documents: documents.map(({ bytes }) => bytes),
  }));
  const artifact = buildArtifact(rows, sha256);
  for (const question of questions) {
    const name = / in (\w+) about /.exec(question)?.[1];
    expect(answer(artifact, question).passages[0]?.title).toBe(name);
  }
});
