import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import { lockDataFolder, writeFileAtomic } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { z } from "zod";
import { archiveError } from "./archive-error.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

const MANIFEST = "archive.json";
const GENESIS = "genesis.json";
/** Folder of the lock of whoever writes. */
const WRITER = "writer";
const COMPRESSION_LEVEL = 6;
/** A chunk that unpacks to more is not one of ours; it still fits into one string. */
const CHUNK_BYTES_MAX = 256 * 1024 * 1024;

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const decimal = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const chunk: z.ZodType<ManifestChunk> = z.object({ file: z.string().regex(/^blocks-\d{12,19}\.ndjson\.zst$/), first: decimal, last: decimal, sha256: sha256Hex });
const manifest: z.ZodType<Manifest> = z.object({ format: z.literal(1), chainId: z.string().min(1).max(50), genesisSha256: sha256Hex, chunks: z.array(chunk) });

/** A file of blocks; heights are decimal text, `sha256` is hex and of the compressed bytes. */
export interface ManifestChunk {
  readonly file: string;
  readonly first: string;
  readonly last: string;
  readonly sha256: string;
}

/** `archive.json`: the chunks in the order of their heights, which follow one another without a gap. */
export interface Manifest {
  readonly format: 1;
  readonly chainId: string;
  readonly genesisSha256: string;
  readonly chunks: readonly ManifestChunk[];
}

/** The manifest of a folder, undefined where there is none. Throws ARCHIVE_CORRUPT. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readText(join(folder, MANIFEST));
  if (text === undefined) return undefined;
  const parsed = manifest.safeParse(parseJson(folder, MANIFEST, text));
  if (!parsed.success) throw archiveError("ARCHIVE_CORRUPT", `${join(folder, MANIFEST)}: ${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`);
  let next = parsed.data.chunks[0]?.first;
  for (const { file, first, last } of parsed.data.chunks) {
    if (first !== next || BigInt(last) < BigInt(first)) throw archiveError("ARCHIVE_GAP", `${join(folder, MANIFEST)}: ${file} begins at height ${first} and the chunks before it end below ${next}`);
    next = (BigInt(last) + 1n).toString();
  }
  return parsed.data;
}

/** Makes this process the only one that writes the archive, until it is disposed of or the process ends. Throws ARCHIVE_LOCKED. */
export function lockArchive(folder: string): Disposable {
  try {
    return lockDataFolder(join(folder, WRITER));
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== "DATA_LOCKED") throw error;
    const [holder = "another export"] = /process \d+/.exec(error.message) ?? [];
    throw archiveError("ARCHIVE_LOCKED", `${holder} writes to ${folder}: wait until it is done, or export to another folder`, error);
  }
}

/** Replaces the manifest, after the chunks that it names are on disk. */
export function writeManifest(folder: string, value: Manifest): void {
  writeFileAtomic(join(folder, MANIFEST), Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`), { mode: 0o644 });
}

/** Writes the genesis document and returns the sha256 of its file. */
export function writeGenesisDocument(folder: string, document: unknown): string {
  const bytes = Buffer.from(JSON.stringify(document));
  writeFileAtomic(join(folder, GENESIS), bytes, { mode: 0o644 });
  return sha256HexOf(bytes);
}

/** The genesis document as parsed JSON. Throws ARCHIVE_CORRUPT when it is not what the manifest names. */
export async function readGenesisDocument(folder: string, expected: string): Promise<unknown> {
  const text = await readText(join(folder, GENESIS));
  const found = text === undefined ? "nothing" : sha256HexOf(Buffer.from(text));
  if (text === undefined || found !== expected) throw archiveError("ARCHIVE_CORRUPT", `${join(folder, GENESIS)} hashes to ${found} and the archive names ${expected}`);
  return parseJson(folder, GENESIS, text);
}

/** Writes lines as a chunk and returns how the manifest names it. */
export async function writeChunk(folder: string, first: bigint, lines: readonly string[]): Promise<ManifestChunk> {
  const file = `blocks-${first.toString().padStart(12, "0")}.ndjson.zst`;
  const bytes = await compress(Buffer.from(`${lines.join("\n")}\n`), { params: { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL } });
  writeFileAtomic(join(folder, file), bytes, { mode: 0o644 });
  return { file, first: first.toString(), last: (first + BigInt(lines.length) - 1n).toString(), sha256: sha256HexOf(bytes) };
}

/** The lines of a chunk. Throws ARCHIVE_CORRUPT when its bytes are not those that were written. */
export async function readChunkLines(folder: string, { file, first, last, sha256 }: ManifestChunk): Promise<readonly string[]> {
  const path = join(folder, file);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw archiveError("ARCHIVE_CORRUPT", `${path} can't be read: export heights ${first} to ${last} again`, error);
  });
  const found = sha256HexOf(bytes);
  if (found !== sha256) throw archiveError("ARCHIVE_CORRUPT", `${path} hashes to ${found} and the archive names ${sha256}: export heights ${first} to ${last} again`);
  const unpacked = await decompress(bytes, { maxOutputLength: CHUNK_BYTES_MAX }).catch((error: unknown) => {
    throw archiveError("ARCHIVE_CORRUPT", `${path} is not zstd, or unpacks to more than ${CHUNK_BYTES_MAX} bytes: export heights ${first} to ${last} again`, error);
  });
  const lines = unpacked.toString("utf8").split("\n").slice(0, -1);
  const named = BigInt(last) - BigInt(first) + 1n;
  if (BigInt(lines.length) !== named) throw archiveError("ARCHIVE_CORRUPT", `${path} holds ${lines.length} blocks and the archive names ${named}: export heights ${first} to ${last} again`);
  return lines;
}

function sha256HexOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw archiveError("ARCHIVE_MISSING", `${path} can't be read`, error);
  }
}

function parseJson(folder: string, file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw archiveError("ARCHIVE_CORRUPT", `${join(folder, file)} is not JSON`, error);
  }
}
