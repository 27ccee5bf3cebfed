import { stringify } from "smol-toml";
import type { NodePorts } from "./network-file.ts";

/** What differs between the validators of a network. */
export interface CometConfigOptions {
  readonly moniker: string;
  readonly ports: NodePorts;
  /** The App's `unix://PATH`. */
  readonly abciAddress: string;
  /** `ID@HOST:PORT` of the other nodes. */
  readonly peers: readonly string[];
  /** How long a validator waits for late votes after a block, e.g. `1s`: the least time between blocks. */
  readonly timeoutCommit: string;
}

/**
 * CometBFT's `config.toml` for a node of a network on one machine; what it does not name has CometBFT's default. Genesis,
 * validator key and last-sign state are those of the App's home one folder up, so that a key lies in one place only.
 */
export function cometConfig({ moniker, ports, abciAddress, peers, timeoutCommit }: CometConfigOptions): string {
  return stringify({
    proxy_app: abciAddress,
    moniker,
    genesis_file: "../config/genesis.json",
    priv_validator_key_file: "../config/priv_validator_key.json",
    priv_validator_state_file: "../data/priv_validator_state.json",
    node_key_file: "config/node_key.json",
    db_dir: "data",
    log_level: "info",
    log_format: "plain",
    // A transaction of the mempool's greatest size fits into a request as base64.
    rpc: { laddr: `tcp://127.0.0.1:${ports.rpc}`, pprof_laddr: "", max_open_connections: 900, max_body_bytes: 2_000_000 },
    // One address holds all nodes here, which peers elsewhere would take for an attack.
    p2p: {
      laddr: `tcp://127.0.0.1:${ports.p2p}`,
      persistent_peers: peers.join(","),
      persistent_peers_max_dial_period: "2s",
      pex: false,
      addr_book_strict: false,
      allow_duplicate_ip: true,
    },
    mempool: { type: "flood", recheck: true, size: 5_000, max_tx_bytes: 1_048_576, max_txs_bytes: 67_108_864 },
    consensus: { wal_file: "data/cs.wal/wal", timeout_commit: timeoutCommit, create_empty_blocks: true },
    tx_index: { indexer: "kv" },
    instrumentation: { prometheus: false },
  });
}
