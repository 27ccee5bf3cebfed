import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { nodeError } from "../node-error.ts";
import { postToDa } from "./post-to-da.ts";

/** A transaction's way to the sequencer over DA. */
export interface ForcedPosting {
  /**
   * Posts a signed transaction and returns its hash in upper-case hex. Throws as a DA, and `FORCED` where nobody would
   * have to take it.
   */
  broadcast(tx: Uint8Array): Promise<string>;
  /** Rejects with `FORCED` when the time in which the posted transaction had to be taken is over; before, never. */
  timeIsOver(signal: AbortSignal): Promise<never>;
}

export interface ForcedPostingOptions {
  /** Of a DA, as `start --da` takes it. */
  readonly where: string;
  readonly chainId: string;
  /** RPC of a node that reads that DA, or of one that reads none, which cannot say when the time is over. */
  readonly rpcUrl: string;
}

const statusShape = z.object({
  result: z.object({
    da_height: z.coerce.bigint(),
    forced: z.object({ window: z.coerce.bigint() }).optional(),
    recovery: z.object({ stopped_at: z.object({ height: z.string(), missed_tx: z.string() }).nullable() }).optional(),
  }),
});
type Status = z.infer<typeof statusShape>["result"];

const POLL_MS = 1_000;
/** How long a node may say nothing of DA. */
const SILENCE_MAX_MS = 3_600_000;

export function createForcedPosting({ where, chainId, rpcUrl }: ForcedPostingOptions): ForcedPosting {
  let posted: { readonly hash: string; readonly daHeight: bigint } | undefined;
  return {
    async broadcast(tx) {
      const before = await statusOf(rpcUrl);
      if (before !== undefined && before.forced === undefined) throw nodeError("FORCED", `the genesis of ${chainId} has no forced inclusion: nobody would have to take what is posted to DA; send it to a node`);
      const stopped = before?.recovery?.stopped_at;
      if (stopped) throw nodeError("FORCED", `the chain stands still after block ${stopped.height}, and what is posted now is owed by nobody: post it again when a rotation is on DA`);
      posted = await postToDa(where, chainId, tx);
      const until = before?.forced === undefined ? "within the window of genesis" : `by DA height ${posted.daHeight + before.forced.window}`;
      process.stderr.write(`posted at DA height ${posted.daHeight}; the sequencer must take it ${until}\n`);
      return posted.hash;
    },
    async timeIsOver(signal) {
      for (let heardMs = Date.now(); ; ) {
        await delay(POLL_MS, undefined, { signal });
        if (posted === undefined) continue;
        const status = await statusOf(rpcUrl);
        if (Date.now() > heardMs + SILENCE_MAX_MS) throw nodeError("FORCED", `${rpcUrl} says nothing of DA; look transaction ${posted.hash} up at a node that follows`);
        if (status?.forced === undefined) continue;
        heardMs = Date.now();
        const deadline = posted.daHeight + status.forced.window;
        if (status.da_height <= deadline) continue;
        // Whoever waits for the transaction finds it meanwhile, where it came in the last blocks.
        await delay(POLL_MS, undefined, { signal });
        throw nodeError("FORCED", `${whatBecame(posted.hash, status)} (transaction ${posted.hash}, DA height ${posted.daHeight} to ${deadline})`);
      }
    },
  };
}

function whatBecame(hash: string, { recovery }: Status): string {
  const stopped = recovery?.stopped_at;
  if (stopped?.missed_tx === hash) return `the sequencer left it out: followers keep the record and stand still after block ${stopped.height} until recovery keys name another sequencer, who owes it anew`;
  if (stopped) return `the chain stands still after block ${stopped.height}, since the sequencer left out another transaction; after a rotation this one is owed anew`;
  return "it is in no block, and the sequencer did not have to take it: it could not run (is its sequence the next one, does the account have the coins?), or others filled the window before it";
}

/** What a node says of forced inclusion; undefined where it says nothing, since it reads no DA or is away. */
async function statusOf(rpcUrl: string): Promise<Status | undefined> {
  try {
    const answer: unknown = await (await fetch(`${rpcUrl.replace(/\/$/, "")}/rollup_status`, { signal: AbortSignal.timeout(10_000) })).json();
    return statusShape.safeParse(answer).data?.result;
  } catch (error) {
    // The sender says itself that a node is away.
    if (error instanceof TypeError || error instanceof SyntaxError || (error instanceof DOMException && error.name === "TimeoutError")) return undefined;
    throw error;
  }
}
