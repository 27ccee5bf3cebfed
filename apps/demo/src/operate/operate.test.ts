// One organisation from three files to an answer whose receipt holds without the network, and the same again after a restart.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect, queryAll } from "@openledger/client";
import { QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOperatorConfig } from "./config.ts";
import { startOperator, type RunningOperator } from "./start-operator.ts";

const TEXTS: readonly (readonly [file: string, text: string])[] = [
  ["herons.md", "# Herons\n\n## At the reservoir\n\nThe heron waits beside the quiet reservoir until the morning fog dissolves, then strikes at silver minnows.\n"],
  ["ice.md", "# Ice\n\n## Melting\n\nCopper kettles whistle loudly whenever the expedition melts its ration of ancient blue glacier ice.\n"],
  ["bread.md", "# Bread\n\n## Crust\n\nA heavy iron pot keeps the steam inside, so that the crust of rye bread stays thin until the lid comes off.\n"],
];
const TIMEOUT_MS = 180_000;
const OPENLEDGERD = join(import.meta.dirname, "..", "..", "..", "node", "src", "main.ts");

let folder = "";
let configFile = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "operate-"));
  mkdirSync(join(folder, "documents"));
  for (const [file, text] of TEXTS) writeFileSync(join(folder, "documents", file), text);
  configFile = join(folder, "town.toml");
  writeFileSync(
    configFile,
    `name = "Town Library"\nhome = "data"\ndocuments = "documents"\nchain_id = "town-1"\nmodel = "town"\nblock_time = "200ms"\nwindow_seconds = 1\nlog_level = "silent"\n[ports]\nrpc = 0\nrest = 0\ngateway = 0\nopenai = 0\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (): Promise<RunningOperator> => startOperator(readOperatorConfig(configFile), () => undefined);

async function ask({ v1Url }: RunningOperator, content: string): Promise<{ text: string; session: string; index: string }> {
  const openai = new OpenAI({ baseURL: v1Url, apiKey: "none", maxRetries: 0 });
  const answer = await openai.chat.completions.create({ model: "town", messages: [{ role: "user", content }] });
  const { session, index } = (answer as unknown as { x_openledger: { session: string; index: string } }).x_openledger;
  return { text: answer.choices[0]?.message.content ?? "", session, index };
}

async function contributionsOn({ rpcUrl }: RunningOperator): Promise<number> {
  const client = await connect(rpcUrl);
  const all = await queryAll(client, async (pagination) => {
    const answer = await client.query(DatanetQuery.Contributions, { datanetId: 1n, pagination });
    return { items: answer.contributions, nextKey: answer.pagination?.nextKey ?? new Uint8Array(0) };
  });
  client.disconnect();
  return all.length;
}

test(
  "one organisation registers, serves and settles by itself, its receipt holds offline, and a restart does nothing twice",
  async () => {
    const first = await start();
    expect([first.contributions, first.registered]).toEqual([3, 3]);
    // What an outsider wrote down before anything was asked.
    writeFileSync(join(folder, "header.json"), await (await fetch(`${first.rpcUrl}/commit?height=2`)).text());
    const { text, session, index } = await ask(first, "What does the heron do at the reservoir?");
    expect(text).toContain("strikes at silver minnows");
    const receipt = join(folder, "receipt.json");
    await expect
      .poll(async () => {
        const answer = await fetch(new URL(`/openledger/v1/receipts/${session}/${index}`, first.v1Url));
        const body = await answer.text();
        writeFileSync(receipt, body);
        return (JSON.parse(body) as { settlement: { state: string } | null; chainProof?: object }).chainProof !== undefined;
      }, { timeout: 60_000, interval: 300 })
      .toBe(true);
    await first.close();

    const verify = ["verify", receipt, "--offline", "--trusted-header", join(folder, "header.json")];
    const said = await promisify(execFile)(process.execPath, [OPENLEDGERD, ...verify]).catch((error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`);
    expect(said).toMatchObject({ stdout: expect.stringContaining("Nothing fails.") });

    await using second = await start();
    expect([second.contributions, second.registered]).toEqual([3, 0]);
    expect([second.model.modelId, second.model.version, second.offer.id]).toEqual([first.model.modelId, first.model.version, first.offer.id]);
    expect((await ask(second, "Why do kettles whistle?")).text).toContain("glacier ice");
  },
  TIMEOUT_MS,
);

test(
  "a file that is new in the folder becomes the next version of the model",
  async () => {
    writeFileSync(join(folder, "documents", "moss.md"), "# Moss\n\n## Rain\n\nThe bell of moss on the north roof drinks an afternoon of rain before a single drop reaches the gutter.\n");
    await using operator = await start();
    expect([operator.contributions, operator.registered, operator.model.version]).toEqual([4, 1, 2n]);
    expect(await contributionsOn(operator)).toBe(4);
    expect((await ask(operator, "What drinks the rain on the north roof?")).text).toContain("bell of moss");
  },
  TIMEOUT_MS,
);

test("a config that cannot be used says which field and why", () => {
  const bad = join(folder, "bad.toml");
  writeFileSync(bad, `name = "x"\nhome = "a"\ndocuments = "b"\nchain_id = "No Spaces"\nmodel = "m"\nprices = 1\n`);
  expect(() => readOperatorConfig(bad)).toThrow(/chain_id: give 3 to 49 lower-case letters/);
  writeFileSync(bad, "name = ");
  expect(() => readOperatorConfig(bad)).toThrow(/it is no TOML/);
  expect(() => readOperatorConfig(join(folder, "none.toml"))).toThrow(/none.toml cannot be used/);
});
