import { readFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { expect, test } from "vitest";
import { schema } from "./schema.ts";

test("schema.graphql is what the code serves; write it anew with the package's `schema` script", () => {
  const committed = readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8");
  expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(committed);
});
