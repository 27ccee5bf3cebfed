import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";

const compiler = createRequire(import.meta.url).resolve("relay-compiler/cli.js");
const run = promisify(execFile);

/** Connections that can be fetched again, on the root and on a node, as Relay's clients write them. */
const FIXTURE = `
import { graphql } from "relay-runtime";
graphql\`
  fragment Fixture_root on Query
  @refetchable(queryName: "FixtureRootQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }) {
    blocks(first: $first, after: $after) @connection(key: "Fixture_blocks") { edges { node { id height } } }
  }
\`;
graphql\`
  fragment Fixture_block on Block
  @refetchable(queryName: "FixtureBlockQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }) {
    txs(first: $first, after: $after) @connection(key: "Fixture_block_txs") { edges { node { id hash } } }
  }
\`;
graphql\`
  query FixtureQuery($height: Height!) { block(height: $height) { id ...Fixture_block } ...Fixture_root }
\`;
`;

const folders: string[] = [];
afterEach(async () => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

/** Compiles the fixture against a schema. Returns the names of what was generated. */
async function compile(sdl: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "openledger-relay-"));
  folders.push(folder);
  await writeFile(join(folder, "schema.graphql"), sdl);
  await writeFile(join(folder, "Fixture.ts"), FIXTURE);
  await writeFile(join(folder, "relay.config.json"), JSON.stringify({ src: ".", schema: "schema.graphql", language: "typescript", eagerEsModules: true }));
  await run(process.execPath, [compiler, "relay.config.json"], { cwd: folder });
  return readdir(join(folder, "__generated__"));
}

const sdl = await readFile(new URL("../../schema.graphql", import.meta.url), "utf8");

test("Relay's compiler takes the schema: connections, and fragments that are fetched again", { timeout: 60_000 }, async () => {
  const files = await compile(sdl);
  expect([...files].sort((a, b) => (a < b ? -1 : 1))).toEqual(["FixtureBlockQuery", "FixtureQuery", "FixtureRootQuery", "Fixture_block", "Fixture_root"].map((name) => `${name}.graphql.ts`));
});

test("without hasNextPage it is refused, so the test above looks at something", { timeout: 60_000 }, async () => {
  await expect(compile(sdl.replace("  hasNextPage: Boolean!\n", ""))).rejects.toThrow("hasNextPage");
});
