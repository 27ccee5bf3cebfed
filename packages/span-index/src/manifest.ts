import { crc32 } from "node:zlib";
import { TOKENISER_VERSION } from "@openledger/attribution";
import { readFully, writeFileAtomic, type FileSystem } from "@openledger/kv";
import { NO_TOKENS, type VocabularyMark } from "./vocabulary-file.ts";

const FORMAT = 1;

/** What an index consists of; files that it doesn't name are left over from an interruption. */
export type Manifest = {
  readonly format: number;
  readonly tokeniser: number;
  /** Number of the next file. */
  readonly next: number;
  readonly vocabularyFile: string;
  readonly vocabulary: VocabularyMark;
  readonly segments: readonly string[];
};

/** The manifest of an index without anything, whose vocabulary file has a number that no file had before. */
export function emptyManifest(next: number): Manifest {
  return {
    format: FORMAT,
    tokeniser: TOKENISER_VERSION,
    next: next + 1,
    vocabularyFile: `vocabulary-${next}`,
    vocabulary: NO_TOKENS,
    segments: [],
  };
}

/** Replaces the manifest as a whole; durable when this returns. */
export function writeManifest(fs: FileSystem, path: string, manifest: Manifest): void {
  const body = Buffer.from(JSON.stringify(manifest));
  const sum = crc32(body).toString(16).padStart(8, "0");
  writeFileAtomic(path, Buffer.concat([Buffer.from(`${sum}\n`), body]), { fileSystem: fs });
}

/** The manifest, or undefined when there is none of this format and tokeniser. */
export function readManifest(fs: FileSystem, path: string): Manifest | undefined {
  const fd = fs.open(path, 0o644);
  let bytes: Uint8Array;
  try {
    bytes = readFully(fs, fd, fs.size(fd), 0);
  } finally {
    fs.close(fd);
  }
  const body = bytes.subarray(9);
  if (body.length === 0 || Buffer.from(bytes.subarray(0, 8)).toString() !== crc32(body).toString(16).padStart(8, "0")) {
    return undefined;
  }
  const manifest: Manifest = JSON.parse(Buffer.from(body).toString());
  return manifest.format === FORMAT && manifest.tokeniser === TOKENISER_VERSION ? manifest : undefined;
}
