import { availableParallelism } from "node:os";
import { indexerOptions, isPostgresUrl, type IndexerConfig, type IndexerOptions } from "./config.ts";
import { continuedSchema } from "./db/continued-chain.ts";
import type { Database } from "./db/database.ts";
import { swapLive, unusedSchema } from "./db/live-schema.ts";
import { readMigrations } from "./db/migrate.ts";
import { openPglite } from "./db/pglite.ts";
import { pinnedTo } from "./db/pinned-schema.ts";
import { openPostgres } from "./db/postgres.ts";
import { follow, type Follower } from "./follow.ts";
import { isRetryable } from "./errors.ts";
import { restartedOnWrongChain } from "./restarted-indexer.ts";
import { createMetrics, metricsText, type Metrics } from "./metrics.ts";
import { openApi } from "./server/api.ts";
import { createCommitFeed, type CommitAnnouncer } from "./server/commit-feed.ts";
import { openHttpServer, type HttpEndpoint, type PlainAnswer } from "./server/http-server.ts";
import type { BlockSource } from "./source/committed-block.ts";
import { openSource, type OpenedSource } from "./source/open-source.ts";
import { startProjectingThreads, usefulThreads } from "./source/projecting-threads.ts";
import { watchIndex } from "./watch-index.ts";

/** What a running indexer reports; each may be absent. */
export interface IndexerReports {
  readonly onBlock?: (height: bigint, headHeight: bigint) => void;
  /** Before each secondary index that a backfill builds; `left` counts it. */
  readonly onIndex?: (name: string, left: number) => void;
  readonly onRetry?: (message: string, delayMs: number) => void;
  readonly onError?: (requestId: string, error: unknown) => void;
}

