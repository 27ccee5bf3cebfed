import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { IntColumn, Segment, SegmentColumn } from "@openledger/attribution";
import { readFully, writeFully, type FileSystem } from "@openledger/kv";
import { spanIndexError } from "./errors.ts";
import { decodeLayout, encodeLayout, type StoredLayout } from "./layout-bytes.ts";
import { PAGE_BYTES, PAGE_SHIFT, PAGE_WORDS, type PagePool, type PageTable } from "./page-pool.ts";
import { decodeHeader, encodeHeader, mapColumns, placeColumns, type ColumnPlace, type SegmentHeader } from "./segment-header.ts";

/** A segment whose columns are read from a file, page by page. */
export interface SegmentFile {
  readonly segment: Segment;
  readonly layout: StoredLayout;
  readonly byteLength: number;
  close(): void;
}

/** A file with what its pages must be. */
type PagedFile = {
  readonly fs: FileSystem;
  readonly fd: number;
  readonly path: string;
  readonly pool: PagePool;
  readonly table: PageTable;
  readonly checksums: Uint32Array;
  isClosed: boolean;
};

/** Writes a segment so that after a crash the whole file is there under its name, or none. */
export function writeSegmentFile(
  fs: FileSystem,
  path: string,
  layout: StoredLayout,
  columns: Readonly<Record<SegmentColumn, Int32Array>>,
): void {
  const temporary = `${path}.tmp`;
  const { places, pages } = placeColumns(columns);
  const checksums = new Uint32Array(pages);
  const fd = fs.open(temporary, 0o644);
  try {
    fs.truncate(fd, 0);
    mapColumns((name) => writeColumn(fs, fd, columns[name], places[name], checksums));
    const checksumBytes = bytesOf(checksums);
    const layoutBytes = encodeLayout(layout);
    writeFully(fs, fd, checksumBytes, pages * PAGE_BYTES);
    writeFully(fs, fd, layoutBytes, pages * PAGE_BYTES + checksumBytes.length);
    const sums = { checksumsCrc: crc32(checksumBytes), layoutCrc: crc32(layoutBytes) };
    writeFully(fs, fd, encodeHeader({ pages, layoutBytes: layoutBytes.length, columns: places, ...sums }), 0);
    fs.sync(fd);
  } finally {
    fs.close(fd);
  }
  fs.rename(temporary, path);
  fs.syncFolder(dirname(path));
}

/** Opens a segment, or answers undefined when the file isn't there as it was written; pages are checked when they are read. */
export function openSegmentFile(fs: FileSystem, path: string, pool: PagePool): SegmentFile | undefined {
  const fd = fs.open(path, 0o644);
  const found = readHead(fs, fd);
  if (found === undefined) {
    fs.close(fd);
    return undefined;
  }
  const { header, checksums, layout, byteLength } = found;
  const table = new Int32Array(header.pages).fill(-1);
  const file: PagedFile = { fs, fd, path, pool, table, checksums, isClosed: false };
  const close = (): void => {
    if (file.isClosed) return;
    file.isClosed = true;
    pool.releaseAll(table);
    fs.close(fd);
  };
  const columns = mapColumns((name) => new PagedColumn(file, header.columns[name]));
  return { segment: { ...layout, columns }, layout, byteLength, close };
}

function readHead(
  fs: FileSystem,
  fd: number,
): { header: SegmentHeader; checksums: Uint32Array; layout: StoredLayout; byteLength: number } | undefined {
  const header = decodeHeader(readFully(fs, fd, PAGE_BYTES, 0));
  if (header === undefined) return undefined;
  const end = header.pages * PAGE_BYTES;
  const byteLength = end + header.pages * 4 + header.layoutBytes;
  if (fs.size(fd) !== byteLength) return undefined;
  const checksums = readFully(fs, fd, header.pages * 4, end);
  const layout = readFully(fs, fd, header.layoutBytes, end + checksums.length);
  if (crc32(checksums) !== header.checksumsCrc || crc32(layout) !== header.layoutCrc) return undefined;
  return { header, checksums: new Uint32Array(checksums.buffer), layout: decodeLayout(layout), byteLength };
}

