import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { openBlockArchive, writeBlockArchive, type ArchivedBlock } from "@openledger/block-archive";
import { createNodeCrypto } from "@openledger/crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { runCli } from "./run-cli.fixture.ts";

const { sha256 } = createNodeCrypto();
let place: TestHome;
let fromNode: string;
let lastFromNode: number;

beforeAll(async () => {
  place = await createTestHome();
  fromNode = `${place.home}-node-blocks`;
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = 6;
  const onBlock = (): void => void (--left <= 0 && resolve());
  await using node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock });
  await promise;
  const { out, err } = await runCli("export-blocks", "--node", node.rpcUrl, "--out", fromNode, "--json");
  expect(err).toMatch(/^export-blocks: \d+ of \d+\n$/);
  lastFromNode = (JSON.parse(out) as { lastHeight: number }).lastHeight;
});

afterAll(() => place?.[Symbol.dispose]());

async function read(folder: string, from: bigint, to: bigint): Promise<ArchivedBlock[]> {
  const blocks: ArchivedBlock[] = [];
  for await (const block of (await openBlockArchive(folder, sha256)).blocks(from, to)) blocks.push(block);
  return blocks;
}

test("a running node and its stopped home give the same blocks, and an export goes on behind another", async () => {
  const folder = `${place.home}-blocks`;
  expect(await runCli("export-blocks", "--home", place.home, "--to", "2", "--out", folder)).toMatchObject({ code: 0, out: expect.stringContaining("wrote 2 blocks, 1 to 2") as string });
  expect(await runCli("export-blocks", "--home", place.home, "--from", "2", "--out", folder)).toMatchObject({ code: 1, err: expect.stringContaining("ends at height 2, so --from is 3") as string });
  expect((await runCli("export-blocks", "--home", place.home, "--out", folder)).code).toBe(0);
  const archive = await openBlockArchive(folder, sha256);
  expect(archive).toMatchObject({ chainId: "openledger-test-1", firstHeight: 1n });
  const last = BigInt(lastFromNode);
  expect(await read(folder, 1n, last)).toEqual(await read(fromNode, 1n, last));
  expect((await read(folder, 2n, 3n)).length).toBe(2);
  expect(await archive.genesis()).toEqual(await (await openBlockArchive(fromNode, sha256)).genesis());
  await expect(read(folder, 1n, archive.lastHeight + 1n)).rejects.toMatchObject({ code: "ARCHIVE_GAP" });
});

test("a changed byte, a changed transaction, a gap and another chain are refused by name", async () => {
  const folder = `${place.home}-changed`;
  const blocks = await read(fromNode, 1n, 4n);
  const document = await (await openBlockArchive(fromNode, sha256)).genesis();
  const write = (list: readonly ArchivedBlock[], chainId = "openledger-test-1"): Promise<number> => writeBlockArchive(folder, { chainId, document }, fromList(list), sha256);
  expect(await write(blocks.slice(0, 2))).toBe(2);

  await expect(write([changed(blocks[2], (block) => (block.block.data.txs = ["AAAA"]))])).rejects.toMatchObject({ code: "ARCHIVE_CORRUPT", message: expect.stringMatching(/^block 3 names transactions \w{64} and those in it hash to \w{64}/) as string });
  await expect(write([changed(blocks[2], (block) => (block.block.header["proposer_address"] = "00"))])).rejects.toMatchObject({ code: "ARCHIVE_CORRUPT", message: expect.stringContaining("its header hashes to") as string });
  await expect(write(blocks.slice(3))).rejects.toMatchObject({ code: "ARCHIVE_GAP", message: "block 4 comes after block 2" });
  await expect(write(blocks.slice(2), "other-1")).rejects.toMatchObject({ code: "ARCHIVE_OTHER_CHAIN" });
  expect((await read(folder, 1n, 2n)).length).toBe(2);

  const [chunk = ""] = readdirSync(folder).filter((name) => name.endsWith(".zst"));
  const bytes = readFileSync(join(folder, chunk));
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
  writeFileSync(join(folder, chunk), bytes);
  await expect(read(folder, 1n, 2n)).rejects.toMatchObject({ code: "ARCHIVE_CORRUPT", message: expect.stringContaining("export heights 1 to 2 again") as string });
});

