import { crc32 } from "node:zlib";
import { createVocabulary, type Vocabulary } from "@openledger/attribution";
import { readFully, writeFully, type FileSystem } from "@openledger/kv";

/** How much of a vocabulary file is committed. */
export type VocabularyMark = {
  /** Bytes from the beginning of the file. */
  readonly bytes: number;
  /** Tokens in them. */
  readonly tokens: number;
  readonly crc: number;
};

export const NO_TOKENS: VocabularyMark = { bytes: 0, tokens: 0, crc: 0 };

/** Reads the committed tokens in order, or answers undefined when they aren't there as they were written. */
export function readVocabulary(fs: FileSystem, path: string, mark: VocabularyMark): Vocabulary | undefined {
  const fd = fs.open(path, 0o644);
  try {
    const bytes = readFully(fs, fd, mark.bytes, 0);
    if (bytes.length !== mark.bytes || crc32(bytes) !== mark.crc) return undefined;
    const vocabulary = createVocabulary();
    for (let at = 0; at < bytes.length; ) {
      const end = at + 2 + (bytes[at] as number) + (bytes[at + 1] as number) * 256;
      vocabulary.add(bytes, at + 2, end);
      at = end;
    }
    return vocabulary.size() === mark.tokens ? vocabulary : undefined;
  } finally {
    fs.close(fd);
  }
}

/**
 * Writes the tokens after the mark, over whatever a crash left there: u16 length, little-endian, then the token's bytes.
 * Returns when they are durable, with the mark to commit.
 */
export function appendVocabulary(fs: FileSystem, path: string, vocabulary: Vocabulary, mark: VocabularyMark): VocabularyMark {
  const tokens = vocabulary.size();
  if (tokens === mark.tokens) return mark;
  let length = 0;
  for (let symbol = mark.tokens + 1; symbol <= tokens; symbol++) length += 2 + vocabulary.bytesOf(symbol).length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let symbol = mark.tokens + 1; symbol <= tokens; symbol++) {
    const token = vocabulary.bytesOf(symbol);
    bytes[at] = token.length & 0xff;
    bytes[at + 1] = token.length >>> 8;
    bytes.set(token, at + 2);
    at += 2 + token.length;
  }
  const fd = fs.open(path, 0o644);
  try {
    fs.truncate(fd, mark.bytes);
    writeFully(fs, fd, bytes, mark.bytes);
    fs.sync(fd);
  } finally {
    fs.close(fd);
  }
  return { bytes: mark.bytes + length, tokens, crc: crc32(bytes, mark.crc) };
}
