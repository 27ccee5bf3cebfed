/** Figures of the writer, in the text format of Prometheus. */
export interface Metrics {
  blocks: number;
  txs: number;

  retries: number;
  /** Time of the last block's SQL transaction. */
  lastCommitSeconds: number;
  indexedHeight: bigint;
  headHeight: bigint;
}

export function createMetrics(): Metrics {
  return { blocks: 0, txs: 0, retries: 0, lastCommitSeconds: 0, indexedHeight: 0n, headHeight: 0n };
}

export function metricsText(metrics: Metrics): string {
  const lines: readonly (readonly [name: string, type: "counter" | "gauge", value: number | bigint])[] = [
    ["openledger_indexer_blocks_total", "counter", metrics.blocks],
    ["openledger_indexer_txs_total", "counter", metrics.txs],
    ["openledger_indexer_retries_total", "counter", metrics.retries],
    ["openledger_indexer_commit_duration_seconds", "gauge", metrics.lastCommitSeconds],
    ["openledger_indexer_height", "gauge", metrics.indexedHeight],
    ["openledger_indexer_head_height", "gauge", metrics.headHeight],
  ];
  return lines.map(([name, type, value]) => `# TYPE ${name} ${type}\n${name} ${value}\n`).join("");
}
