import type { Sha256 } from "@openledger/primitives";
import { archiveError } from "./archive-error.ts";
import { readChunkLines, readGenesisDocument, readManifest, type Manifest, type ManifestChunk } from "./archive-files.ts";
import { checkArchivedBlock, type ArchivedBlock, type CheckedBlock } from "./check-block.ts";

/** A folder of blocks to read from. */
export interface BlockArchive {
  readonly chainId: string;
  /** 0 while the archive is empty. */
  readonly firstHeight: bigint;
  readonly lastHeight: bigint;
  /** The genesis document as parsed JSON. */
  genesis(): Promise<unknown>;
  /** Blocks `from` to `to` in order, each checked. Throws ARCHIVE_GAP when one of them is not in the archive. */
  blocks(from: bigint, to: bigint): AsyncGenerator<ArchivedBlock, void>;
  /** Learns of chunks that were written since. */
  refresh(): Promise<void>;
}

/** Opens an archive. Throws ARCHIVE_MISSING or ARCHIVE_CORRUPT. */
export async function openBlockArchive(folder: string, sha256: Sha256): Promise<BlockArchive> {
  let manifest = await requireManifest(folder);
  return {
    chainId: manifest.chainId,
    get firstHeight() {
      return BigInt(manifest.chunks[0]?.first ?? 0);
    },
    get lastHeight() {
      return BigInt(manifest.chunks.at(-1)?.last ?? 0);
    },
    genesis: () => readGenesisDocument(folder, manifest.genesisSha256),
    blocks: (from, to) => readBlocks(folder, manifest, sha256, from, to),
    async refresh() {
      manifest = await requireManifest(folder);
    },
  };
}

async function requireManifest(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (manifest === undefined) throw archiveError("ARCHIVE_MISSING", `${folder} holds no archive of blocks: write one with openledgerd export-blocks --out ${folder}`);
  return manifest;
}

async function* readBlocks(folder: string, manifest: Manifest, sha256: Sha256, from: bigint, to: bigint): AsyncGenerator<ArchivedBlock, void> {
  const wanted = manifest.chunks.filter(({ first, last }) => BigInt(last) >= from && BigInt(first) <= to);
  const [begin] = wanted;
  if (from > to) return;
  if (begin === undefined || BigInt(begin.first) > from || BigInt(manifest.chunks.at(-1)?.last ?? 0) < to) {
    throw archiveError("ARCHIVE_GAP", `${folder} holds blocks ${manifest.chunks[0]?.first ?? 0} to ${manifest.chunks.at(-1)?.last ?? 0}, not ${from} to ${to}`);
  }
  let parent: CheckedBlock | undefined;
  let next = readChunkLines(folder, begin);
  for (const [at, chunk] of wanted.entries()) {
    const lines = await next;
    // The next chunk is read and unpacked while this one is being worked on.
    const following = wanted[at + 1];
    if (following !== undefined) next = readAhead(folder, following);
    for (const archived of blocksOf(folder, chunk, lines)) {
      const isFirst = parent === undefined;
      parent = checkArchivedBlock(sha256, manifest.chainId, parent, archived);
      // The blocks behind it follow one another and are as many as the archive names.
      if (isFirst && parent.header.height !== BigInt(chunk.first)) {
        throw archiveError("ARCHIVE_CORRUPT", `${folder}/${chunk.file} begins with block ${parent.header.height} and the archive names ${chunk.first}`);
      }
      if (parent.header.height > to) return;
      if (parent.header.height >= from) yield archived;
    }
  }
}

function readAhead(folder: string, chunk: ManifestChunk): Promise<readonly string[]> {
  const lines = readChunkLines(folder, chunk);
  // Its error is seen when its turn comes.
  lines.catch(() => undefined);
  return lines;
}

function* blocksOf(folder: string, { file }: ManifestChunk, lines: readonly string[]): Generator<ArchivedBlock, void> {
  for (const line of lines) {
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch (error) {
      throw archiveError("ARCHIVE_CORRUPT", `${folder}/${file} holds a line that is not JSON`, error);
    }
    const { block, results } = (json ?? {}) as Partial<ArchivedBlock>;
    yield { block, results };
  }
}
