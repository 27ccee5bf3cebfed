import { sql } from "drizzle-orm";
import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytea, counter, uint64, units } from "../schema/columns.ts";
import { testDatabases } from "../testing/databases.ts";
import { copyTextsOf } from "./copy-text.ts";
import type { Database } from "./database.ts";
import { rowArraysOf } from "./row-arrays.ts";

const scalars = {
  id: integer("id").primaryKey(),
  words: text("words").notNull(),
  maybe: text("maybe"),
  bytes: bytea("bytes").notNull(),
  content: jsonb("content").notNull(),
  height: counter("height").notNull(),
  nonce: uint64("nonce").notNull(),
  amount: units("amount").notNull(),
  isOpen: boolean("is_open").notNull(),
  count: counter("count").notNull().default(sql`7`),
};
const withoutNames = pgTable("copy_samples", scalars);
const samples = pgTable("copy_samples", { ...scalars, names: text("names").array().notNull().default([]) });

const CREATE = `create table copy_samples (id integer primary key, words text not null, maybe text, bytes bytea not null, content jsonb not null,
  height bigint not null, nonce numeric(20) not null, amount numeric(78) not null, is_open boolean not null, names text[] not null default '{}', count bigint not null default 7)`;

// Everything that COPY's text format, arrays or JSON give a meaning to, beside any other character but NUL.
const anyText = fc.oneof(
  fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", "")),
  fc.string({ unit: fc.constantFrom("\\", "\t", "\n", "\r", "\b", "\f", "\v", "N", ".", '"', "{", "}", ",", "'", "x", "NULL", "é", "𝄞") }),
);
const scalarSamples = {
  words: anyText,
  maybe: fc.option(anyText),
  bytes: fc.uint8Array({ maxLength: 40 }),
  content: fc.array(fc.record({ key: anyText, value: fc.option(anyText) })),
  height: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  nonce: fc.bigInt(0n, 2n ** 64n - 1n),
  amount: fc.bigInt(-(2n ** 256n), 2n ** 256n),
  isOpen: fc.boolean(),
  count: fc.option(fc.bigInt(0n, 9n), { nil: undefined }),
};
const sample = fc.record({ ...scalarSamples, names: fc.option(fc.array(anyText), { nil: undefined }) });

for (const { name, isMissing, open } of testDatabases) {
  describe.skipIf(isMissing)(`COPY into ${name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
      await database.writer.execute(sql.raw(CREATE));
    });
    afterAll(async () => database?.close());

    test("brings back every value as it was given, defaults where none was given", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(sample, { minLength: 1, maxLength: 30 }), async (values) => {
          const rows = values.map((value, id) => ({ ...value, id }));
          await database.writer.delete(samples);
          await database.write(({ copy }) => copy(samples, rows as (typeof samples.$inferInsert)[]));
          const read = await database.writer.select().from(samples).orderBy(samples.id);
          expect(read).toEqual(rows.map(({ names = [], count = 7n, ...row }) => ({ ...row, names, count })));
        }),
        { numRuns: 40 },
      );
    });

    test("a row that can't be sent, behind many that were, ends the transaction and the connection goes on", async () => {
      const row = { words: "w".repeat(100), bytes: new Uint8Array(), content: "", height: 0n, nonce: 0n, amount: 0n, isOpen: true };
      const rows = Array.from({ length: 3_000 }, (_, id) => ({ ...row, id, words: id === 2_999 ? "\0" : row.words }));
      await database.writer.delete(samples);
      await expect(database.write(({ copy }) => copy(samples, rows))).rejects.toThrow("column words is given text with NUL");
      await database.write(({ copy }) => copy(samples, rows.slice(0, 2)));
      expect(await database.writer.select({ id: samples.id }).from(samples).orderBy(samples.id)).toEqual([{ id: 0 }, { id: 1 }]);
    });

    test("arrays bring back every value as it was given, defaults where no row gave one", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.record(scalarSamples), { minLength: 1, maxLength: 30 }), fc.boolean(), async (values, isCounted) => {
          const rows = values.map((value, id) => ({ ...value, id, count: isCounted ? (value.count ?? 5n) : undefined }));
          await database.writer.delete(samples);
          const arrays = rowArraysOf(withoutNames, rows);
          await database.write(({ run }) => run(arrays?.insert ?? "", arrays?.values ?? []));
          const read = await database.writer.select().from(withoutNames).orderBy(samples.id);
          expect(read).toEqual(rows.map(({ count = 7n, ...row }) => ({ ...row, count })));
        }),
        { numRuns: 40 },
      );
    });

    test("a duplicate ends the transaction and leaves nothing behind", async () => {
      const [row] = fc.sample(sample, 1).map((value) => ({ ...value, id: 1 }) as typeof samples.$inferInsert);
      await database.writer.delete(samples);
      await expect(database.write(({ copy }) => copy(samples, row === undefined ? [] : [row, row]))).rejects.toMatchObject({ code: "23505" });
      expect(await database.writer.select().from(samples)).toEqual([]);
    });
  });
}

test("text with NUL is refused by name, since Postgres can't keep it", () => {
  const row = { id: 1, words: "a\0b", bytes: new Uint8Array(), content: "", height: 0n, nonce: 0n, amount: 0n, isOpen: true };
  expect(() => copyTextsOf(samples, [row]).map(({ pieces }) => [...pieces()])).toThrow("column words is given text with NUL");
});

test("arrays are not used for columns that are arrays, nor where rows leave different columns to the server", () => {
  const row = { id: 1, words: "", bytes: new Uint8Array(), content: "", height: 0n, nonce: 0n, amount: 0n, isOpen: true };
  expect(rowArraysOf(samples, [row])).toBeUndefined();
  expect(rowArraysOf(withoutNames, [row, { ...row, count: 1n }])).toBeUndefined();
});
