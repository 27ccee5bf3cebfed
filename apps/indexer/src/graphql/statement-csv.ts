import { toHex } from "@openledger/primitives";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Db } from "../db/database.ts";
import { blocks, txs } from "../schema/chain.ts";
import { settlements } from "../schema/market.ts";
import { statementLines } from "../schema/rewards.ts";
import { nanosToRfc3339 } from "../source/timestamps.ts";
import { clientError } from "./errors.ts";
import { balanceAt, inPeriod, type Period } from "./types/statement.ts";

/** Lines of one file; a longer period is asked for in parts. */
export const CSV_LINES_MAX = 50_000;

const HEADER = ["line", "height", "time", "reason", "amount", "balance", "denom", "settlement", "session", "datanet", "model", "tx"];

/**
 * A statement as CSV (RFC 4180): the opening balance, every line with its reason and signed transaction, the closing
 * balance. Units of the denom; opening + lines = closing. Throws when there are more lines than a file holds.
 */
export async function statementCsv(db: Db, period: Period): Promise<string> {
  const s = statementLines;
  // A line of a settlement is signed by who submitted it, a claim by who claims.
  const height = sql`case when ${s.txIndex} is null then ${settlements.height} else ${s.height} end`;
  const index = sql`coalesce(${s.txIndex}, ${settlements.txIndex})`;
  const rows = await db
    .select({ line: s, timeNs: blocks.timeNs, hash: txs.hash })
    .from(s)
    .leftJoin(blocks, eq(blocks.height, s.height))
    .leftJoin(settlements, eq(settlements.id, s.settlementId))
    .leftJoin(txs, and(eq(txs.height, height), eq(txs.index, index)))
    .where(inPeriod(period))
    .orderBy(asc(s.height), asc(s.eventIndex), asc(s.part))
    .limit(CSV_LINES_MAX + 1);
  if (rows.length > CSV_LINES_MAX) throw clientError("LIMIT_EXCEEDED", `the period has more than ${CSV_LINES_MAX} lines: ask for a part of it`);
  const opening = await balanceAt(db, period, period.fromHeight - 1n);
  const closing = rows.at(-1)?.line.balanceAfter ?? opening;
  const { denom, fromHeight, toHeight } = period;
  const lines = rows.map(({ line, timeNs, hash }, at) => [
    ...[at + 1, line.height, timeNs === null ? "" : nanosToRfc3339(timeNs), line.kind, line.amount, line.balanceAfter, denom],
    ...[line.settlementId, line.sessionId, line.datanetId, line.modelId === null ? "" : `${line.modelId}@${line.modelVersion}`, hash === null ? "" : toHex(hash)],
  ]);
  const ends = (height: bigint, reason: string, balance: bigint) => ["", height, "", reason, "", balance, denom, "", "", "", "", ""];
  return [HEADER, ends(fromHeight, "OPENING", opening), ...lines, ends(toHeight, "CLOSING", closing)].map(record).join("");
}

function record(values: readonly (string | number | bigint | null)[]): string {
  return `${values.map((value) => field(value === null ? "" : String(value))).join(",")}\r\n`;
}

/** Quotes what CSV needs quoted, and keeps spreadsheets from taking a text for a formula. */
function field(text: string): string {
  const plain = /^[=+@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
