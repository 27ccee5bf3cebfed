/** Heights whose times are remembered; what is delivered later than that is a replay and no lag. */
const REMEMBERED_MAX = 256;

/** Figures of the writer and of what clients receive, in the text format of Prometheus. */
export interface Metrics {
  blocks: number;
  txs: number;
  retries: number;
  /** Time of the last block's SQL transaction. */
  lastCommitSeconds: number;
  indexedHeight: bigint;
  headHeight: bigint;
  /** Between the moment when the node's head was first seen at a height and its commit. */
  readonly commitLag: Lag;
  /** Between the commit of a height and the moment when a subscriber's event of it was ready to be sent. */
  readonly deliveryLag: Lag;
  /** Answers of the API that were kept from the same height, and such that were made. */
  readonly answers: { readonly known: number; readonly made: number };
  /** An event of a height is on its way to a subscriber. */
  delivered(height: bigint): void;
  answered(isKnown: boolean): void;
}

/** Seconds, summed. */
export interface Lag {
  readonly count: number;
  readonly sumSeconds: number;
  readonly lastSeconds: number;
}

/** @param now Milliseconds of a clock that never goes back. */
export function createMetrics(now: () => number = () => performance.now()): Metrics {
  const seen = new Map<bigint, number>();
  const committed = new Map<bigint, number>();
  const commitLag = { count: 0, sumSeconds: 0, lastSeconds: 0 };
  const deliveryLag = { count: 0, sumSeconds: 0, lastSeconds: 0 };
  const answers = { known: 0, made: 0 };
  const heights = { indexed: 0n, head: 0n };
  return {
    ...{ blocks: 0, txs: 0, retries: 0, lastCommitSeconds: 0, commitLag, deliveryLag, answers },
    get headHeight() {
      return heights.head;
    },
    set headHeight(height) {
      if (height > heights.head) remember(seen, height, now());
      heights.head = height;
    },
    get indexedHeight() {
      return heights.indexed;
    },
    set indexedHeight(height) {
      heights.indexed = height;
      observe(commitLag, seen.get(height), now());
      remember(committed, height, now());
    },
    delivered: (height) => observe(deliveryLag, committed.get(height), now()),
    answered: (isKnown) => void (answers[isKnown ? "known" : "made"] += 1),
  };
}

function remember(times: Map<bigint, number>, height: bigint, at: number): void {
  times.set(height, at);
  const [oldest] = times.keys();
  if (times.size > REMEMBERED_MAX && oldest !== undefined) times.delete(oldest);
}

function observe(lag: { count: number; sumSeconds: number; lastSeconds: number }, begun: number | undefined, ended: number): void {
  if (begun === undefined) return;
  lag.count += 1;
  lag.lastSeconds = (ended - begun) / 1_000;
  lag.sumSeconds += lag.lastSeconds;
}

export function metricsText(metrics: Metrics): string {
  const { commitLag, deliveryLag, answers } = metrics;
  const lines: readonly (readonly [name: string, type: "counter" | "gauge", value: number | bigint])[] = [
    ["openledger_indexer_blocks_total", "counter", metrics.blocks],
    ["openledger_indexer_txs_total", "counter", metrics.txs],
    ["openledger_indexer_retries_total", "counter", metrics.retries],
    ["openledger_indexer_commit_duration_seconds", "gauge", metrics.lastCommitSeconds],
    ["openledger_indexer_height", "gauge", metrics.indexedHeight],
    ["openledger_indexer_head_height", "gauge", metrics.headHeight],
    ["openledger_indexer_head_to_commit_seconds_sum", "counter", commitLag.sumSeconds],
    ["openledger_indexer_head_to_commit_seconds_count", "counter", commitLag.count],
    ["openledger_indexer_head_to_commit_last_seconds", "gauge", commitLag.lastSeconds],
    ["openledger_indexer_commit_to_delivery_seconds_sum", "counter", deliveryLag.sumSeconds],
    ["openledger_indexer_commit_to_delivery_seconds_count", "counter", deliveryLag.count],
    ["openledger_indexer_commit_to_delivery_last_seconds", "gauge", deliveryLag.lastSeconds],
    ["openledger_indexer_answers_known_total", "counter", answers.known],
    ["openledger_indexer_answers_made_total", "counter", answers.made],
  ];
  return lines.map(([name, type, value]) => `# TYPE ${name} ${type}\n${name} ${value}\n`).join("");
}
