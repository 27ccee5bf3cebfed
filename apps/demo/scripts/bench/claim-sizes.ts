import { Claim, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { merkleSplit } from "@openledger/primitives";
import { percentile, round } from "./open-loop.ts";

/** Tag and length of a hash in a message. */
const HASH_BYTES = 34;

/** What claims and openings of one kind of model take, in bytes; means unless they say otherwise. */
export interface SizeResult {
  readonly answers: number;
  readonly outputBytes: number;
  readonly spans: number;
  readonly claim: number;
  readonly claimPerSpan: number;
  readonly opening: number;
  readonly openingP95: number;
  /** The opening without the bytes of its chunks, of its request and of its output: what proof adds to text. */
  readonly proof: number;
  readonly proofPerSpan: number;
  readonly chunks: number;
  readonly chunkBytes: number;
  /** Hashes that prove the chunks together, and those that a path for each chunk would take. */
  readonly sharedPathBytes: number;
  readonly ownPathBytes: number;
}

export function measureSizes(openings: readonly ReceiptOpening[]): SizeResult {
  const sizes = openings.map((opening) => ReceiptOpening.toBytes(opening).length);
  const mean = (of: (opening: ReceiptOpening) => number): number =>
    openings.reduce((sum, opening) => sum + of(opening), 0) / Math.max(1, openings.length);
  const opening = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  const spans = mean(({ claim }) => claim?.spans.length ?? 0);
  const claim = mean((one) => (one.claim === undefined ? 0 : Claim.toBytes(one.claim).length));
  const outputBytes = mean(({ output }) => output.length);
  const chunkBytes = mean((one) => eachChunk(one, ({ data }) => data.length));
  const requestBytes = mean(({ request }) => request.reduce((sum, { text }) => sum + text.length, 0));
  const proof = opening - outputBytes - chunkBytes - requestBytes;
  return {
    answers: openings.length,
    ...{ outputBytes: round(outputBytes), spans: round(spans), claim: round(claim), claimPerSpan: round(claim / spans) },
    ...{ opening: round(opening), openingP95: percentile(sizes.sort((a, b) => a - b), 95) },
    ...{ proof: round(proof), proofPerSpan: round(proof / spans) },
    ...{ chunks: round(mean((one) => eachChunk(one, () => 1))), chunkBytes: round(chunkBytes) },
    sharedPathBytes: round(mean(({ contributions }) => contributions.reduce((sum, { rowHashes }) => sum + rowHashes.length, 0)) * HASH_BYTES),
    ownPathBytes: round(mean((one) => eachChunk(one, ({ leafIndex }, leaves) => pathLength(leaves, Number(leafIndex)))) * HASH_BYTES),
  };
}

type Chunk = ReceiptOpening["contributions"][number]["chunks"][number];

function eachChunk({ contributions }: ReceiptOpening, value: (chunk: Chunk, leaves: number) => number): number {
  return contributions.reduce((sum, { chunks, rows }) => {
    return sum + chunks.reduce((part, chunk) => part + value(chunk, Number(rows?.leafCount ?? 1n)), 0);
  }, 0);
}

/** Hashes from leaf `index` of `total` up to the root. */
function pathLength(total: number, index: number): number {
  let length = 0;
  let from = 0;
  for (let to = total; to - from > 1; length++) {
    const middle = from + merkleSplit(to - from);
    if (index < middle) to = middle;
    else from = middle;
  }
  return length;
}
