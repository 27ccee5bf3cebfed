import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openledgerRoutes } from "./openledger-routes.ts";

const PROTO = join(import.meta.dirname, "../../../../proto/openledger");

/** `/package.Query/Method` of every query in a folder of .proto files. */
function queriesOf(module: string): readonly string[] {
  const folder = join(PROTO, module, "v1");
  const text = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const service = /^service Query \{([^}]*)\}/m.exec(text)?.[1] ?? "";
  return [...service.matchAll(/rpc (\w+)\(/g)].map(([, method]) => `/openledger.${module}.v1.Query/${method}`);
}

const ascending = (a: string, b: string): number => (a < b ? -1 : 1);

test("every query of the protocol's modules has one REST route, and every part of its path is a field of its request", () => {
  const queries = readdirSync(PROTO).flatMap(queriesOf);
  expect(queries.length).toBeGreaterThan(40);
  expect(openledgerRoutes.map(({ path }) => path).toSorted(ascending)).toEqual(queries.toSorted(ascending));
  for (const { path, template, request } of openledgerRoutes) {
    const names = template.filter((part) => part.startsWith("{")).map((part) => part.slice(1, -1));
    expect(names.filter((name) => !request.fields.some((field) => field.name === name)), path).toEqual([]);
  }
});
