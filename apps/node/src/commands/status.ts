import { connect } from "@openledger/client";
import { toHex } from "@openledger/primitives";
import type { Command } from "commander";
import { z } from "zod";
import { withQueryFlags, type NodeFlags } from "../cli/chain-flags.ts";

/** `openledgerd status`: which chain a node serves and how far it is. */
export function registerStatus(program: Command): void {
  withQueryFlags(program.command("status").description("say which chain a node serves and how far it is, in the JSON of CometBFT")).action(
    async ({ node }: NodeFlags) => {
      const client = await connect(node);
      const { nodeInfo, syncInfo, validatorInfo } = await client.comet.status().finally(() => client.disconnect());
      const status = {
        node_info: { network: nodeInfo.network, moniker: nodeInfo.moniker, version: nodeInfo.version },
        sync_info: {
          latest_block_hash: toHex(syncInfo.latestBlockHash).toUpperCase(),
          latest_app_hash: toHex(syncInfo.latestAppHash).toUpperCase(),
          latest_block_height: `${syncInfo.latestBlockHeight}`,
          latest_block_time: syncInfo.latestBlockTime.toISOString(),
          catching_up: syncInfo.catchingUp,
        },
        ...(await rollupOf(node)),
        validator_info: { address: toHex(validatorInfo.address).toUpperCase(), voting_power: `${validatorInfo.votingPower}` },
      };
      process.stdout.write(`${JSON.stringify(status, undefined, 2)}\n`);
    },
  );
}

const answer = z.object({ result: z.object({ rollup: z.unknown().optional() }) });

/** What CosmJS leaves out of the answer: where blocks stand on DA. Nothing for a node that has nothing to do with DA. */
async function rollupOf(node: string): Promise<{ readonly rollup?: unknown }> {
  const response = await fetch(`${node}/status`, { signal: AbortSignal.timeout(10_000) });
  const { data } = answer.safeParse(await response.json());
  return data?.result.rollup === undefined ? {} : { rollup: data.result.rollup };
}
