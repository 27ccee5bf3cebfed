import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Member } from "../cluster/cluster.ts";

/** A height as a fake node stored it. */
export interface FakeBlock {
  readonly blockHash: string;
  readonly appHash: string;
  /** Contents of transactions. */
  readonly txs: readonly string[];
}

export interface FakeNode extends AsyncDisposable {
  readonly member: Pick<Member, "name" | "validator">;
}

export function hashOf(tx: string): string {
  return createHash("sha256").update(tx).digest("hex").toUpperCase();
}

/** A node that answers like CometBFT's RPC from these blocks, the first of which has the height `first`; `unindexed` are not found by hash. */
export async function startFakeComet(name: string, blocks: readonly FakeBlock[], first = 1, unindexed: readonly string[] = []): Promise<FakeNode> {
  const answers: Record<string, (at: number, height: number) => object> = {
    "/status": () => ({ sync_info: { earliest_block_height: `${first}`, latest_block_height: `${first + blocks.length - 1}` } }),
    "/block": (at) => ({
      block_id: { hash: blocks[at]?.blockHash },
      block: { data: { txs: blocks[at]?.txs.map((tx) => Buffer.from(tx).toString("base64")) }, evidence: { evidence: [] } },
    }),
    "/block_results": (at) => ({ app_hash: Buffer.from(blocks[at]?.appHash ?? "").toString("base64"), txs_results: blocks[at]?.txs.map(() => ({ code: 0 })) ?? null }),
    "/tx_search": (at) => {
      const txs = (blocks[at]?.txs ?? []).filter((tx) => !unindexed.includes(tx)).map((tx) => ({ hash: hashOf(tx) }));
      return { txs, total_count: `${txs.length}` };
    },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    const height = Number(url.searchParams.get("height") ?? /tx\.height=(\d+)/.exec(url.searchParams.get("query") ?? "")?.[1]);
    response.end(JSON.stringify({ jsonrpc: "2.0", id: -1, result: answers[url.pathname]?.(height - first, height) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const rpcUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const validator: Member["validator"] = { name, rpcUrl, restUrl: "", metricsUrl: "", app: undefined, comet: undefined, start: async () => {}, stop: async () => {} };
  return { member: { name, validator }, [Symbol.asyncDispose]: async () => void server.close() };
}