test("two exports into one folder do not mix: the second is refused, and after the first the folder is whole", async () => {
  const folder = `${place.home}-two`;
  const blocks = await read(fromNode, 1n, 4n);
  const document = await (await openBlockArchive(fromNode, sha256)).genesis();
  const genesis = { chainId: "openledger-test-1", document };
  const held = Promise.withResolvers<void>();
  async function* slowly(): AsyncGenerator<ArchivedBlock, void> {
    yield* blocks.slice(0, 2);
    await held.promise;
    yield* blocks.slice(2);
  }
  const first = writeBlockArchive(folder, genesis, slowly(), sha256);
  await expect.poll(() => readdirSync(folder)).toContain("archive.json");
  const refused = { code: "ARCHIVE_LOCKED", message: expect.stringContaining(`process ${process.pid} writes to ${folder}: wait until it is done`) as string };
  await expect(writeBlockArchive(folder, genesis, fromList(blocks), sha256)).rejects.toMatchObject(refused);
  expect(await runCli("export-blocks", "--home", place.home, "--out", folder)).toMatchObject({ code: 1, err: expect.stringContaining(`process ${process.pid} writes to ${folder}`) as string });
  held.resolve();
  expect(await first).toBe(4);
  expect(await read(folder, 1n, 4n)).toEqual(blocks);
  await expect(writeBlockArchive(folder, genesis, fromList(blocks), sha256)).rejects.toMatchObject({ code: "ARCHIVE_GAP", message: "block 1 comes after block 4" });
});

test("a commit of another block than the one before is refused", async () => {
  const document = await (await openBlockArchive(fromNode, sha256)).genesis();
  const blocks = await read(fromNode, 1n, 3n);
  const lying = changed(blocks[2], ({ block }) => (block.last_commit.block_id.hash = "ab".repeat(32).toUpperCase()));
  const written = writeBlockArchive(`${place.home}-commit`, { chainId: "openledger-test-1", document }, fromList([...blocks.slice(0, 2), lying]), sha256);
  await expect(written).rejects.toMatchObject({ code: "ARCHIVE_CORRUPT", message: expect.stringContaining("block 3 holds a commit of abab") as string });
});

test("an archive that names other heights than it holds, a bomb and lines of another shape are refused by name", async () => {
  const folder = `${place.home}-lies`;
  const document = await (await openBlockArchive(fromNode, sha256)).genesis();
  await writeBlockArchive(folder, { chainId: "openledger-test-1", document }, fromList(await read(fromNode, 1n, 2n)), sha256);
  const manifest = JSON.parse(readFileSync(join(folder, "archive.json"), "utf8")) as { chunks: [{ file: string; sha256: string }] };
  const [chunk] = manifest.chunks;
  const lines = zstdDecompressSync(readFileSync(join(folder, chunk.file))).toString("utf8").split("\n");
  const refusal = async (bytes: Buffer, named: object): Promise<unknown> => {
    writeFileSync(join(folder, chunk.file), bytes);
    writeFileSync(join(folder, "archive.json"), JSON.stringify({ ...manifest, chunks: [{ ...chunk, sha256: createHash("sha256").update(bytes).digest("hex"), ...named }] }));
    const { firstHeight, lastHeight } = await openBlockArchive(folder, sha256);
    return read(folder, firstHeight, lastHeight).catch((error: unknown) => error);
  };
  const whole = zstdCompressSync(Buffer.from(lines.join("\n")));
  const corrupt = (message: string) => ({ code: "ARCHIVE_CORRUPT", message: expect.stringContaining(message) as string });
  expect(await refusal(whole, { last: "3" })).toMatchObject(corrupt("holds 2 blocks and the archive names 3"));
  expect(await refusal(whole, { first: "2", last: "3" })).toMatchObject(corrupt("begins with block 1 and the archive names 2"));
  expect(await refusal(Buffer.from("not zstd"), {})).toMatchObject(corrupt("is not zstd"));
  expect(await refusal(zstdCompressSync(Buffer.alloc(300 * 1024 * 1024)), {})).toMatchObject(corrupt("unpacks to more than"));
  expect(await refusal(zstdCompressSync(Buffer.from("null\n")), { last: "1" })).toMatchObject(corrupt("block of a line"));
  const odd = JSON.stringify(changed(JSON.parse(lines[0] ?? "") as ArchivedBlock, (block) => (block.block.data.txs = ["A"])));
  expect(await refusal(zstdCompressSync(Buffer.from(`${odd}\n`)), { last: "1" })).toMatchObject(corrupt("block 1 holds bytes that are not base64"));
});

interface BlockJson {
  readonly block: { readonly header: Record<string, string>; readonly data: { txs: string[] }; readonly last_commit: { readonly block_id: { hash: string } } };
}

function changed(archived: ArchivedBlock | undefined, change: (block: BlockJson) => void): ArchivedBlock {
  const copy = structuredClone(archived);
  change(copy?.block as BlockJson);
  return copy as ArchivedBlock;
}

async function* fromList(list: readonly ArchivedBlock[]): AsyncGenerator<ArchivedBlock, void> {
  yield* list;
}
