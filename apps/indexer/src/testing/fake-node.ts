import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toBase64, toHex } from "@openledger/primitives";
import type { CommittedBlock, SourceEvent } from "../source/committed-block.ts";
import { nanosToRfc3339 } from "../source/timestamps.ts";
import { CHAIN_ID, DENOM, PREFIX } from "./sample-parts.ts";
import { people } from "./sample-chain.ts";

/** A server that answers CometBFT 0.38's JSON-RPC from blocks in memory. */
export interface FakeNode extends AsyncDisposable {
  readonly url: string;
  /** The blocks it serves, from height 1 on; may grow or be replaced. */
  blocks: readonly CommittedBlock[];
  chainId: string;
  genesisTime: string;
  /** What `status` says of DA; nothing by default. */
  rollup?: object;
  /** `app_state.system.previous_chains` of its genesis. */
  previousChains: readonly object[];
  /** While true every connection is cut, as when the node is down. */
  down: boolean;
}

export async function openFakeNode(blocks: readonly CommittedBlock[]): Promise<FakeNode> {
  const server = createServer((request, response) => {
    if (node.down || request.method !== "POST") return void request.socket.destroy();
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const call = JSON.parse(Buffer.concat(parts).toString("utf8")) as { method: string; params: { height?: string } };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, ...answer(node, call.method, call.params.height) }));
    });
  });
  const node: FakeNode = {
    url: "",
    blocks,
    chainId: CHAIN_ID,
    genesisTime: "2026-09-21T14:13:20Z",
    previousChains: [],
    down: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(node, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function answer(node: FakeNode, method: string, height: string | undefined): object {
  const block = node.blocks.find((candidate) => candidate.height.toString() === height);
  if (method === "status") return { result: statusOf(node) };
  if (method === "genesis") return { result: { genesis: genesisOf(node) } };
  if (block === undefined) {
    const data = `height ${height} must be less than or equal to the current blockchain height ${node.blocks.length}`;
    return { error: { code: -32603, message: "Internal error", data } };
  }
  return { result: method === "block" ? blockOf(block) : resultsOf(block) };
}

function statusOf(node: FakeNode): object {
  return {
    node_info: { network: node.chainId },
    sync_info: { latest_block_height: node.blocks.length.toString(), earliest_block_height: "1" },
    ...(node.rollup === undefined ? {} : { rollup: node.rollup }),
  };
}

function genesisOf(node: FakeNode): object {
  const holder = (address: string, amount: string): object => ({ address, coins: [{ denom: DENOM, amount }] });
  return {
    genesis_time: node.genesisTime,
    chain_id: node.chainId,
    initial_height: "1",
    app_state: {
      ...(node.previousChains.length === 0 ? {} : { system: { bech32_prefix: PREFIX, previous_chains: node.previousChains } }),
      bank: { balances: [holder(people.buyer, "1000000"), holder(people.host, "500000")] },
    },
  };
}

function blockOf(block: CommittedBlock): object {
  return {
    block_id: { hash: upperHex(block.hash), parts: { total: 1, hash: "" } },
    block: {
      header: {
        version: { block: "11" },
        chain_id: block.chainId,
        height: block.height.toString(),
        time: nanosToRfc3339(block.timeNs),
        last_block_id: { hash: upperHex(block.parentHash), parts: { total: 0, hash: "" } },
        app_hash: upperHex(block.appHash),
        proposer_address: upperHex(block.proposer),
      },
      data: { txs: block.txs.map(({ bytes }) => toBase64(bytes)) },
      evidence: { evidence: [] },
      last_commit: { height: "0", round: 0, block_id: { hash: "", parts: { total: 0, hash: "" } }, signatures: [] },
    },
  };
}

function resultsOf(block: CommittedBlock): object {
  const results = block.txs.map((tx) => ({
    code: tx.code,
    data: tx.data.length === 0 ? null : toBase64(tx.data),
    log: tx.log,
    info: "",
    gas_wanted: tx.gasWanted.toString(),
    gas_used: tx.gasUsed.toString(),
    events: tx.events.map(eventOf),
    codespace: tx.codespace,
  }));
  return {
    height: block.height.toString(),
    txs_results: results.length === 0 ? null : results,
    finalize_block_events: block.events.map(eventOf),
    validator_updates: null,
    consensus_param_updates: null,
    app_hash: toBase64(block.resultAppHash),
  };
}

function eventOf({ type, attributes }: SourceEvent): object {
  return { type, attributes: attributes.map((attribute) => ({ ...attribute, index: true })) };
}

function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase();
}
