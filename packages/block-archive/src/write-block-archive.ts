import { mkdir } from "node:fs/promises";
import type { Sha256 } from "@openledger/primitives";
import { archiveError } from "./archive-error.ts";
import { lockArchive, readChunkLines, readManifest, writeChunk, writeGenesisDocument, writeManifest, type Manifest } from "./archive-files.ts";
import { checkArchivedBlock, type ArchivedBlock, type CheckedBlock } from "./check-block.ts";

const BLOCKS_PER_CHUNK = 1_000;
const CHARS_PER_CHUNK = 64 * 1024 * 1024;

export interface ArchiveGenesis {
  readonly chainId: string;
  /** The document as parsed JSON. */
  readonly document: unknown;
}

export interface WriteArchiveOptions {
  /** Called after each chunk with the last height that is in the archive. */
  readonly onChunk?: (last: bigint) => void;
}

/** The height of the first block that an export into this folder may write; undefined where any may be. */
export async function nextArchiveHeight(folder: string): Promise<bigint | undefined> {
  const last = (await readManifest(folder))?.chunks.at(-1)?.last;
  return last === undefined ? undefined : BigInt(last) + 1n;
}

/**
 * Writes blocks in ascending order into a folder, behind those that are in it. Each is checked as a reader would check
 * it, so that an archive never holds what can't be read. Returns the number of blocks written. Throws ARCHIVE_LOCKED while
 * another process writes to the folder, before anything is written.
 */
export async function writeBlockArchive(
  folder: string,
  genesis: ArchiveGenesis,
  blocks: AsyncIterable<ArchivedBlock>,
  sha256: Sha256,
  { onChunk }: WriteArchiveOptions = {},
): Promise<number> {
  await mkdir(folder, { recursive: true });
  using _lock = lockArchive(folder);
  let manifest = await openManifest(folder, genesis);
  let parent = await lastBlock(folder, manifest, sha256);
  let lines: string[] = [];
  let chars = 0;
  let written = 0;
  const flush = async (last: bigint): Promise<void> => {
    const chunk = await writeChunk(folder, last - BigInt(lines.length) + 1n, lines);
    manifest = { ...manifest, chunks: [...manifest.chunks, chunk] };
    writeManifest(folder, manifest);
    written += lines.length;
    lines = [];
    chars = 0;
    onChunk?.(last);
  };
  for await (const archived of blocks) {
    parent = checkArchivedBlock(sha256, genesis.chainId, parent, archived);
    const line = JSON.stringify({ block: archived.block, results: archived.results });
    lines.push(line);
    chars += line.length;
    if (lines.length === BLOCKS_PER_CHUNK || chars >= CHARS_PER_CHUNK) await flush(parent.header.height);
  }
  if (lines.length > 0 && parent !== undefined) await flush(parent.header.height);
  return written;
}

async function openManifest(folder: string, { chainId, document }: ArchiveGenesis): Promise<Manifest> {
  const known = await readManifest(folder);
  if (known !== undefined && known.chainId !== chainId) {
    throw archiveError("ARCHIVE_OTHER_CHAIN", `${folder} holds blocks of chain ${known.chainId} and these are of ${chainId}: use another folder`);
  }
  if (known !== undefined) return known;
  const manifest: Manifest = { format: 1, chainId, genesisSha256: writeGenesisDocument(folder, document), chunks: [] };
  writeManifest(folder, manifest);
  return manifest;
}

/** The block that the next one has to follow. */
async function lastBlock(folder: string, { chainId, chunks }: Manifest, sha256: Sha256): Promise<CheckedBlock | undefined> {
  const chunk = chunks.at(-1);
  const line = chunk === undefined ? undefined : (await readChunkLines(folder, chunk)).at(-1);
  return line === undefined ? undefined : checkArchivedBlock(sha256, chainId, undefined, JSON.parse(line) as ArchivedBlock);
}
