import { getTableColumns, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as chain from "../schema/chain.ts";
import * as datanet from "../schema/datanet.ts";
import * as governance from "../schema/governance.ts";
import * as market from "../schema/market.ts";
import * as stake from "../schema/stake.ts";
import { decoderOf } from "./row-read.ts";

test("every column of the larger tables has a decoder for the server's text", () => {
  const tables = [chain, datanet, governance, market, stake].flatMap((schema) => Object.values(schema).filter((value) => is(value, PgTable)));
  expect(tables.length).toBeGreaterThan(20);
  for (const table of tables) for (const column of Object.values(getTableColumns(table))) expect(() => decoderOf(column)).not.toThrow();
});

test("texts of the server become what Drizzle gives for the same values", () => {
  const { height, hash, txCount } = chain.blocks;
  expect(decoderOf(height)("9223372036854775807")).toBe(9_223_372_036_854_775_807n);
  expect(decoderOf(txCount)("-8")).toBe(-8);
  expect(decoderOf(hash)(String.raw`\x00ff10`)).toStrictEqual(Uint8Array.of(0, 255, 16));
  expect(decoderOf(hash)(String.raw`\x`)).toStrictEqual(new Uint8Array());
  expect(decoderOf(chain.events.attributes)('[{"key":"a","value":"\\u00e9"}]')).toEqual([{ key: "a", value: "é" }]);
  expect(decoderOf(market.offers.closed)("f")).toBe(false);
  expect(decoderOf(datanet.datanets.curators)('{open1a,"with \\"quotes\\", and a comma"}')).toEqual(["open1a", 'with "quotes", and a comma']);
  expect(decoderOf(chain.balances.amount)("115792089237316195423570985008687907853269984665640564039457584007913129639935")).toBe(2n ** 256n - 1n);
});
