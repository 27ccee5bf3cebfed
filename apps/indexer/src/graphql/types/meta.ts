import { asc, count } from "drizzle-orm";
import type { Checkpoint } from "../../db/checkpoint.ts";
import type { RollupHeights } from "../../source/committed-block.ts";
import { deadLetters, previousChains } from "../../schema/chain.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { clientError } from "../errors.ts";

const PreviousChain = builder.objectRef<typeof previousChains.$inferSelect>("PreviousChain").implement({
  description: "A chain whose state this one began with. Its blocks are in the index that was kept of it.",
  fields: (t) => ({
    chainId: t.exposeString("chainId"),
    exportedHeight: t.expose("exportedHeight", { type: "Height", description: "Height whose state the next chain began with." }),
    firstHeight: t.expose("firstHeight", { type: "Height", description: "Of the first of its blocks that its node had kept." }),
    lastHeight: t.expose("lastHeight", { type: "Height" }),
    lastHash: t.expose("lastHash", { type: "Bytes", description: "Hash of its last block, which its validators signed." }),
  }),
});

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
    digest: t.expose("digest", { type: "Bytes", description: "Digest of all rows up to the last indexed block: two indexes of one version agree when it is the same." }),
    codeVersion: t.exposeString("codeVersion", { description: "Version of the rows; digests of different versions differ." }),
    previousChains: t.field({
      type: [PreviousChain],
      description: "Chains before this one, the newest last, by its genesis.",
      resolve: (_at, _args, { db }) => db.select().from(previousChains).orderBy(asc(previousChains.position)),
    }),
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
