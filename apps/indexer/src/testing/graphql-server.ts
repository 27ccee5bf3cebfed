import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { Database, Db } from "../db/database.ts";
import { createGraphql, type GraphqlServer, type YogaOptions } from "../graphql/yoga.ts";
import { createCommitFeed, type CommitAnnouncer } from "../server/commit-feed.ts";

type Answer = ReturnType<typeof JSON.parse>;

/** The API over a database, without a port or a node. */
export interface TestApi {
  readonly commits: CommitAnnouncer;
  /** Errors that were masked. */
  readonly masked: unknown[];
  ask(query: string, variables?: object): Promise<Answer>;
  /** The response of a subscription, as server-sent events. */
  stream(query: string, lastEventId?: string): Promise<Response>;
}

export function createTestApi(database: Database, options: Partial<YogaOptions> = {}): TestApi {
  const commits = createCommitFeed();
  const masked: unknown[] = [];
  const server: GraphqlServer = createGraphql({
    database,
    commits,
    headHeight: () => 0n,
    rollup: () => undefined,
    logError: (_requestId, error) => void masked.push(error),
    proofs: undefined,
    persisted: { documents: new Map(), only: false },
    compiles: true,
    clientOf: () => "test",
    subscribersPerClient: 50,
    ...options,
  });
  const fetchFrom = async (body: object, headers: Readonly<Record<string, string>>): Promise<Response> => {
    const req = new IncomingMessage(new Socket());
    Object.assign(req.headers, headers);
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
    return server.fetch("http://localhost/graphql", init, { req });
  };
  return {
    commits,
    masked,
    ask: async (query, variables = {}) => (await fetchFrom({ query, variables }, { accept: "application/json" })).json(),
    stream: (query, lastEventId) => fetchFrom({ query }, { accept: "text/event-stream", ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) }),
  };
}

/** The same database, which counts the statements that snapshots run. */
export function countingDatabase(database: Database): Database & { statements: number } {
  const counting = {
    ...database,
    statements: 0,
    snapshot: <T>(read: (db: Db, at: Checkpoint | undefined) => Promise<T>): Promise<T> =>
      database.snapshot((db, at) => {
        const counted = new Proxy(db, {
          get(target, name) {
            const value: unknown = Reflect.get(target, name, target);
            const isRead = name === "select" || name === "selectDistinct" || name === "execute" || name === "readTexts";
            if (isRead && value !== undefined) counting.statements += 1;
            return typeof value === "function" ? value.bind(target) : value;
          },
        });
        return read(counted, at);
      }),
  };
  return counting;
}
