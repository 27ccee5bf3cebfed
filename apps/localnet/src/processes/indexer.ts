import { join, resolve } from "node:path";
import { z } from "zod";
import type { NetworkHome } from "../network/network-file.ts";
import type { RunningNetwork } from "../network/start-network.ts";
import { startPostgres } from "./postgres.ts";
import { endOf, startProcess } from "./process.ts";

const INDEXER = resolve(import.meta.dirname, "..", "..", "..", "indexer", "src", "main.ts");
const ready = z.object({ type: z.literal("ready"), url: z.url() });

/**
 * Follows the first validator into a Postgres and serves GraphQL until it is disposed of. Without a `database` it runs one
 * of the network's own. Throws `PROCESS`, and `POSTGRES` when there is none to run.
 */
export async function startIndexer(home: NetworkHome, database: string | undefined, running: RunningNetwork, note: (line: string) => void): Promise<AsyncDisposable> {
  await using started = new AsyncDisposableStack();
  const url = database ?? started.use(await startPostgres(home)).url;
  started.use(await follow(home, url, running, note));
  return started.move();
}

async function follow(home: NetworkHome, database: string, { validators }: RunningNetwork, note: (line: string) => void): Promise<AsyncDisposable> {
  const [first] = validators;
  // The address may hold a password, which a list of processes would show.
  const args = [INDEXER, "run", "--node", first?.rpcUrl ?? "", "--port", "0"];
  const process_ = startProcess({
    ...{ name: "indexer", program: process.execPath, args, logFile: join(home.logs, "indexer.log"), hasChannel: true },
    environment: { DATABASE_URL: database },
  });
  const url = await Promise.race([
    new Promise<string>((done) => {
      process_.child.on("message", (said) => {
        const parsed = ready.safeParse(said);
        if (parsed.success) done(parsed.data.url);
      });
    }),
    endOf(process_),
  ]);
  note(`GraphQL at ${url}/graphql`);
  return { [Symbol.asyncDispose]: () => process_.stop() };
}
