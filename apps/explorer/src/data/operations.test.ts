import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import * as clockOperations from "./clock-operations.ts";
import * as demandOperations from "./demand-operations.ts";
import * as hostOperations from "./host-operations.ts";
import * as ledgerOperations from "./ledger-operations.ts";
import * as modelOperations from "./model-operations.ts";
import * as operations from "./operations.ts";
import * as statementOperations from "./statement-operations.ts";

const schema = buildSchema(readFileSync(new URL("../../../indexer/schema.graphql", import.meta.url), "utf8"));
const documents = Object.values({ ...operations, ...clockOperations, ...demandOperations, ...hostOperations, ...ledgerOperations, ...modelOperations, ...statementOperations }).flatMap((one) => ("document" in one ? [{ name: one.name, document: one.document }] : []));

test.each(documents)("the index answers $name as the pages ask it", ({ name, document }) => {
  const parsed = parse(document);
  expect(validate(schema, parsed)).toEqual([]);
  const [definition] = parsed.definitions;
  expect(definition?.kind === "OperationDefinition" && definition.name?.value).toBe(name);
});
