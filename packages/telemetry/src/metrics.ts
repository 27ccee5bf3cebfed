import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What a node measures. Names end in their unit. */
export interface NodeMetrics {
  readonly height: Gauge;
  readonly transactions: Counter;
  /** From the start of execution to durable state. */
  readonly blockSeconds: Histogram;
  readonly blockBytes: Histogram;
  readonly mempoolTransactions: Gauge;
  readonly mempoolBytes: Gauge;
  readonly rpcDefects: Counter;
  /** Asked when metrics are read. */
  observeRollup(read: () => { readonly role: string; readonly includedHeight: bigint; readonly finalHeight: bigint; readonly daHeight: bigint }): void;
  readonly daPendingBlocks: Gauge;
  /** From the first submission of a batch to finding it on DA. */
  readonly daPostSeconds: Histogram;
  readonly daPostedBytes: Counter;
  readonly daRetries: Counter;
  /** Prometheus text of all of them. */
  text(): Promise<string>;
  readonly contentType: string;
}

const BLOCK_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const POST_SECONDS = [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 80];
const BLOCK_BYTES = [1_024, 16_384, 65_536, 262_144, 1_048_576, 4_194_304];

/** Metrics in a registry of their own, so that several nodes can run in one process. */
export function createNodeMetrics(): NodeMetrics {
  const registry = new Registry();
  const registers = [registry];
  const metric = (name: string, help: string): { name: string; help: string; registers: Registry[] } => ({
    name: `openledger_${name}`,
    help,
    registers,
  });
  return {
    height: new Gauge(metric("height", "Last committed block")),
    transactions: new Counter(metric("transactions_total", "Committed transactions")),
    blockSeconds: new Histogram({ ...metric("block_seconds", "Time to execute and persist a block"), buckets: BLOCK_SECONDS }),
    blockBytes: new Histogram({ ...metric("block_bytes", "Encoded size of a block"), buckets: BLOCK_BYTES }),
    mempoolTransactions: new Gauge(metric("mempool_transactions", "Transactions that wait for a block")),
    mempoolBytes: new Gauge(metric("mempool_bytes", "Size of the transactions that wait for a block")),
    rpcDefects: new Counter(metric("rpc_defects_total", "Requests that failed for a reason of our own")),
    observeRollup(read) {
      const observed = (name: string, help: string, value: () => bigint): Gauge =>
        new Gauge({
          ...metric(name, help),
          collect() {
            this.set(Number(value()));
          },
        });
      new Gauge({
        ...metric("role", "1 for what this node does: sequencer, follower, standby or retired"),
        labelNames: ["role"],
        collect() {
          this.reset();
          this.set({ role: read().role }, 1);
        },
      });
      observed("da_included_height", "Last block that was read back from DA", () => read().includedHeight);
      observed("da_final_height", "Last block that was read back from a final DA height", () => read().finalHeight);
      observed("da_height", "DA height up to which DA was read", () => read().daHeight);
    },
    daPendingBlocks: new Gauge(metric("da_pending_blocks", "Blocks that wait for DA")),
    daPostSeconds: new Histogram({ ...metric("da_post_seconds", "From submitting a batch to finding it on DA"), buckets: POST_SECONDS }),
    daPostedBytes: new Counter(metric("da_posted_bytes_total", "Bytes of batches that were read back from DA")),
    daRetries: new Counter(metric("da_retries_total", "Failures of DA that were followed by another try")),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
