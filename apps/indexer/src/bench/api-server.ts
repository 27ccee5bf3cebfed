import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { openPostgres } from "../db/postgres.ts";
import { apiOptions } from "../server/api-options.ts";
import { openApi } from "../server/api.ts";
import { createCommitFeed } from "../server/commit-feed.ts";
import { BARE_SQL } from "./api-queries.ts";

/** A process of its own, so that server and client of a measurement don't share an event loop: a kind of server, then a URL. */
const [kind = "", url = ""] = process.argv.slice(2);
process.send?.(await serve(kind));

async function serve(name: string): Promise<string> {
  if (name === "ours") return serveOurs(0);
  if (name === "kept") return serveOurs(undefined);
  if (name === "bare") return `${await listening(bareServer())}/`;
  // Loaded by the process that needs it alone, since it is large.
  const { postgraphileServer } = await import("./api-postgraphile.ts");
  return `${await listening(await postgraphileServer(url))}/graphql`;
}

/** With the bytes for answers that are kept; undefined is the default. */
async function serveOurs(answerBytes: number | undefined): Promise<string> {
  const http = await openApi({
    ...{ host: "127.0.0.1", port: 0, database: openPostgres(url), commits: createCommitFeed(), plain: new Map() },
    config: apiOptions.parse({ requestsPerSecond: 0, answerBytes }),
    headHeight: () => 0n,
    rollup: () => undefined,
    logError: (_id, error) => process.stderr.write(`${String(error)}\n`),
  });
  return `${http.url}/graphql`;
}

/** The least that could answer the same: one prepared statement that makes the JSON, and no GraphQL. */
function bareServer(): Server {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  return createServer((request, response) => {
    request.resume().once("end", () => {
      void pool.query<{ answer: string }>({ name: "bare", text: BARE_SQL, values: [20, 10] }).then(({ rows }) => {
        response.setHeader("content-type", "application/json");
        response.end(rows[0]?.answer);
      });
    });
  });
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
