import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { toHex } from "@openledger/primitives";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import { toClientError, type ErrorLog } from "../graphql/edge-errors.ts";
import { statementCsv } from "../graphql/statement-csv.ts";
import { periodOf } from "../graphql/types/statement.ts";

const height = z.string().regex(/^\d{1,18}$/, "`from` and `to` are heights").transform(BigInt);
const parameters = z.object({
  address: z.string({ error: "name an `address`" }).regex(/^[a-z0-9]{1,83}1[a-z0-9]{6,90}$/, "`address` is bech32 text in lower case"),
  denom: z.string({ error: "name a `denom`" }).min(1).max(128),
  from: height.optional(),
  to: height.optional(),
});

const STATUS: Readonly<Record<string, number>> = { BAD_USER_INPUT: 400, NOT_FOUND: 404, LIMIT_EXCEEDED: 413, NOT_READY: 503 };

/** Answers `/statement.csv?address=...&denom=...&from=...&to=...`, which `X-Index-Height` and `X-Index-Hash` place. */
export async function sendStatement(database: Database, logError: ErrorLog, search: URLSearchParams, response: ServerResponse): Promise<void> {
  const headers = { "access-control-allow-origin": "*", "cache-control": "no-store" };
  try {
    const parsed = parameters.safeParse(Object.fromEntries(search));
    if (!parsed.success) return sendError(response, headers, "BAD_USER_INPUT", parsed.error.issues[0]?.message ?? "bad parameters", randomUUID());
    const { address, denom, from, to } = parsed.data;
    const { csv, at } = await database.snapshot(async (db, checkpoint) => {
      const period = await periodOf(db, { address, denom, fromHeight: from, toHeight: to }, checkpoint?.height ?? 0n);
      return { csv: await statementCsv(db, period), at: checkpoint };
    });
    const placed = at === undefined ? {} : { "x-index-height": at.height.toString(), "x-index-hash": toHex(at.blockHash) };
    const name = `statement-${address}.csv`;
    response.writeHead(200, { ...headers, ...placed, "content-type": "text/csv; charset=utf-8; header=present", "content-disposition": `attachment; filename="${name}"` });
    response.end(csv);
  } catch (error) {
    const { message, extensions } = toClientError(error, logError);
    sendError(response, headers, String(extensions["code"]), message, String(extensions["requestId"]));
  }
}

function sendError(response: ServerResponse, headers: Readonly<Record<string, string>>, code: string, message: string, requestId: string): void {
  response.writeHead(STATUS[code] ?? 500, { ...headers, "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] }));
}
