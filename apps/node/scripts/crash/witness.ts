import { setTimeout as delay } from "node:timers/promises";
import type { Child } from "./start-child.ts";

/** What a client has seen of a height. */
interface Seen {
  readonly blockHash: string;
  readonly appHash: string;
  readonly signature: string;
}

/** Remembers every block that any run of the node served, and holds later runs to it. */
export interface Witness {
  readonly lastHeight: number;
  readonly count: number;
  readonly slowestStartMs: number;
  /** Collects what the node serves until it is gone. */
  watch(child: Child): Promise<void>;
  /** Throws unless a restarted node still has everything that was seen or reported as durable. */
  verify(child: Child): Promise<void>;
}

interface CommitAnswer {
  readonly error?: unknown;
  readonly result?: {
    readonly signed_header: {
      readonly header: { readonly height: string; readonly app_hash: string };
      readonly commit: { readonly block_id: { readonly hash: string }; readonly signatures: readonly { readonly signature: string }[] };
    };
  };
}

/** Of what was seen long ago, so many heights are asked for again; of the newest, all. */
const SAMPLE = 25;
const GONE_MS = 30_000;

export function createWitness(): Witness {
  const seen = new Map<number, Seen>();
  let durable = 0;
  let slowestStartMs = 0;

  function compare(height: number, now: Seen): void {
    const before = seen.get(height);
    seen.set(height, now);
    if (before === undefined) return;
    if (JSON.stringify(before) !== JSON.stringify(now)) {
      throw new Error(`height ${height} was ${JSON.stringify(before)} and is ${JSON.stringify(now)}`);
    }
  }

  /** False when the node is gone before it has answered. */
  async function askAndCompare(child: Child, height?: number): Promise<boolean> {
    const query = height === undefined ? "" : `?height=${height}`;
    const answer = await fetch(`${child.rpcUrl}/commit${query}`)
      .then((response) => response.json() as Promise<CommitAnswer>)
      .catch(() => undefined);
    if (answer === undefined) {
      await child.endsWithin(GONE_MS);
      if (!child.isGone) throw new Error("the node runs and does not answer");
      return false;
    }
    const { result, error } = answer;
    if (result === undefined) {
      // Before the first block there is no last one.
      if (height === undefined) return true;
      // A node whose disk is full answers with that until it has stopped, which it does at once.
      await child.endsWithin(GONE_MS);
      if (child.isGone) return false;
      throw new Error(`height ${height} is not served: ${JSON.stringify(error)}`);
    }
    const { header, commit } = result.signed_header;
    const signature = commit.signatures.map((one) => one.signature).join(",");
    compare(Number(header.height), { blockHash: commit.block_id.hash, appHash: header.app_hash, signature });
    return true;
  }

  return {
    get lastHeight() {
      return durable;
    },
    get count() {
      return seen.size;
    },
    get slowestStartMs() {
      return Math.round(slowestStartMs);
    },
    async watch(child) {
      while (await askAndCompare(child)) await delay(10);
      durable = Math.max(durable, child.height);
    },
    async verify(child) {
      if (child.refused !== undefined) throw new Error(`the node refuses to start: ${child.refused.message}`);
      slowestStartMs = Math.max(slowestStartMs, child.startMs);
      const highest = Math.max(durable, ...seen.keys());
      if (child.startHeight < highest) throw new Error(`height ${highest} was durable, and the node starts at ${child.startHeight}`);
      const heights = [...seen.keys()].toSorted((a, b) => b - a);
      const older = heights.slice(SAMPLE).filter((_, i) => i % Math.ceil(heights.length / SAMPLE) === 0);
      for (const height of [...heights.slice(0, SAMPLE), ...older]) if (!(await askAndCompare(child, height))) return;
    },
  };
}
