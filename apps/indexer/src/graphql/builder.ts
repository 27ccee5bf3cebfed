import SchemaBuilder from "@pothos/core";
import RelayPlugin from "@pothos/plugin-relay";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { Database, Db } from "../db/database.ts";
import type { RollupHeights } from "../source/committed-block.ts";
import type { Json } from "../schema/chain.ts";
import type { ProofSource } from "../source/proof-source.ts";
import type { Loaders } from "./loaders.ts";
import type { NestedPages } from "./nested.ts";
import type { SharedWork } from "./shared-work.ts";

/** What a subscription follows: the writer's commits. */
export interface CommitFeed {
  /** Commits so far. */
  readonly count: number;
  /** True after the next commit; false when there will be none or `signal` aborts. */
  next(signal: AbortSignal): Promise<boolean>;
}

/** What resolvers work with; made new for each operation. */
export interface GraphqlContext {
  /** Reads of the operation's snapshot. */
  readonly db: Db;
  readonly loaders: Loaders;
  readonly pages: NestedPages;
  /** The checkpoint of the snapshot; undefined before the first. */
  readonly checkpoint: () => Checkpoint | undefined;
  readonly headHeight: () => bigint;
  readonly rollup: () => RollupHeights | undefined;
  readonly commits: CommitFeed;
  /** What subscribers do for each other. */
  readonly shared: SharedWork;
  readonly proofs: ProofSource | undefined;
  /** Another snapshot: what a subscription reads each of its steps in. */
  readonly snapshot: Database["snapshot"];
  /** The last event that a client had before it reconnected. */
  readonly lastEventId: string | undefined;
  /** Whom the request counts for. */
  readonly client: string;
  /** Takes a request of a client; returns 0, or the seconds after which to ask again. */
  readonly waitSeconds: (client: string) => number;
}

interface SchemaTypes {
  Context: GraphqlContext;
  DefaultFieldNullability: false;
  Scalars: {
    BigInt: { Input: bigint; Output: bigint };
    Height: { Input: bigint; Output: bigint };
    Bytes: { Input: Uint8Array; Output: Uint8Array };
    DateTime: { Input: bigint; Output: bigint };
    Address: { Input: string; Output: string };
    JSON: { Input: Json; Output: Json };
    ID: { Input: string; Output: string };
  };
  Connection: { readonly totalCount: () => Promise<number> };
}

/** All types are declared on this one builder; `schema.ts` imports them and makes the schema. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    cursorType: "String",
    nodeQueryOptions: { description: "Any object by its global id." },
    nodesQueryOptions: { description: "Objects by their global ids, null for each that does not exist; at most 100." },
  },
});

builder.queryType({ description: "Everything that this indexer has read from committed blocks." });
builder.subscriptionType({});
builder.globalConnectionField("totalCount", (t) =>
  t.int({ description: "Rows on all pages together; counted only when asked for.", resolve: ({ totalCount }) => totalCount() }),
);
