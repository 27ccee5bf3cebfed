import { asc, count, gt } from "drizzle-orm";
import type { Checkpoint } from "../../db/checkpoint.ts";
import type { RollupHeights } from "../../source/committed-block.ts";
import { blocks, deadLetters } from "../../schema/chain.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { clientError } from "../errors.ts";
import { BlockRef } from "../refs.ts";

/** Blocks that one step of a replay reads. */
const REPLAY_STEP = 50;

const Rollup = builder.objectRef<RollupHeights>("Rollup").implement({
  description: "How far the node's blocks are on data availability, when it was last asked.",
  fields: (t) => ({
    role: t.exposeString("role", { description: "`sequencer`, or `follower`: a node that derived and executed what it says from DA." }),
    softHeight: t.expose("softHeight", { type: "Height", description: "Last block that the sequencer signed: it alone can still say otherwise." }),
    includedHeight: t.expose("includedHeight", { type: "Height", description: "Last block that was read from DA." }),
    finalHeight: t.expose("finalHeight", { type: "Height", description: "Last block at a DA height that is final." }),
  }),
});

const Meta = builder.objectRef<Checkpoint>("Meta").implement({
  description: "How far the index reaches.",
  fields: (t) => ({
    chainId: t.exposeString("chainId"),
    height: t.expose("height", { type: "Height" }),
    hash: t.expose("blockHash", { type: "Bytes", description: "Hash of the last indexed block." }),
    appHash: t.expose("appHash", { type: "Bytes", description: "App hash that the last indexed block led to." }),
    genesisHash: t.expose("genesisHash", { type: "Bytes" }),
    headHeight: t.field({ type: "Height", description: "The node's last height when it was last asked.", resolve: (at, _args, { headHeight }) => maxOf(headHeight(), at.height) }),
    lag: t.field({ type: "BigInt", description: "Blocks between the node's head and the index.", resolve: (at, _args, { headHeight }) => maxOf(headHeight() - at.height, 0n) }),
    rollup: t.field({ type: Rollup, nullable: true, description: "Null for a node that has nothing to do with DA.", resolve: (_at, _args, { rollup }) => rollup() ?? null }),
    hasIndexingErrors: t.boolean({
      description: "True when a transaction could not be decoded, so that its contents are missing.",
      resolve: async (_at, _args, { db }) => ((await db.select({ rows: count() }).from(deadLetters))[0]?.rows ?? 0) > 0,
    }),
  }),
});

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function requireCheckpoint({ checkpoint }: GraphqlContext): Checkpoint {
  const at = checkpoint();
  if (at === undefined) throw clientError("NOT_READY", "nothing is indexed yet: the indexer waits for its node or database, see /ready");
  return at;
}

builder.queryField("_meta", (t) => t.field({ type: Meta, resolve: (_root, _args, context) => requireCheckpoint(context) }));

builder.subscriptionField("newBlocks", (t) =>
  t.field({
    type: BlockRef,
    description: "Every block from a height on, without gaps: first what is indexed already, then each new one. Without `from`, new ones only.",
    args: { from: t.arg({ type: "Height" }) },
    subscribe: (_root, { from }, context) => newBlocks(context, from == null ? requireCheckpoint(context).height : from - 1n),
    resolve: (block) => block,
  }),
);

/** Reads blocks after `last` from the database and waits for the next commit when there is none. */
async function* newBlocks({ db, commits }: GraphqlContext, last: bigint): AsyncGenerator<typeof blocks.$inferSelect, void> {
  const stop = new AbortController();
  try {
    while (true) {
      // Asked for before reading, so that a commit in between is not missed.
      const committed = commits.next(stop.signal);
      const rows = await db.select().from(blocks).where(gt(blocks.height, last)).orderBy(asc(blocks.height)).limit(REPLAY_STEP);
      for (const block of rows) {
        last = block.height;
        yield block;
      }
      if (rows.length < REPLAY_STEP && !(await committed)) return;
    }
  } finally {
    stop.abort();
  }
}
