import type { BlockSource } from "./committed-block.ts";
import { joinBlock, readGenesis } from "./join-block.ts";
import { createRpcClient } from "./rpc-client.ts";
import { blockResultsShape, blockShape, genesisShape, statusShape } from "./rpc-shapes.ts";

/** Reads blocks from the CometBFT-shaped JSON-RPC of the node at `url`. */
export function createNodeSource(url: string): BlockSource {
  const rpc = createRpcClient(url);
  return {
    async status(signal) {
      const { node_info, sync_info, rollup } = await rpc.call("status", {}, statusShape, signal);
      return {
        chainId: node_info.network,
        height: sync_info.latest_block_height,
        earliestHeight: sync_info.earliest_block_height,
        ...(rollup === undefined
          ? {}
          : { rollup: { role: rollup.role, softHeight: rollup.soft_height, includedHeight: rollup.included_height, finalHeight: rollup.final_height } }),
      };
    },
    async genesis(signal) {
      const { genesis } = await rpc.call("genesis", {}, genesisShape, signal);
      return readGenesis(url, genesis);
    },
    async block(height, signal) {
      const at = { height: height.toString() };
      const [block, results] = await Promise.all([
        rpc.call("block", at, blockShape, signal),
        rpc.call("block_results", at, blockResultsShape, signal),
      ]);
      return joinBlock(url, height, block, results);
    },
  };
}
