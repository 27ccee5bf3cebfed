import { askComet } from "@openledger/localnet";
import { z } from "zod";
import type { Member } from "../cluster/cluster.ts";
import { waitUntil } from "../wait-until.ts";
import { fetchBlock, type NodeBlock } from "./node-block.ts";

/** Two nodes that do not say the same of one height. */
export interface Fork {
  readonly height: string;
  readonly node: string;
  /** What differs: the block, or the App's state after it. */
  readonly what: "block" | "app hash";
  readonly detail: string;
}

/** Compares what every node holds, height by height, each height of each node once. */
export interface Agreement {
  readonly forks: readonly Fork[];
  /** Heights of nodes that were compared. */
  readonly compared: number;
  /** The lowest height that each node holds, where that is not the first one. */
  readonly firstHeights: ReadonlyMap<string, bigint>;
  /** Compares what is new on each of the nodes. Throws `TIMEOUT` when one does not answer. */
  compare(members: readonly Node[]): Promise<void>;
  /** A node that begins anew is compared from its first block again. */
  forget(name: string): void;
}

type Node = Pick<Member, "name" | "validator">;

const AT_ONCE = 8;
const PATIENCE_MS = 60_000;
const statusShape = z.object({ sync_info: z.object({ latest_block_height: z.coerce.bigint(), earliest_block_height: z.coerce.bigint() }) });

export function createAgreement(): Agreement {
  const known = new Map<bigint, NodeBlock>();
  const next = new Map<string, bigint>();
  const firstHeights = new Map<string, bigint>();
  const forks: Fork[] = [];
  let compared = 0;

  function compareOne(node: string, block: NodeBlock): void {
    compared += 1;
    const first = known.get(block.height);
    if (first === undefined) {
      known.set(block.height, block);
      return;
    }
    const height = `${block.height}`;
    const isSameBlock = first.blockHash === block.blockHash && first.txs.join() === block.txs.join() && first.codes.join() === block.codes.join();
    if (!isSameBlock) forks.push({ height, node, what: "block", detail: `${block.blockHash}, another node ${first.blockHash}` });
    if (first.appHash !== block.appHash) forks.push({ height, node, what: "app hash", detail: `${block.appHash}, another node ${first.appHash}` });
  }

  async function compareNode({ name, validator }: Node): Promise<void> {
    const { sync_info } = await askComet(validator.rpcUrl, "status", statusShape);
    const { earliest_block_height: earliest, latest_block_height: latest } = sync_info;
    if (earliest > 1n) firstHeights.set(name, earliest);
    let from = next.get(name) ?? earliest;
    // The newest block may be stored and not executed yet.
    while (from < latest) {
      const count = Math.min(Number(latest - from), AT_ONCE);
      const blocks = await Promise.all(Array.from({ length: count }, (_, i) => fetchBlock(validator.rpcUrl, from + BigInt(i))));
      for (const block of blocks) compareOne(name, block);
      from += BigInt(count);
      next.set(name, from);
    }
  }

  return {
    forks,
    firstHeights,
    get compared() {
      return compared;
    },
    async compare(members) {
      for (const member of members) {
        // What was compared before a question failed is not compared again.
        await waitUntil(`the blocks of ${member.name}`, PATIENCE_MS, async () => {
          await compareNode(member);
          return true;
        });
      }
    },
    forget: (name) => {
      next.delete(name);
      firstHeights.delete(name);
    },
  };
}