/** A running indexer. */
export interface RunningIndexer extends AsyncDisposable {
  /** Base URL; GraphQL is at `/graphql` below it unless this one only writes. */
  readonly url: string;
  /** The schema that is written. */
  readonly schema: string;
  /** Last indexed height; undefined before the first checkpoint. */
  readonly height: bigint | undefined;
  /** Resolves when the indexer was closed or its backfill is done; rejects with the fatal error that stopped the writer. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts what the role asks for: writer, GraphQL server or both. Throws when the embedded database is locked or the port
 * taken; what goes wrong later is waited out or ends `done`.
 *
 * @example
 * await using indexer = await startIndexer({ node: "http://127.0.0.1:26657", db: "./index", port: 0 });
 */
export async function startIndexer(options: IndexerOptions, reports: IndexerReports = {}): Promise<RunningIndexer> {
  const config = indexerOptions.parse(options);
  return restartedOnWrongChain(() => startOnce(config, reports), (url) => startIndexer({ ...options, port: Number(new URL(url).port || 80) }, reports));
}

interface Started {
  readonly indexer: RunningIndexer;
  /** Node or database did not tell whether the node's chain goes on from the live one. */
  readonly isUndecided: boolean;
}

async function startOnce(config: IndexerConfig, reports: IndexerReports): Promise<Started> {
  const opened = await openSource(config);
  try {
    const { database, continued, isUndecided } = await openFor(config, opened);
    const indexer = await runOn(database, { config: continued === undefined ? config : { ...config, schema: continued, reset: true }, opened, reports });
    return { indexer, isUndecided };
  } catch (error) {
    opened.heads[Symbol.dispose]();
    throw error;
  }
}

interface OpenedFor {
  readonly database: Database;
  readonly continued: string | undefined;
  readonly isUndecided: boolean;
}

/**
 * The database that the role works on. A writer whose node serves the chain that goes on from the live one writes the
 * schema `continued`, which becomes live at the head; who only serves and names a schema reads that one.
 */
async function openFor(config: IndexerConfig, { source }: OpenedSource): Promise<OpenedFor> {
  const database = await openDatabase(config);
  try {
    if (config.role === "api") return { database: config.schema === undefined ? database : pinnedTo(database, config.schema), continued: undefined, isUndecided: false };
    const { continued, isUndecided } = config.schema === undefined && !config.reset ? await continuation(database, source) : { continued: undefined, isUndecided: false };
    if (continued === undefined) return { database, continued, isUndecided };
    await database.close();
    return { database: await openDatabase({ ...config, schema: continued }), continued, isUndecided };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** An outage must not keep what is indexed from being read, so the question stays open. */
async function continuation(database: Database, source: BlockSource): Promise<Pick<OpenedFor, "continued" | "isUndecided">> {
  try {
    return { continued: await continuedSchema(database, source), isUndecided: false };
  } catch (error) {
    if (!isRetryable(error)) throw error;
    return { continued: undefined, isUndecided: true };
  }
}

/** Opens the database that options name. */
export async function openDatabase({ db, schema, reset }: Pick<IndexerConfig, "db" | "schema" | "reset">): Promise<Database> {
  const open = async (named: string | undefined): Promise<Database> => {
    return db !== undefined && isPostgresUrl(db) ? openPostgres(db, { schema: named }) : openPglite(db, named);
  };
  return open(reset ? await chooseUnused(() => open(undefined)) : schema);
}

async function chooseUnused(open: () => Promise<Database>): Promise<string> {
  await using database = await open();
  return await unusedSchema(database.writer);
}

interface Parts {
  readonly config: IndexerConfig;
  readonly opened: OpenedSource;
  readonly reports: IndexerReports;
}

async function runOn(database: Database, parts: Parts): Promise<RunningIndexer> {
  try {
    return await run(database, parts);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function run(database: Database, parts: Parts): Promise<RunningIndexer> {
  const { config, opened } = parts;
  const stop = new AbortController();
  const metrics = createMetrics();
  const commits = createCommitFeed();
  const state: { follower?: Follower } = {};
  const http = await openServer(database, parts, { commits, metrics, follower: () => state.follower });
  const listening = config.role === "api" || config.role === "all" ? database.onCommit(() => commits.announce()) : undefined;
  const follower = config.role === "api" ? watchIndex({ database, source: opened.source, signal: stop.signal }) : await startWriter(database, parts, { commits, metrics, signal: stop.signal });
  state.follower = follower;

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      stop.abort();
      opened.heads[Symbol.dispose]();
      listening?.[Symbol.dispose]();
      commits.close();
      await http.close();
      await follower.done.catch(() => undefined);
      await database.close();
    })();
    return closing;
  };
  return {
    url: http.url,
    get schema() {
      return database.schema;
    },
    get height() {
      return follower.checkpoint?.height;
    },
    done: follower.done,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function startWriter(
  database: Database,
  { config, opened, reports }: Parts,
  { commits, metrics, signal }: { readonly commits: CommitAnnouncer; readonly metrics: Metrics; readonly signal: AbortSignal },
): Promise<Follower> {
  const migrations = await readMigrations();
  const { onIndex } = reports;
  const from = { node: config.node, archive: config.archive };
  const threads = usefulThreads(from, database.kind, availableParallelism());
  const follower = follow({
    ...{ database, ...opened, migrations, metrics, signal },
    isBackfill: config.role === "backfill",
    ...(threads === 0 ? {} : { startThreads: (bech32Prefix: string) => startProjectingThreads({ from, bech32Prefix }, threads) }),
    ...(onIndex === undefined ? {} : { onIndex }),
    onCaughtUp: async () => {
      if (config.reset) await swapLive(database.writer, database.schema);
    },
    onBlock(checkpoint) {
      commits.announce();
      reports.onBlock?.(checkpoint.height, follower.headHeight);
    },
    onRetry: (error, delayMs) => reports.onRetry?.(error.message, delayMs),
  });
  return follower;
}

interface ServerParts {
  readonly commits: CommitAnnouncer;
  readonly metrics: Metrics;
  readonly follower: () => Follower | undefined;
}

async function openServer(database: Database, { config, reports }: Parts, { commits, metrics, follower }: ServerParts): Promise<HttpEndpoint> {
  const { host, port, role } = config;
  const plain = new Map<string, () => PlainAnswer>([
    ["/health", () => ({ status: 200, type: "text/plain", body: "alive\n" })],
    ["/ready", () => readiness(follower())],
    ["/metrics", () => ({ status: 200, type: "text/plain", body: metricsText(metrics) })],
  ]);
  if (role === "sync" || role === "backfill") {
    return openHttpServer({ host, port, plain, waitSeconds: () => 0, graphql: (_request, response) => response.writeHead(404).end(`an indexer with --role ${role} only writes\n`) });
  }
  const logError = (requestId: string, error: unknown): void => reports.onError?.(requestId, error);
  return openApi({ host, port, config: config.api, database, headHeight: () => follower()?.headHeight ?? 0n, rollup: () => follower()?.rollup, commits, node: config.node, logError, onDelivery: metrics.delivered, onAnswer: metrics.answered, plain });
}

function readiness(follower: Follower | undefined): PlainAnswer {
  if (follower?.ready !== true) return { status: 503, type: "text/plain", body: `not ready: ${follower?.waitingFor ?? "starting"}\n` };
  return { status: 200, type: "text/plain", body: `ready at height ${follower.checkpoint?.height ?? 0n} of ${follower.headHeight}\n` };
}
