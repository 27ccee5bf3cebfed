import { z } from "zod";
import { askComet } from "./comet-rpc.ts";

/** What a node says of itself. */
export interface NodeStatus {
  readonly height: bigint;
  /** Round of the block in the making. */
  readonly round: number;
  readonly peers: number;
  /** App hash in the newest header, lower-case hex. */
  readonly appHash: string;
  /** Transactions that wait. */
  readonly mempool: number;
  readonly isCatchingUp: boolean;
}

const statusShape = z.object({
  sync_info: z.object({ latest_block_height: z.coerce.bigint(), latest_app_hash: z.string(), catching_up: z.boolean() }),
});
const netShape = z.object({ n_peers: z.coerce.number() });
const mempoolShape = z.object({ n_txs: z.coerce.number() });
const roundShape = z.object({ round_state: z.object({ "height/round/step": z.string() }) });

/** Undefined while the node does not answer. */
export async function fetchStatus(rpcUrl: string): Promise<NodeStatus | undefined> {
  try {
    const [status, net, mempool, consensus] = await Promise.all([
      askComet(rpcUrl, "status", statusShape),
      askComet(rpcUrl, "net_info", netShape),
      askComet(rpcUrl, "num_unconfirmed_txs", mempoolShape),
      askComet(rpcUrl, "consensus_state", roundShape),
    ]);
    const [, round = "0"] = consensus.round_state["height/round/step"].split("/");
    return {
      height: status.sync_info.latest_block_height,
      round: Number(round),
      peers: net.n_peers,
      appHash: status.sync_info.latest_app_hash.toLowerCase(),
      mempool: mempool.n_txs,
      isCatchingUp: status.sync_info.catching_up,
    };
  } catch {
    return undefined;
  }
}
