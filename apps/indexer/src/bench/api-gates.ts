import { Agent } from "node:http";
import { sql } from "drizzle-orm";
import { rowsOf, type Database } from "../db/database.ts";
import { countingDatabase, createTestApi, type TestApi } from "../testing/graphql-server.ts";
import { load, post, quantile, startServer, type BenchServer, type Load, type ServerKind } from "./api-load.ts";
import { NESTED_QUERY, POSTGRAPHILE_QUERY } from "./api-queries.ts";
import { backfillSeconds, emptyIndex, makeArchive } from "./backfill.ts";
import type { BenchContext, Gate, GateOutcome } from "./gate.ts";
import { median } from "./write-gates.ts";

const CONNECTIONS = 16;
const SECONDS = 8;
const ROUNDS = 3;
/** A hundred events each, so that there are ten thousand pages of ten. */
const BLOCKS = 1_001;
const LINEAGE_NODES = 10_000;
const LINEAGE_BRANCHES = 5;
const LINEAGE_CAP = 500;

async function filled({ postgres, scale }: BenchContext, name: string): Promise<{ readonly database: Database; readonly url: string }> {
  using archive = await makeArchive(Math.max(100, Math.round(BLOCKS * scale)));
  const index = await emptyIndex(postgres, name);
  await backfillSeconds(index.database, archive);
  await index.database.writer.execute(sql`analyze`);
  return index;
}

const kinds = ["ours", "bare", "postgraphile", "kept"] as const satisfies readonly ServerKind[];

/** Requests per second and the slowest ones, beside the least that could answer the same, and beside PostGraphile. */
export const nestedRead: Gate = {
  id: "P7",
  title: "20 blocks with 10 events each over 16 connections, against node:http with one prepared statement that makes the JSON, and against PostGraphile 5",
  bound: "at least 0.75 and 1.3 times their requests per second, and at most 1.6 and 0.9 times their p99",
  async run(context) {
    const { database, url } = await filled(context, "p7");
    await database.close();
    using ours = await startServer("ours", url);
    using bare = await startServer("bare", url);
    using postgraphile = await startServer("postgraphile", url);
    using kept = await startServer("kept", url);
    const servers = { ours, bare, postgraphile, kept };
    await assertSame(servers);
    const loads: Record<ServerKind, Load[]> = { ours: [], bare: [], postgraphile: [], kept: [] };
    // The first round warms up: connections, compiled code, prepared statements.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const kind of kinds) {
        const measured = await load(servers[kind].url, bodyFor(kind), CONNECTIONS, SECONDS * Math.max(0.1, context.scale));
        if (round > 0) loads[kind].push(measured);
      }
    }
    return nestedOutcome(loads);
  },
};

function nestedOutcome(loads: Readonly<Record<ServerKind, readonly Load[]>>): GateOutcome {
  const middle = (kind: ServerKind, of: keyof Load): number => median(loads[kind].map((one) => one[of]));
  const beside = (kind: ServerKind, of: keyof Load): number => middle("ours", of) / middle(kind, of);
  const measures = {
    ratio: beside("bare", "perSecond"),
    p99Ratio: beside("bare", "p99Ms"),
    ratioPostgraphile: beside("postgraphile", "perSecond"),
    p99RatioPostgraphile: beside("postgraphile", "p99Ms"),
    perSecond: middle("ours", "perSecond"),
    p50Ms: middle("ours", "p50Ms"),
    p99Ms: middle("ours", "p99Ms"),
    barePerSecond: middle("bare", "perSecond"),
    postgraphilePerSecond: middle("postgraphile", "perSecond"),
    keptPerSecond: middle("kept", "perSecond"),
    keptP99Ms: middle("kept", "p99Ms"),
  };
  const isMet = measures.ratio >= 0.75 && measures.p99Ratio <= 1.6 && measures.ratioPostgraphile >= 1.3 && measures.p99RatioPostgraphile <= 0.9;
  return { isMet, measures };
}

function bodyFor(kind: ServerKind): string {
  return JSON.stringify({ query: kind === "postgraphile" ? POSTGRAPHILE_QUERY : NESTED_QUERY, variables: { blocks: 20, events: 10 } });
}

async function assertSame(servers: Readonly<Record<ServerKind, BenchServer>>): Promise<void> {
  const agent = new Agent();
  const answers = await Promise.all(kinds.map(async (kind) => JSON.stringify(sorted((JSON.parse(await post(servers[kind].url, bodyFor(kind), agent)) as { data: object }).data))));
  agent.destroy();
  const [own, ...others] = answers;
  for (const other of others) if (other !== own) throw new Error(`the servers answer differently: ${own?.slice(0, 300)} and ${other.slice(0, 300)}`);
}

