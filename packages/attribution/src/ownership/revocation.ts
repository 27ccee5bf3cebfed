import { MarkKind, type Mark, type RowRange } from "@openledger/messages/openledger/datanet/v1";
import { CHUNK_BYTES } from "../rows/row-tree.ts";

/** What of a contribution its owner took back, or a dispute struck. */
export type Revocation = {
  readonly whole: boolean;
  /** Marked rows, when not all of it is; they may overlap. */
  readonly rows: readonly RowRange[];
};

/** Nothing is marked. */
export const NOT_REVOKED: Revocation = { whole: false, rows: [] };

/** What a session sees that opened at block `openedHeight`: marks of earlier blocks (protocol.md section 2). */
export function revocationAt(marks: readonly Mark[], openedHeight: bigint): Revocation {
  return revocationBy(marks.filter((mark) => mark.height < openedHeight));
}

/** What version `version` of the datanet leaves out. */
export function revocationInVersion(marks: readonly Mark[], version: bigint): Revocation {
  return revocationBy(marks.filter((mark) => mark.fromVersion <= version));
}

/** What all of these marks take back together: a struck contribution counts as little as one that was taken back. */
export function revocationBy(marks: readonly Mark[]): Revocation {
  const left = marks.filter((mark) => mark.kind !== MarkKind.MARK_KIND_REASSIGNED);
  if (left.length === 0) return NOT_REVOKED;
  if (left.some((mark) => mark.rows.length === 0)) return { whole: true, rows: [] };
  return { whole: false, rows: left.flatMap((mark) => mark.rows) };
}

/** True when bytes start..end-1 of a document lie in a marked row, in part or whole. */
export function touchesRevoked(rows: readonly RowRange[], document: number, start: number, end: number): boolean {
  return rows.some((range) => {
    const from = range.firstChunk * CHUNK_BYTES;
    return range.document === document && start < from + range.chunkCount * CHUNK_BYTES && end > from;
  });
}

/**
 * Part of `units` that stays when rows are marked: floor(units x unmarked chunks / chunks). Tokens of single rows are
 * not committed, so a contribution's tokens, bytes and weight go down by the share of its chunks.
 */
export function unrevokedPart(units: bigint, chunks: bigint, revocation: Revocation): bigint {
  if (revocation.whole) return 0n;
  const marked = markedChunks(revocation.rows);
  return marked >= chunks ? 0n : (units * (chunks - marked)) / chunks;
}

function markedChunks(rows: readonly RowRange[]): bigint {
  const sorted = [...rows].sort((a, b) => a.document - b.document || a.firstChunk - b.firstChunk);
  let document = -1;
  let next = 0;
  let count = 0;
  for (const range of sorted) {
    if (range.document !== document) next = 0;
    document = range.document;
    const end = range.firstChunk + range.chunkCount;
    const from = range.firstChunk > next ? range.firstChunk : next;
    if (end <= from) continue;
    count += end - from;
    next = end;
  }
  return BigInt(count);
}

/**
 * A document with the bytes of its marked rows as line ends, so that all other bytes keep their places. A character of
 * which a marked row holds a part goes with it: what stays of a UTF-8 text is UTF-8.
 */
export function withoutRevoked(bytes: Uint8Array, document: number, rows: readonly RowRange[]): Uint8Array {
  const own = rows.filter((range) => range.document === document);
  if (own.length === 0) return bytes;
  const left = new Uint8Array(bytes);
  for (const range of own) {
    let from = Math.min(range.firstChunk * CHUNK_BYTES, bytes.length);
    let to = Math.min((range.firstChunk + range.chunkCount) * CHUNK_BYTES, bytes.length);
    while (from > 0 && isContinuation(bytes[from])) from--;
    while (isContinuation(bytes[to])) to++;
    left.fill(0x0a, from, to);
  }
  return left;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
