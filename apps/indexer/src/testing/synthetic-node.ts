import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { SyntheticChain } from "./synthetic-chain.ts";

/** A server that answers CometBFT's JSON-RPC and WebSocket from a synthetic chain, and misbehaves when told to. */
export interface SyntheticNode extends AsyncDisposable {
  readonly url: string;
  /** The chain that it serves; may be replaced, as when a chain is reset. */
  chain: SyntheticChain;
  /** The newest height; raising it tells the subscribers. */
  head: number;
  /** While true every connection is cut, as when the node is down. */
  isDown: boolean;
  /** Milliseconds before each answer. */
  slowMs: number;
  /** Cuts this share of the answers in the middle, from 0 to 1. */
  truncatedShare: number;
  /** The chain's answers as they are sent; a test may replace them, for example by a block with another parent. */
  transform: (method: string, height: number, result: unknown) => unknown;
}

export async function openSyntheticNode(chain: SyntheticChain, head: number): Promise<SyntheticNode> {
  let current = head;
  let answered = 0;
  const server = createServer((request, response) => {
    if (node.isDown || request.method !== "POST") return void request.socket.destroy();
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = answerText(node, Buffer.concat(parts).toString("utf8"));
      answered += 1;
      const isCut = Math.floor(answered * node.truncatedShare) > Math.floor((answered - 1) * node.truncatedShare);
      const answer = (): void => {
        response.setHeader("content-type", "application/json");
        response.setHeader("content-length", Buffer.byteLength(body));
        if (!isCut) return void response.end(body);
        response.write(body.slice(0, body.length / 2));
        setTimeout(() => request.socket.destroy(), 1);
      };
      // A timer waits for a millisecond at least.
      if (node.slowMs === 0) answer();
      else setTimeout(answer, node.slowMs);
    });
  });
  const sockets = new WebSocketServer({ server, path: "/websocket" });
  const node: SyntheticNode = {
    url: "",
    chain,
    isDown: false,
    slowMs: 0,
    truncatedShare: 0,
    transform: (_method, _height, result) => result,
    get head() {
      return current;
    },
    set head(value) {
      current = value;
      const data = { type: "tendermint/event/NewBlockHeader", value: { header: { height: `${value}` } } };
      for (const client of sockets.clients) client.send(JSON.stringify({ jsonrpc: "2.0", id: 1, result: { query: "tm.event='NewBlockHeader'", data } }));
    },
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.defineProperty(node, "url", { value: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return node;
}

function answerText(node: SyntheticNode, request: string): string {
  const { method, params } = JSON.parse(request) as { method: string; params: { height?: string } };
  const height = Number(params.height ?? node.head);
  const result = resultOf(node, method, height);
  const missing = { code: -32_603, message: "Internal error", data: `height ${height} is not available` };
  return JSON.stringify({ jsonrpc: "2.0", id: 1, ...(result === undefined ? { error: missing } : { result: node.transform(method, height, result) }) });
}

function resultOf({ chain, head }: SyntheticNode, method: string, height: number): unknown {
  if (method === "status") return { node_info: { network: chain.chainId }, sync_info: { latest_block_height: `${head}`, earliest_block_height: "1" } };
  if (method === "genesis") return { genesis: chain.genesisDocument };
  if (height < 1 || height > head) return undefined;
  if (method === "block") return chain.block(height).block;
  return method === "block_results" ? chain.block(height).results : undefined;
}
