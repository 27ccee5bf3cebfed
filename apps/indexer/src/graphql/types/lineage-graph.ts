import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../../db/database.ts";
import { ancestors } from "../../schema/model.ts";
import { builder } from "../builder.ts";
import { clientError } from "../errors.ts";
import { ModelVersionRef } from "../refs.ts";

const DEPTH_MAX = 6;
/** Versions that one answer holds; a lineage may be larger, and the answer says so. */
const NODES_MAX = 500;
/** Edges of one level that are read; several may lead to the same version. */
const EDGES_MAX = 2_000;

interface LineageNode {
  readonly modelId: bigint;
  readonly version: bigint;
  readonly generation: number;
  /** The version through which it was reached first, and what is owed along that edge; null for the root. */
  readonly through: { readonly modelId: bigint; readonly version: bigint; readonly bps: number } | null;
}

interface Graph {
  readonly nodes: readonly LineageNode[];
  readonly isCut: boolean;
}

const Direction = builder.enumType("LineageDirection", {
  values: { ANCESTORS: { description: "What it was derived from." }, DESCENDANTS: { description: "What was derived from it." } },
});

const NodeRef = builder.objectRef<LineageNode>("LineageNode").implement({
  description: "A version of the lineage, with the edge through which it is nearest.",
  fields: (t) => ({
    generation: t.exposeInt("generation", { description: "0 for the version that was asked for." }),
    modelId: t.expose("modelId", { type: "BigInt" }),
    version: t.expose("version", { type: "BigInt" }),
    throughModelId: t.field({ type: "BigInt", nullable: true, resolve: ({ through }) => through?.modelId ?? null }),
    throughVersion: t.field({ type: "BigInt", nullable: true, resolve: ({ through }) => through?.version ?? null }),
    bps: t.int({ nullable: true, description: "What the derived end of the edge owes the other, of its model share.", resolve: ({ through }) => through?.bps ?? null }),
    modelVersion: t.field({ type: ModelVersionRef, nullable: true, resolve: ({ modelId, version }, _args, { loaders }) => loaders.modelVersion.load([modelId, version]) }),
  }),
});

const GraphRef = builder.objectRef<Graph>("LineageGraph").implement({
  description: "Versions around one, nearest first.",
  fields: (t) => ({
    nodes: t.field({ type: [NodeRef], resolve: ({ nodes }) => [...nodes] }),
    isCut: t.exposeBoolean("isCut", { description: `There are more than ${NODES_MAX} within the depth.` }),
  }),
});

interface NodeRow {
  readonly model_id: string;
  readonly version: string;
  readonly from_model: string;
  readonly from_version: string;
  readonly bps: number;
}

/** Level by level, each version once at its nearest; stops at the depth or when more than the cap were found. */
async function lineageOf(db: Db, root: readonly [bigint, bigint], direction: "ANCESTORS" | "DESCENDANTS", depth: number): Promise<Graph> {
  const nodes: LineageNode[] = [{ modelId: root[0], version: root[1], generation: 0, through: null }];
  const seen = new Set([root.join("@")]);
  let level = nodes;
  for (let generation = 1; generation <= depth && level.length > 0; generation += 1) {
    const found = rowsOf<NodeRow>(await db.execute(nextLevel(level, direction)));
    const next: LineageNode[] = [];
    for (const row of found) {
      const key = `${row.model_id}@${row.version}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const through = { modelId: BigInt(row.from_model), version: BigInt(row.from_version), bps: row.bps };
      next.push({ modelId: BigInt(row.model_id), version: BigInt(row.version), generation, through });
    }
    nodes.push(...next);
    if (nodes.length > NODES_MAX || found.length === EDGES_MAX) return { nodes: nodes.slice(0, NODES_MAX), isCut: true };
    level = next;
  }
  return { nodes, isCut: false };
}

/** Direct edges from one level; a few more rows than the cap tell that there are more. */
function nextLevel(level: readonly LineageNode[], direction: "ANCESTORS" | "DESCENDANTS"): SQL {
  const models = sql.param(level.map(({ modelId }) => modelId.toString()));
  const versions = sql.param(level.map(({ version }) => version.toString()));
  const derived = { model: ancestors.modelId, version: ancestors.modelVersion };
  const base = { model: ancestors.ancestorModelId, version: ancestors.ancestorVersion };
  const [near, far] = direction === "ANCESTORS" ? [derived, base] : [base, derived];
  return sql`
    select ${far.model}::text as model_id, ${far.version}::text as version, level.model::text as from_model, level.version::text as from_version, ${ancestors.bps} as bps
    from unnest(${models}::bigint[], ${versions}::bigint[]) as level(model, version)
    join ${ancestors} on ${near.model} = level.model and ${near.version} = level.version and ${ancestors.generation} = 1
    order by ${far.model}, ${far.version} limit ${EDGES_MAX}`;
}

builder.queryField("lineage", (t) =>
  t.field({
    type: GraphRef,
    nullable: true,
    description: `Versions that a version descends from, or that descend from it, up to ${DEPTH_MAX} generations. Null for a version that is not known.`,
    args: {
      modelId: t.arg({ type: "BigInt", required: true }),
      version: t.arg({ type: "BigInt", required: true }),
      direction: t.arg({ type: Direction, required: true }),
      depth: t.arg.int({ defaultValue: DEPTH_MAX }),
    },
    async resolve(_root, { modelId, version, direction, depth }, { db, loaders }) {
      const generations = depth ?? DEPTH_MAX;
      if (generations < 1 || generations > DEPTH_MAX) throw clientError("LIMIT_EXCEEDED", `\`depth\` is between 1 and ${DEPTH_MAX}`);
      if ((await loaders.modelVersion.load([modelId, version])) === null) return null;
      return lineageOf(db, [modelId, version], direction, generations);
    },
  }),
);
