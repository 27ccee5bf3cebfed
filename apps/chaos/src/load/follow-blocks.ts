import { setTimeout as delay } from "node:timers/promises";
import type { Cluster, Member } from "../cluster/cluster.ts";
import type { Watch } from "../cluster/watch.ts";
import { fetchBlock, type NodeBlock } from "../checks/node-block.ts";

const POLL_MS = 100;

/** Hands every block over once, in order, from whichever node has it, until the signal ends it. */
export async function followBlocks(cluster: Cluster, watch: Watch, onBlock: (block: NodeBlock) => void, signal: AbortSignal): Promise<void> {
  let next = 1n;
  while (!signal.aborted) {
    const found = await anyBlock(cluster.members.filter((member) => !cluster.isMeddled(member) && watch.heightOf(member) > next), next);
    if (found === undefined) {
      await delay(POLL_MS);
      continue;
    }
    onBlock(found);
    next += 1n;
  }
}

async function anyBlock(members: readonly Member[], height: bigint): Promise<NodeBlock | undefined> {
  for (const { validator } of members) {
    const block = await fetchBlock(validator.rpcUrl, height).catch(() => undefined);
    if (block !== undefined) return block;
  }
  return undefined;
}
