// Incidents and the clock by the command line on a running node.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openKeyring } from "@openledger/keyring";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";
import { runCli, type CliRun } from "./run-cli.fixture.ts";

const MNEMONIC = "test test test test test test test test test test test junk";

const run = (args: readonly string[]): Promise<CliRun> => runCli(...args);

test("whoever reports a contribution reads on the clock whose turn it is, until its contributor has paid", async () => {
  using home = await createTestHome();
  const [reader = "", author = ""] = home.addresses;
  await using node = await startNode({ home: home.home, config: TEST_CONFIG });
  const keys = ["--home", `${home.home}-keys`, "--keyring-backend", "test"];
  const keyring = openKeyring({ home: `${home.home}-keys`, backend: "test", prefix: "open" });
  for (const [i, name] of ["reader", "author"].entries()) await keyring.recover(name, MNEMONIC, { hdPath: `m/44'/118'/0'/0/${i}` });
  const as = (name: string): readonly string[] => ["--from", name, ...keys, "--node", node.rpcUrl, "--rest", node.restUrl, "--yes"];
  const ask = async (...thing: readonly string[]): Promise<string> => (await run(["query", ...thing, "--node", node.rpcUrl])).out;

  const terms = ["--name", "poems", "--licence", "MIT", "--curators", reader, "--bond-per-kib", "10uopen"];
  expect(await run(["tx", "create-datanet", ...terms, ...as("author")])).toMatchObject({ code: 0 });
  const file = join(home.home, "poem.md");
  writeFileSync(file, "This poem speaks of lanterns and of ferries.\n");
  expect(await run(["tx", "contribute", file, "--datanet", "1", "--title", "poem", "--licence", "MIT", ...as("author")])).toMatchObject({ code: 0 });

  const why = ["--reason", "content", "--text", "It names my neighbour."];
  const reported = await run(["tx", "accountability", "report", "--contribution", "1/1", "--ask", "4uopen", ...why, ...as("reader")]);
  expect(reported).toMatchObject({ code: 0, out: expect.stringContaining("Incident 1;") });
  const lines = (await ask("clock")).trim().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines.some((line) => line.startsWith("review") && line.includes("its curators decide"))).toBe(true);
  expect(lines.some((line) => line.startsWith("incident 1") && line.includes("contribution 1/1") && line.includes(`${author} responds`))).toBe(true);

  const paid = ["--accept", "--text", "So it does.", "--pay", "4uopen"];
  expect(await run(["tx", "accountability", "respond", "1", ...paid, ...as("author")])).toMatchObject({ code: 0 });
  expect(JSON.parse(await ask("accountability", "incident", "1"))).toMatchObject({
    incident: { outcome: 1, respondent: author, reporter: reader, compensation: { denom: "uopen", amount: "4" } },
  });
  expect(JSON.parse(await ask("datanet", "contribution", "1/1"))).toMatchObject({ contribution: { bond: { amount: "10" } } });
});
