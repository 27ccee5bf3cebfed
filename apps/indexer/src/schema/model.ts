import { boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea, counter, uint64, units } from "./columns.ts";

export const models = pgTable("models", {
  id: counter("id").primaryKey(),
  owner: text("owner").notNull(),
  name: text("name").notNull(),
  height: counter("height").notNull(),
});

export const modelVersions = pgTable(
  "model_versions",
  {
    modelId: counter("model_id").notNull(),
    version: counter("version").notNull(),
    kind: text("kind").notNull(),
    ruleVersion: integer("rule_version").notNull(),
    artifactRoot: bytea("artifact_root").notNull(),
    recipeHash: bytea("recipe_hash").notNull(),
    seed: uint64("seed").notNull(),
    floorPrice: units("floor_price"),
    floorDenom: text("floor_denom"),
    publisher: text("publisher").notNull(),
    /** Responsible parties; null means nobody. */
    steward: text("steward"),
    approver: text("approver"),
    /** Others may name this version as a base, and what each of its descendants owes it of their model share. */
    derivable: boolean("derivable").notNull().default(false),
    deriveBps: integer("derive_bps").notNull().default(0),
    /** An earlier version of another publisher with the same artifact, such as `3@1`. */
    sameArtifactAs: text("same_artifact_as"),
    /** The incident for which governance froze it: it takes no sessions. */
    frozenByIncident: counter("frozen_by_incident"),
    frozenHeight: counter("frozen_height"),
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.modelId, table.version] }),
    index("model_versions_key").on(table.height, table.modelId, table.version),
    index("model_versions_model").on(table.modelId, table.height, table.version),
    index("model_versions_publisher").on(table.publisher, table.height, table.modelId, table.version),
  ],
);

export const manifestEntries = pgTable(
  "manifest_entries",
  {
    modelId: counter("model_id").notNull(),
    modelVersion: counter("model_version").notNull(),
    datanetId: counter("datanet_id").notNull(),
    datanetVersion: counter("datanet_version").notNull(),
    priorBps: integer("prior_bps").notNull(),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.modelVersion, table.datanetId, table.datanetVersion] })],
);

export const royalties = pgTable(
  "royalties",
  {
    modelId: counter("model_id").notNull(),
    modelVersion: counter("model_version").notNull(),
    index: integer("index").notNull(),
    receiver: text("receiver").notNull(),
    bps: integer("bps").notNull(),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.modelVersion, table.index] })],
);

/** What a version descends from, over any number of generations, and what it owes each of its model share. */
export const ancestors = pgTable(
  "ancestors",
  {
    modelId: counter("model_id").notNull(),
    modelVersion: counter("model_version").notNull(),
    ancestorModelId: counter("ancestor_model_id").notNull(),
    ancestorVersion: counter("ancestor_version").notNull(),
    receiver: text("receiver").notNull(),
    bps: integer("bps").notNull(),
    /** 1 for a base that the publisher named, 2 for a base of a base. */
    generation: integer("generation").notNull(),
  },
  (table) => [
    primaryKey({ name: "ancestors_pk", columns: [table.modelId, table.modelVersion, table.ancestorModelId, table.ancestorVersion] }),
    index("ancestors_ancestor").on(table.ancestorModelId, table.ancestorVersion, table.modelId, table.modelVersion),
  ],
);
