import type { Command } from "commander";
import { openDatabase, startIndexer } from "../compose.ts";
import { readDeadLetters, type DeadLetter } from "../db/dead-letters.ts";
import { createProgress } from "./run.ts";
import { databaseOf, fail, sourceOf, withDatabase, withSource, type DatabaseFlags, type SourceFlags } from "./flags.ts";

interface ReplayFlags extends DatabaseFlags, SourceFlags {
  readonly json: boolean;
}

/** What `replay --json` prints. */
export interface ReplayReport {
  /** Transactions that the live index lacked. */
  readonly deadLetters: number;
  /** Of these, the ones that this version can't decode either. */
  readonly undecodable: number;
  /** The schema that is live afterwards; absent when nothing was indexed again. */
  readonly schema?: string;
  readonly remaining: number;
}

/**
 * `replay`: heals dead letters. What a transaction would have changed reaches into every later block, so the chain is
 * indexed again beside the live schema, which goes on serving, and the new one becomes live when it reached the head.
 */
export function registerReplay(program: Command): void {
  withSource(withDatabase(program.command("replay").description("index again what an earlier version could not decode, beside the live schema")))
    .option("--json", "print one JSON object", false)
    .action(async (flags: ReplayFlags) => {
      try {
        const report = await replay(flags);
        process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : `${sentenceOf(report)}\n`);
        if (report.remaining > 0) process.exitCode = 1;
      } catch (error) {
        fail(error);
      }
    });
}

/** Heals the dead letters of the live schema, if this version can decode any of them. */
export async function replay(flags: DatabaseFlags & SourceFlags): Promise<ReplayReport> {
  const db = databaseOf(flags);
  const letters = await liveDeadLetters(db);
  const undecodable = letters.filter(({ reason }) => reason !== undefined);
  for (const { height, txIndex, reason } of undecodable) process.stderr.write(`indexer: transaction ${txIndex} of block ${height}: ${reason}\n`);
  const counts = { deadLetters: letters.length, undecodable: undecodable.length };
  if (letters.length === undecodable.length) return { ...counts, remaining: letters.length };
  const indexer = await startIndexer({ ...sourceOf(flags), db, role: "backfill", reset: true, port: 0 }, createProgress());
  try {
    await indexer.done;
  } finally {
    await indexer.close();
  }
  return { ...counts, schema: indexer.schema, remaining: (await liveDeadLetters(db)).length };
}

async function liveDeadLetters(db: string): Promise<readonly DeadLetter[]> {
  await using database = await openDatabase({ db, schema: undefined, reset: false });
  return await database.snapshot(readDeadLetters);
}

function sentenceOf({ deadLetters, undecodable, schema, remaining }: ReplayReport): string {
  if (deadLetters === 0) return "no transaction is missing from the index";
  if (schema === undefined) return `this version can't decode any of the ${undecodable} missing transactions`;
  return `indexed the chain again into schema ${schema}, which is live now: ${deadLetters} transactions were missing, ${remaining} are`;
}
