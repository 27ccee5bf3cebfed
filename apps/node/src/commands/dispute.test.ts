// Disputes by the command line on a running node.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openKeyring } from "@openledger/keyring";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";

const MNEMONIC = "test test test test test test test test test test test junk";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[]): Promise<Ran> {
  const main = join(import.meta.dirname, "../main.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { encoding: "utf8" }, (error, out, err) => {
      resolve({ code: error === null ? 0 : 1, out, err });
    });
  });
}

test("an author asks for a text that somebody else registered, whose owner contests once and concedes once", { timeout: 60_000 }, async () => {
  using home = await createTestHome();
  const [author = "", squatter = ""] = home.addresses;
  await using node = await startNode({ home: home.home, config: TEST_CONFIG });
  const keys = ["--home", `${home.home}-keys`, "--keyring-backend", "test"];
  const keyring = openKeyring({ home: `${home.home}-keys`, backend: "test", prefix: "open" });
  for (const [i, name] of ["author", "squatter"].entries()) await keyring.recover(name, MNEMONIC, { hdPath: `m/44'/118'/0'/0/${i}` });
  const as = (name: string): readonly string[] => ["--from", name, ...keys, "--node", node.rpcUrl, "--rest", node.restUrl, "--yes"];
  const ask = async (...thing: readonly string[]): Promise<unknown> => JSON.parse((await run(["query", ...thing, "--node", node.rpcUrl])).out);

  const terms = ["--name", "poems", "--licence", "MIT", "--curators", squatter, "--bond-per-kib", "10uopen"];
  expect(await run(["tx", "create-datanet", ...terms, ...as("squatter")])).toMatchObject({ code: 0 });
  for (const number of [1, 2]) {
    const file = join(home.home, `poem-${number}.md`);
    writeFileSync(file, `Poem number ${number} speaks of lanterns and of ferries.\n`);
    const given = ["--datanet", "1", "--title", `poem ${number}`, "--licence", "MIT"];
    expect(await run(["tx", "contribute", file, ...given, ...as("squatter")])).toMatchObject({ code: 0 });
    expect(await run(["tx", "review", `1/${number}`, "--accept", "70", ...as("squatter")])).toMatchObject({ code: 0 });
  }

  const first = await run(["tx", "dispute", "1/1", "--text", "I wrote it.", "--evidence", join(home.home, "poem-1.md"), ...as("author")]);
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining("Dispute 1.") });
  expect(first.err).toContain("lock 1000000 uopen");
  expect(await run(["tx", "answer-dispute", "1", ...as("squatter")])).toMatchObject({ code: 1, err: expect.stringContaining("--concede or --contest") });
  expect(await run(["tx", "answer-dispute", "1", "--concede", ...as("squatter")])).toMatchObject({ code: 0 });
  expect(await ask("datanet", "contribution", "1/1")).toMatchObject({ contribution: { contributor: squatter, marks: [{ owner: author }] } });

  expect(await run(["tx", "dispute", "1/2", "--strike", "--text", "I wrote this as well.", ...as("author")])).toMatchObject({ code: 0 });
  expect(await run(["tx", "answer-dispute", "2", "--contest", "--text", "No.", ...as("squatter")])).toMatchObject({ code: 0 });
  expect(await run(["tx", "escalate-dispute", "2", ...as("author")])).toMatchObject({ code: 0 });
  expect(await ask("datanet", "disputes")).toMatchObject({ disputes: [{ id: "2", challenger: author, owner: squatter, answer: "No.", state: 4 }] });
  expect(await ask("feedback", "host", squatter)).toMatchObject({ ratings: { count: "0" } });
});
