import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

const statusSchema = z.object({ result: z.object({ soft_height: z.coerce.number(), included_height: z.coerce.number() }) });
const EVERY_MS = 50;

/** From a block's commit to finding it on DA, in seconds, as a client of the node sees it. */
export interface PostingLag {
  readonly blocks: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** Asks a node again and again until `end` is called, and then until everything is on DA. */
export function watchPosting(rpcUrl: string): { readonly end: () => Promise<PostingLag> } {
  const made = new Map<number, number>();
  const included = new Map<number, number>();
  let isEnding = false;
  let goal = Infinity;

  const first = (into: Map<number, number>, height: number, at: number): void => {
    for (let missing = height; missing > 0 && !into.has(missing); missing--) into.set(missing, at);
  };
  const watch = async (): Promise<void> => {
    for (let done = false; !done; await delay(EVERY_MS)) {
      const { result } = statusSchema.parse(await (await fetch(`${rpcUrl}/rollup_status`)).json());
      const at = performance.now();
      if (made.size === 0) first(included, result.included_height, -Infinity);
      first(made, result.soft_height, at);
      first(included, result.included_height, at);
      if (isEnding && goal === Infinity) goal = result.soft_height;
      done = result.included_height >= goal;
    }
  };
  const watching = watch();
  return {
    async end() {
      isEnding = true;
      await watching;
      const lags = [...included].flatMap(([height, at]) => (at === -Infinity ? [] : [(at - (made.get(height) ?? at)) / 1_000])).toSorted((a, b) => a - b);
      const at = (share: number): number => Math.round((lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] ?? 0) * 1_000) / 1_000;
      return { blocks: lags.length, p50: at(0.5), p99: at(0.99), most: at(1) };
    },
  };
}
