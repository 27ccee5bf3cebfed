import { askComet } from "@openledger/localnet";
import { z } from "zod";
import type { Cluster, Member } from "./cluster.ts";

/** Follows the heights of all nodes. */
export interface Watch extends Disposable {
  /** Last block that a node is known to have; 0 before its first answer. */
  heightOf(member: Member): bigint;
  /** Last block that any node is known to have. */
  maxHeight(): bigint;
  /** Longest time, in ms, during which no node got a new block since `at` (of `performance.now()`). */
  longestPauseSince(at: number): number;
  /** Forgets what a node that begins anew had. */
  forget(member: Member): void;
}

const POLL_MS = 250;
const statusShape = z.object({ sync_info: z.object({ latest_block_height: z.coerce.bigint() }) });

export function watchHeights(cluster: Pick<Cluster, "members">): Watch {
  const heights = new Map<string, bigint>();
  const asked = new Set<string>();
  let max = 0n;
  const moves: number[] = [];

  async function ask({ name, validator }: Member): Promise<void> {
    if (asked.has(name)) return;
    asked.add(name);
    try {
      const { sync_info } = await askComet(validator.rpcUrl, "status", statusShape);
      const height = sync_info.latest_block_height;
      heights.set(name, height);
      if (height > max) {
        max = height;
        moves.push(performance.now());
      }
    } catch {
      // A node that does not answer keeps the height that it had.
    } finally {
      asked.delete(name);
    }
  }

  const timer = setInterval(() => {
    for (const member of cluster.members) void ask(member);
  }, POLL_MS);
  return {
    heightOf: ({ name }) => heights.get(name) ?? 0n,
    maxHeight: () => max,
    longestPauseSince(at) {
      const times = [at, ...moves.filter((move) => move > at), performance.now()];
      return Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? time)));
    },
    forget: ({ name }) => void heights.delete(name),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
