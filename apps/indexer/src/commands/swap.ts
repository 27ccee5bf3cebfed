import type { Command } from "commander";
import { openDatabase } from "../compose.ts";
import { hasWriter } from "../db/has-writer.ts";
import { HOME_SCHEMA, swapLive, type Swap } from "../db/live-schema.ts";
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
        const swapped = await swapLive(database.writer, schema);
        process.stdout.write(swapText(swapped, await hasWriter(database.writer, schema)));
      } catch (error) {
        fail(error);
      }
    });
}

/** What an operator has to know after a swap: who writes what readers see now, and what may be dropped. */
export function swapText({ from, to, height }: Swap, isWritten: boolean): string {
  const writer = isWritten
    ? `a writer keeps ${to} up to date`
    : `nobody writes ${to} now, so it stays at this height: restart the writer (run without --schema takes ${to} from now on, or name it)`;
  const old =
    from === to
      ? []
      : [
          `a writer of ${from} that still runs goes on with ${from}: stop it`,
          from === HOME_SCHEMA ? `${from} is still there, and must stay: it says which schema is live` : `${from} is still there: drop schema ${from} cascade, when nobody writes it`,
        ];
  return [`readers see schema ${to} at height ${height}`, writer, ...old].map((line) => `${line}\n`).join("");
}
