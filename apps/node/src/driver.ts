import type { RollupStatus, RpcBackend } from "@openledger/rpc";

/** Whoever gives a node its blocks: this process, which makes them, or DA, from which they are derived. */
export interface Driver {
  readonly mempool: RpcBackend["mempool"];
  readonly evidence: RpcBackend["evidence"];
  readonly isCatchingUp: () => boolean;
  /** Undefined for a node that has nothing to do with DA. */
  readonly rollup: (() => RollupStatus) | undefined;
  /** Undefined where genesis registers no keys, or nothing is read from DA. */
  readonly attestations: RpcBackend["attestations"];
  /** Where its file DA is served; undefined when it is not. */
  readonly daUrl: string | undefined;
  /** Runs until `stop`; rejects when blocks have to stop. Call once. */
  run(): Promise<void>;
  /** Lets the block under way finish. */
  stop(): void;
  close(): Promise<void>;
}
