import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { emptyBlockRows } from "../project/block-rows.ts";
import { testDatabases } from "../testing/databases.ts";
import { rowsOf } from "./database.ts";
import { writeStatementLines } from "./statement-lines.ts";

/** More than one statement asks for or writes. */
const RECEIVERS = 5_500;

test("a block that pays more accounts than one statement names is written whole", async () => {
  await using database = await testDatabases[0]?.open();
  if (database === undefined) throw new Error("there is always the embedded database");
  const rows = emptyBlockRows();
  for (let at = 0; at < RECEIVERS; at += 1) rows.settledPriors.push({ address: `open1${at}`, denom: "uopen", height: 1n, eventIndex: at, amount: 2n, datanetId: 1n });
  await database.write(async (tx) => writeStatementLines(tx, rows));
  const found = await database.writer.execute(sql`select (select count(*)::int from statement_lines) as lines, (select sum(amount)::int from claimables) as claimable`);
  expect(rowsOf(found)).toEqual([{ lines: RECEIVERS, claimable: 2 * RECEIVERS }]);
}, 60_000);