/** A class, since columns are read in the innermost loops: one shape and one method for all of them. */
class PagedColumn implements IntColumn {
  readonly length: number;
  readonly #file: PagedFile;
  readonly #firstPage: number;
  readonly #table: PageTable;
  readonly #words: Int32Array;
  readonly #isUsed: Uint8Array;

  constructor(file: PagedFile, { firstPage, length }: ColumnPlace) {
    this.length = length;
    this.#file = file;
    this.#firstPage = firstPage;
    this.#table = file.table;
    this.#words = file.pool.words;
    this.#isUsed = file.pool.isUsed;
  }

  at(index: number): number {
    const page = this.#firstPage + (index >>> PAGE_SHIFT);
    let slot = this.#table[page] as number;
    if (slot < 0) slot = loadPage(this.#file, page);
    this.#isUsed[slot] = 1;
    return this.#words[(slot << PAGE_SHIFT) | (index & (PAGE_WORDS - 1))] as number;
  }

  read(from: number, to: number): Int32Array {
    if (to - from > PAGE_WORDS) return readPast(this.#file, this.#firstPage, from, to);
    const values = new Int32Array(to - from);
    for (let i = from; i < to; i++) values[i - from] = this.at(i);
    return values;
  }
}

function loadPage(file: PagedFile, page: number): number {
  const { pool, table } = file;
  const slot = pool.claim(table, page);
  try {
    readPage(file, page, pool.bytes.subarray(slot * PAGE_BYTES, (slot + 1) * PAGE_BYTES));
  } catch (error) {
    pool.release(slot);
    throw error;
  }
  return slot;
}

/** Reads a long stretch without the pool, from which it would drive out everything else. */
function readPast(file: PagedFile, firstPage: number, from: number, to: number): Int32Array {
  const first = from >>> PAGE_SHIFT;
  const end = ((to - 1) >>> PAGE_SHIFT) + 1;
  const words = new Int32Array((end - first) * PAGE_WORDS);
  const bytes = bytesOf(words);
  for (let page = first; page < end; page++) {
    readPage(file, firstPage + page, bytes.subarray((page - first) * PAGE_BYTES, (page - first + 1) * PAGE_BYTES));
  }
  return words.subarray(from - first * PAGE_WORDS, to - first * PAGE_WORDS);
}

function readPage(file: PagedFile, page: number, into: Uint8Array): void {
  const { fs, fd, path, checksums } = file;
  if (file.isClosed) throw spanIndexError("SPAN_INDEX_CLOSED", `${path} is closed; take the index anew from its folder`);
  let done = 0;
  while (done < into.length) {
    const count = fs.read(fd, into.subarray(done), page * PAGE_BYTES + done);
    if (count === 0) break;
    done += count;
  }
  if (done === into.length && crc32(into) === checksums[page]) return;
  fs.rename(path, `${path}.damaged`);
  throw spanIndexError(
    "SPAN_INDEX_DAMAGED",
    `page ${page} of ${path} has changed on disk; the file is set aside: start again, and it is rebuilt`,
  );
}

function writeColumn(fs: FileSystem, fd: number, column: Int32Array, place: ColumnPlace, checksums: Uint32Array): void {
  const bytes = bytesOf(column);
  const whole = Math.floor(column.length / PAGE_WORDS);
  for (let page = 0; page < whole; page++) {
    checksums[place.firstPage + page] = crc32(bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES));
  }
  writeFully(fs, fd, bytes.subarray(0, whole * PAGE_BYTES), place.firstPage * PAGE_BYTES);
  if (whole * PAGE_WORDS === column.length) return;
  const last = new Uint8Array(PAGE_BYTES);
  last.set(bytes.subarray(whole * PAGE_BYTES));
  checksums[place.firstPage + whole] = crc32(last);
  writeFully(fs, fd, last, (place.firstPage + whole) * PAGE_BYTES);
}

function bytesOf(words: Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
