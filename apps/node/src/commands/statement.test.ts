import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { runCli } from "./run-cli.fixture.ts";

const NOBODY = "open1qvpsxqcrqvpsxqcrqvpsxqcrqvpsxqcr4v5zsu";
let place: TestHome;
let folder: string;
let lyingAnswers: readonly string[];

beforeAll(async () => {
  place = await createTestHome();
  folder = `${place.home}-blocks`;
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = 3;
  const onBlock = (): void => void (--left <= 0 && resolve());
  await using node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock });
  await promise;
  expect(await runCli("statement", "--address", NOBODY, "--node", node.rpcUrl, "--to", "2")).toMatchObject({ code: 0, out: `${NOBODY} was never credited with anything\n` });
  lyingAnswers = await askLiars(node.rpcUrl);
  await node.close();
  expect((await runCli("export-blocks", "--home", place.home, "--out", folder)).code).toBe(0);
});

afterAll(() => place?.[Symbol.dispose]());

test("an archive answers as a node does", async () => {
  expect(await runCli("statement", "--address", NOBODY, "--blocks", folder)).toMatchObject({ code: 0, out: `${NOBODY} was never credited with anything\n` });
  expect(JSON.parse((await runCli("statement", "--address", NOBODY, "--blocks", folder, "--json")).out)).toEqual({ statements: [] });
});

test("a node whose blocks are not those that their hashes name, or do not follow each other, is not believed", () => {
  expect(lyingAnswers).toEqual([
    expect.stringMatching(/block 2 names transactions \w{64} and those in it hash to \w{64}/),
    expect.stringMatching(/block 2 is named \w{64} and its header hashes to \w{64}/),
    expect.stringMatching(/block 2 names results \w{64} and those of block 1 hash to \w{64}/),
    expect.stringMatching(/answers height 1 with block 2/),
  ] as unknown);
});

interface Answered {
  readonly block?: { readonly header: Record<string, string>; readonly data: { txs: string[] | null } };
  txs_results?: readonly object[];
}

/** What `statement --node` says of nodes that change one answer. */
async function askLiars(url: string): Promise<readonly string[]> {
  const lies: readonly ((method: string, height: string, result: Answered) => string | void)[] = [
    (method, height, { block }) => void (method === "block" && height === "2" && block !== undefined && (block.data.txs = ["AAAA"])),
    (method, height, { block }) => void (method === "block" && height === "2" && block !== undefined && (block.header["proposer_address"] = "00".repeat(20))),
    (method, height, result) => void (method === "block_results" && height === "1" && (result.txs_results = [{ code: 0 }])),
    (_method, height) => (height === "1" ? "2" : undefined),
  ];
  const said: string[] = [];
  for (const lie of lies) {
    await using liar = await openLiar(url, lie);
    const { code, err } = await runCli("statement", "--address", NOBODY, "--node", liar.url, "--to", "2");
    said.push(code === 1 ? err : `ended with ${code}`);
  }
  return said;
}

/** Passes questions on; `lie` changes the result, or returns the height that is asked for instead. */
async function openLiar(url: string, lie: (method: string, height: string, result: Answered) => string | void): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    void (async () => {
      const question = (await json(request)) as { method: string; params: { height?: string } };
      const { method, params } = question;
      const ask = async (height: string | undefined): Promise<{ result: Answered }> => {
        const body = JSON.stringify({ ...question, params: height === undefined ? params : { height } });
        return (await (await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })).json()) as { result: Answered };
      };
      const honest = await ask(undefined);
      const other = lie(method, params.height ?? "", honest.result);
      response.end(JSON.stringify(typeof other === "string" ? await ask(other) : honest));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close };
}

test("a period that the blocks do not cover, and no or two sources, are refused with what to do", async () => {
  expect(await runCli("statement", "--address", NOBODY, "--blocks", folder, "--to", "999")).toMatchObject({ code: 1, err: expect.stringContaining("--to 999 is no period of") as string });
  expect(await runCli("statement", "--address", NOBODY)).toMatchObject({ code: 1, err: expect.stringContaining("give either --blocks <folder> or --node <url>") as string });
  expect(await runCli("statement", "--address", NOBODY, "--blocks", `${folder}-none`)).toMatchObject({ code: 1, err: expect.stringContaining("holds no archive of blocks") as string });
});
