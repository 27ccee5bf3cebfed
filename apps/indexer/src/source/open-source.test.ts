import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { openFakeNode } from "../testing/fake-node.ts";
import { sampleBlocks } from "../testing/sample-chain.ts";
import { createNodeSource } from "./node-source.ts";
import { openSource } from "./open-source.ts";
import { startProjectingThreads } from "./projecting-threads.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-archive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("beside an archive that begins later, the node serves the heights below it", async () => {
  await using node = await openFakeNode(sampleBlocks());
  const sha256 = createHash("sha256").update("{}").digest("hex");
  writeFileSync(join(folder, "genesis.json"), "{}");
  const chunk = { file: "blocks-000000000005.ndjson.zst", first: "5", last: "9", sha256 };
  writeFileSync(join(folder, "archive.json"), JSON.stringify({ format: 1, chainId: "test-1", genesisSha256: sha256, chunks: [chunk] }));
  const { source, heads } = await openSource({ node: node.url, archive: folder });
  using _heads = heads;
  expect((await source.block(4n)).hash).toEqual((await createNodeSource(node.url).block(4n)).hash);
  await expect(source.block(5n)).rejects.toMatchObject({ code: "ARCHIVE_CORRUPT", message: expect.stringContaining(chunk.file) as string });
});

test("a thread takes the heights of an archive from there as well", async () => {
  await using node = await openFakeNode(sampleBlocks());
  using threads = startProjectingThreads({ from: { node: node.url, archive: folder }, bech32Prefix: "open" }, 1);
  expect((await threads.projected(4n)).block.height).toBe(4n);
  await expect(threads.projected(5n)).rejects.toMatchObject({ code: "ARCHIVE_CORRUPT" });
});
