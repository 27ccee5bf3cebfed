import { createSpanIndex, tokenise } from "@openledger/attribution";
import { createNodeCrypto } from "@openledger/crypto";
import { buildArtifact } from "@openledger/retrieval";
import type { Corpus } from "../../src/corpus/corpus.ts";
import { round } from "./open-loop.ts";

const RUNS = 5;

export interface IndexResult {
  readonly bytes: number;
  readonly tokens: number;
  /** The span index over all contributions, best of five. */
  readonly spanIndexMBPerSecond: number;
  /** The ranking index with the artifact's root over the same text, best of five. */
  readonly artifactMBPerSecond: number;
}

/** How fast the text of the demo is indexed. */
export function benchIndex({ contributions }: Corpus): IndexResult {
  const { sha256 } = createNodeCrypto();
  const rows = contributions.map(({ documents }, i) => ({ sequence: BigInt(i + 1), documents: documents.map(({ bytes }) => bytes) }));
  const indexed = rows.map(({ sequence, documents }) => ({ ref: { datanetId: 1n, seq: sequence }, sequence, documents }));
  const all = rows.flatMap(({ documents }) => documents);
  const bytes = all.reduce((sum, document) => sum + document.length, 0);
  return {
    bytes,
    tokens: all.reduce((sum, document) => sum + tokenise(document).count, 0),
    spanIndexMBPerSecond: round(bytes / 1e6 / bestSeconds(() => createSpanIndex(indexed))),
    artifactMBPerSecond: round(bytes / 1e6 / bestSeconds(() => buildArtifact(rows, sha256))),
  };
}

function bestSeconds(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const begun = performance.now();
    work();
    return (performance.now() - begun) / 1_000;
  });
  return Math.min(...times);
}
