import { writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../src/graphql/schema.ts";

/** Writes schema.graphql beside package.json; a test compares it with the code. */
await writeFile(new URL("../schema.graphql", import.meta.url), `${printSchema(lexicographicSortSchema(schema))}\n`);
