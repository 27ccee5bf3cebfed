import { createServer, type Server } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const CONNECTIONS = 8;

/** Tells PostGraphile of the relation that it nests by; the index itself has no foreign keys. */
const RELATION = "comment on table events is '@foreignKey (height) references blocks (height)'";

/** PostGraphile with its own defaults over the same tables, at `/graphql` of a server that does not listen yet. */
export async function postgraphileServer(url: string): Promise<Server> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(RELATION);
  await client.end();
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    pgServices: [makePgService({ connectionString: url, schemas: ["public"], poolConfig: { max: CONNECTIONS } })],
    grafserv: { graphqlPath: "/graphql" },
  });
  const server = createServer();
  await instance.createServ(grafserv).addTo(server);
  return server;
}
