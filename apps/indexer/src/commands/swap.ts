import type { Command } from "commander";
import { openDatabase } from "../compose.ts";
import { swapLive } from "../db/live-schema.ts";
import { databaseOf, fail, withDatabase, type DatabaseFlags } from "./flags.ts";

interface SwapFlags extends DatabaseFlags {
  readonly schema: string;
}

/** `swap`: readers see another schema from the next request on. */
export function registerSwap(program: Command): void {
  withDatabase(program.command("swap").description("make a filled schema the one that readers see; the one before stays"))
    .requiredOption("--schema <name>", "schema that run --schema filled")
    .action(async ({ schema, ...flags }: SwapFlags) => {
      try {
        await using database = await openDatabase({ db: databaseOf(flags), schema: undefined, reset: false });
        const { from, to, height } = await swapLive(database.writer, schema);
        process.stdout.write(`readers see schema ${to} at height ${height}; ${from} is still there: drop schema ${from} cascade, when nobody writes it\n`);
      } catch (error) {
        fail(error);
      }
    });
}
