import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { moduleRoutes } from "./module-routes.ts";

const PROTO = join(import.meta.dirname, "../../../../proto/cosmos");
const MODULES = ["auth", "bank", "staking", "distribution", "slashing", "mint", "gov", "authz", "feegrant", "evidence", "upgrade"];
const FILES = [...MODULES.map((name) => `${name}/v1beta1`), "gov/v1", "consensus/v1"];

/** `/package.Query/Method GET /path` of every annotation in a .proto file. */
function annotations(file: string): readonly string[] {
  const text = readFileSync(join(PROTO, file, "query.proto"), "utf8").replaceAll(/\/\/[^\n]*/g, "");
  return text.split("\n  rpc ").slice(1).flatMap((rpc) => {
    const path = [...(/get\s*[:=]\s*((?:"[^"]*"\s*)+)/.exec(rpc)?.[1] ?? "").matchAll(/"([^"]*)"/g)].map((part) => part[1]).join("");
    return path === "" ? [] : [`/cosmos.${file.replace("/", ".")}.Query/${rpc.split("(", 1)[0]} GET ${path}`];
  });
}

test("the routes are those of the annotations in the .proto files, but for the two that have one path", () => {
  const routes = moduleRoutes.map(({ method, path, template }) => `${path} ${method} /${template.join("/")}`);
  const annotated = FILES.flatMap(annotations).filter((line) => !/AddressBytesToString|AddressStringToBytes/.test(line));
  expect(routes.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(annotated.toSorted((a, b) => (a < b ? -1 : 1)));
});
