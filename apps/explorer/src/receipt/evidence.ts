import type { ReceiptFile } from "@openledger/client/receipt";
import { ReceiptOpening, type ContributionOpening, type Span } from "@openledger/messages/openledger/attribution/v1";
import { CHUNK_BYTES, tokenise } from "@openledger/attribution";
import { concatBytes, fromBase64 } from "@openledger/primitives";

/** Cited words where they stand in their source, with some text on both sides. */
export interface SourceExcerpt {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

export interface Evidence {
  /** What the opening shows of the source of a span; undefined when the span cites no contribution. */
  sourceOf(span: number): SourceExcerpt | undefined;
}

/** Text shown around a match. */
const BEFORE_BYTES = 60;
const AFTER_BYTES = 160;

/** Decodes an opening's sources. Throws DecodeError or EncodingError for an opening that is none. */
export function evidenceOf(file: ReceiptFile): Evidence {
  const opening = ReceiptOpening.fromBytes(fromBase64(file.opening));
  const spans = opening.claim?.spans ?? [];
  const byKey = new Map(opening.contributions.map((one) => [`${one.leaf?.datanetId}/${one.leaf?.seq}`, one]));
  return {
    sourceOf(index) {
      const span = spans[index];
      const cited = span?.match?.contribution;
      const contribution = cited && byKey.get(`${cited.datanetId}/${cited.seq}`);
      return span && contribution && excerpt(span, contribution);
    },
  };
}

function excerpt(span: Span, contribution: ContributionOpening): SourceExcerpt | undefined {
  const { match } = span;
  if (match === undefined) return undefined;
  const window = openedWindow(contribution, match.document, Number(match.offset));
  if (window === undefined) return undefined;
  // Source and output agree token by token, so their tokens are paired: white space between them may differ.
  const source = tokenise(window.bytes);
  const from = Number(match.offset) - window.start;
  const first = source.start.indexOf(from);
  if (first === -1) return undefined;
  const skipped = span.firstToken - match.firstToken;
  const start = source.start[first + skipped] ?? from;
  const end = source.end[first + skipped + span.tokenCount - 1] ?? window.bytes.length;
  return {
    before: text(window.bytes.subarray(Math.max(0, start - BEFORE_BYTES), start)),
    match: text(window.bytes.subarray(start, end)),
    after: text(window.bytes.subarray(end, end + AFTER_BYTES)),
  };
}

/** The consecutive opened chunks of a document around a byte offset. */
function openedWindow(contribution: ContributionOpening, document: number, offset: number): { start: number; bytes: Uint8Array } | undefined {
  const opened = new Map(contribution.chunks.filter((one) => one.document === document).map((one) => [one.chunk, one.data]));
  const at = Math.floor(offset / CHUNK_BYTES);
  if (!opened.has(at)) return undefined;
  let first = at;
  while (opened.has(first - 1)) first--;
  const parts: Uint8Array[] = [];
  for (let chunk = first; opened.has(chunk); chunk++) parts.push(opened.get(chunk) ?? new Uint8Array());
  return { start: first * CHUNK_BYTES, bytes: concatBytes(...parts) };
}

/** Bytes as text; a character that the cut halves is dropped. */
function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/^\ufffd+|\ufffd+$/g, "");
}