/** The same value with the names of its objects in order, because a database keeps them in its own, and hashes in base64 as hex. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, name === "hash" ? hexOf(String(part)) : sorted(part)]));
}

function hexOf(hash: string): string {
  return hash.startsWith("0x") ? hash : `0x${Buffer.from(hash, "base64").toString("hex")}`;
}

/** Statements of one operation, whatever the size of its pages. */
export const statements: Gate = {
  id: "P8",
  title: "SQL statements of a query with three levels of lists, for pages of 1 and of 100",
  bound: "at most one for each level, beside the one that begins the snapshot",
  async run(context) {
    const { database } = await filled(context, "p8");
    const counting = countingDatabase(database);
    const api = createTestApi(counting);
    const cost = async (size: number): Promise<number> => {
      const before = counting.statements;
      await answer(api, `query ($n: Int!) { blocks(first: $n) { edges { node { txs(first: 5) { edges { node { messages { typeUrl } } } } } } } }`, { n: size });
      return counting.statements - before;
    };
    const [one, hundred] = [await cost(1), await cost(100)];
    await database.close();
    return { isMet: one <= 3 && hundred <= 3, measures: { one, hundred } };
  },
};

/** A page far behind beside the first one. */
export const deepPage: Gate = {
  id: "P9",
  title: "page 10,000 of the events beside page 1, by cursor",
  bound: "at most 1.5 times the latency",
  async run(context) {
    const { database } = await filled(context, "p9");
    const api = createTestApi(database);
    const pages = Math.floor((await api.ask("{ events(first: 1) { totalCount } }")).data.events.totalCount / 10) - 1;
    const result = await database.reader.execute(sql`select height::text as height, index from events order by events.height, events.index offset ${(pages - 1) * 10 - 1} limit 1`);
    const [row] = rowsOf<{ height: string; index: number }>(result);
    const after = Buffer.from(JSON.stringify(["events", row?.height, String(row?.index)])).toString("base64url");
    const query = "query ($after: String) { events(first: 10, after: $after, order: OLDEST_FIRST) { edges { cursor node { type } } } }";
    const times: Record<"first" | "last", number[]> = { first: [], last: [] };
    for (let round = 0; round < 400; round += 1) {
      times.first.push(await milliseconds(() => answer(api, query, {})));
      times.last.push(await milliseconds(() => answer(api, query, { after })));
    }
    await database.close();
    const [firstMs, lastMs] = [median(times.first), median(times.last)];
    return { isMet: lastMs <= firstMs * 1.5, measures: { ratio: lastMs / firstMs, firstMs, lastMs, page: pages } };
  },
};

/** Six generations of a large family of models. */
export const lineage: Gate = {
  id: "P10",
  title: "lineage of a model version, six generations deep, among 10,000 versions",
  bound: "p99 at most 150 ms, never more than 500 versions in one answer",
  async run({ postgres }) {
    const { database } = await emptyIndex(postgres, "p10");
    await database.writer.execute(sql`
      insert into model_versions (model_id, version, kind, rule_version, artifact_root, recipe_hash, seed, publisher, height, tx_index)
      select i, 1, 'retrieval', 1, '', '', 0, 'somebody', 1, 0 from generate_series(1, ${LINEAGE_NODES}::int) as i`);
    await database.writer.execute(sql`
      insert into ancestors (model_id, model_version, ancestor_model_id, ancestor_version, receiver, bps, generation)
      select i, 1, (i - 2) / ${LINEAGE_BRANCHES}::int + 1, 1, 'somebody', 500, 1 from generate_series(2, ${LINEAGE_NODES}::int) as i`);
    await database.writer.execute(sql`analyze`);
    const api = createTestApi(database);
    const query = "query ($id: BigInt!, $to: LineageDirection!) { lineage(modelId: $id, version: 1, direction: $to) { isCut nodes { generation bps modelVersion { publisher } } } }";
    const all = await answer(api, query, { id: "1", to: "DESCENDANTS" });
    const up = await answer(api, query, { id: String(LINEAGE_NODES), to: "ANCESTORS" });
    const times: number[] = [];
    for (let round = 0; round < 300; round += 1) times.push(await milliseconds(() => answer(api, query, { id: "1", to: "DESCENDANTS" })));
    await database.close();
    const [nodes, generations] = [all.lineage.nodes.length, up.lineage.nodes.length - 1];
    const p99Ms = quantile(times, 0.99);
    return { isMet: p99Ms <= 150 && nodes <= LINEAGE_CAP && all.lineage.isCut === true && generations === 6, measures: { p99Ms, p50Ms: quantile(times, 0.5), nodes, generations } };
  },
};

async function answer(api: TestApi, query: string, variables: object): Promise<ReturnType<typeof JSON.parse>> {
  const { data, errors } = await api.ask(query, variables);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
