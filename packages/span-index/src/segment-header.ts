import { crc32 } from "node:zlib";
import { SEGMENT_COLUMNS, type SegmentColumn } from "@openledger/attribution";
import { PAGE_BYTES, PAGE_WORDS } from "./page-pool.ts";

const MAGIC = 0x4e505331;
const FORMAT = 1;
/** magic, format, page bytes, pages, crc of page checksums, bytes and crc of the layout. */
const FIXED_WORDS = 7;

/** Where a column begins, in pages, and how many 32-bit integers it has. */
export type ColumnPlace = { readonly firstPage: number; readonly length: number };

/** First page of a segment file: what is where, and the checksums of what isn't checked page by page. */
export type SegmentHeader = {
  /** Pages of columns; page 0 is the header. After them come a checksum per page, then the layout. */
  readonly pages: number;
  readonly checksumsCrc: number;
  readonly layoutBytes: number;
  readonly layoutCrc: number;
  readonly columns: Readonly<Record<SegmentColumn, ColumnPlace>>;
};

/** Places columns one after another, each at the beginning of a page, from page 1. */
export function placeColumns(columns: Readonly<Record<SegmentColumn, Int32Array>>): {
  readonly places: Record<SegmentColumn, ColumnPlace>;
  readonly pages: number;
} {
  let pages = 1;
  const place = (column: Int32Array): ColumnPlace => {
    const firstPage = pages;
    pages += Math.ceil(column.length / PAGE_WORDS);
    return { firstPage, length: column.length };
  };
  const places = mapColumns((name) => place(columns[name]));
  return { places, pages };
}

/** One page. */
export function encodeHeader(header: SegmentHeader): Uint8Array {
  const words = new Uint32Array(PAGE_WORDS);
  const { pages, checksumsCrc, layoutBytes, layoutCrc } = header;
  words.set([MAGIC, FORMAT, PAGE_BYTES, pages, checksumsCrc, layoutBytes, layoutCrc]);
  SEGMENT_COLUMNS.forEach((name, i) => {
    words.set([header.columns[name].firstPage, header.columns[name].length], FIXED_WORDS + i * 2);
  });
  const bytes = new Uint8Array(words.buffer);
  words[PAGE_WORDS - 1] = crc32(bytes.subarray(0, PAGE_BYTES - 4));
  return bytes;
}

/** The header, or undefined for anything that {@link encodeHeader} didn't write. */
export function decodeHeader(bytes: Uint8Array): SegmentHeader | undefined {
  if (bytes.length !== PAGE_BYTES) return undefined;
  const words = new Uint32Array(bytes.slice().buffer);
  if (words[0] !== MAGIC || words[1] !== FORMAT || words[2] !== PAGE_BYTES) return undefined;
  if (words[PAGE_WORDS - 1] !== crc32(bytes.subarray(0, PAGE_BYTES - 4))) return undefined;
  const word = (at: number): number => words[at] as number;
  const columns = mapColumns((_, i) => ({ firstPage: word(FIXED_WORDS + i * 2), length: word(FIXED_WORDS + i * 2 + 1) }));
  return { pages: word(3), checksumsCrc: word(4), layoutBytes: word(5), layoutCrc: word(6), columns };
}

/** A record with one value for each column, made in the order in which they are stored. */
export function mapColumns<T>(make: (name: SegmentColumn, index: number) => T): Record<SegmentColumn, T> {
  const values = SEGMENT_COLUMNS.map((name, index) => make(name, index));
  const of = (name: SegmentColumn): T => values[SEGMENT_COLUMNS.indexOf(name)] as T;
  return {
    symbols: of("symbols"),
    offsets: of("offsets"),
    suffixes: of("suffixes"),
    seconds: of("seconds"),
    ranks: of("ranks"),
    shared: of("shared"),
    sharedMinima: of("sharedMinima"),
    suffixMinima: of("suffixMinima"),
    alphabet: of("alphabet"),
    firstRows: of("firstRows"),
  };
}
