import { openPglite } from "./db/pglite.ts";
import { openPostgres } from "./db/postgres.ts";
import { readMigrations } from "./db/migrate.ts";
import { indexerOptions, isPostgresUrl, type IndexerConfig, type IndexerOptions } from "./config.ts";
import type { Database } from "./db/database.ts";
import { follow, type Follower } from "./follow.ts";
import { createMetrics, metricsText } from "./metrics.ts";
import { createCommitFeed } from "./server/commit-feed.ts";
import { openApi } from "./server/api.ts";
import type { PlainAnswer } from "./server/http-server.ts";
import { createHeadWatcher } from "./source/head-watcher.ts";
import { createNodeSource } from "./source/node-source.ts";

/** What a running indexer reports; each may be absent. */
export interface IndexerReports {
  readonly onBlock?: (height: bigint, headHeight: bigint) => void;
  readonly onRetry?: (message: string, delayMs: number) => void;
  readonly onError?: (requestId: string, error: unknown) => void;
}

/** A running indexer. */
export interface RunningIndexer extends AsyncDisposable {
  /** Base URL; GraphQL is at `/graphql` below it. */
  readonly url: string;
  /** Last indexed height; undefined before the first checkpoint. */
  readonly height: bigint | undefined;
  /** Resolves when the indexer was closed; rejects with the fatal error that stopped the writer. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts writer and GraphQL server. Throws when the database is locked or the port taken; what goes wrong later is
 * waited out or ends `done`.
 *
 * @example
 * await using indexer = await startIndexer({ node: "http://127.0.0.1:26657", db: "./index", port: 0 });
 */
export async function startIndexer(options: IndexerOptions, reports: IndexerReports = {}): Promise<RunningIndexer> {
  const config = indexerOptions.parse(options);
  const database = await openDatabase(config);
  try {
    return await run(config, database, reports);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDatabase({ db }: IndexerConfig): Promise<Database> {
  return db !== undefined && isPostgresUrl(db) ? openPostgres(db) : openPglite(db);
}

async function run(config: IndexerConfig, database: Database, reports: IndexerReports): Promise<RunningIndexer> {
  const stop = new AbortController();
  const metrics = createMetrics();
  const commits = createCommitFeed();
  const migrations = await readMigrations();
  const state: { follower?: Follower } = {};
  const plain = new Map<string, () => PlainAnswer>([
    ["/health", () => ({ status: 200, type: "text/plain", body: "alive\n" })],
    ["/ready", () => readiness(state.follower)],
    ["/metrics", () => ({ status: 200, type: "text/plain", body: metricsText(metrics) })],
  ]);
  const http = await openApi({
    host: config.host,
    port: config.port,
    config: config.api,
    database,
    headHeight: () => state.follower?.headHeight ?? 0n,
    commits,
    logError: (requestId, error) => reports.onError?.(requestId, error),
    plain,
  });
  const heads = createHeadWatcher(config.node);
  const follower = follow({
    database,
    source: createNodeSource(config.node),
    heads,
    migrations,
    metrics,
    signal: stop.signal,
    onBlock(checkpoint) {
      commits.announce();
      reports.onBlock?.(checkpoint.height, state.follower?.headHeight ?? checkpoint.height);
    },
    onRetry: (error, delayMs) => reports.onRetry?.(error.message, delayMs),
  });
  state.follower = follower;

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      stop.abort();
      heads[Symbol.dispose]();
      commits.close();
      await http.close();
      await follower.done.catch(() => undefined);
      await database.close();
    })();
    return closing;
  };
  return {
    url: http.url,
    get height() {
      return follower.checkpoint?.height;
    },
    done: follower.done,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function readiness(follower: Follower | undefined): PlainAnswer {
  if (follower?.ready !== true) return { status: 503, type: "text/plain", body: `not ready: ${follower?.waitingFor ?? "starting"}\n` };
  return { status: 200, type: "text/plain", body: `ready at height ${follower.checkpoint?.height ?? 0n} of ${follower.headHeight}\n` };
}
