import { afterAll, beforeAll, expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { runCli } from "./run-cli.fixture.ts";

const NOBODY = "open1qvpsxqcrqvpsxqcrqvpsxqcrqvpsxqcr4v5zsu";
let place: TestHome;
let folder: string;

beforeAll(async () => {
  place = await createTestHome();
  folder = `${place.home}-blocks`;
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = 3;
  const onBlock = (): void => void (--left <= 0 && resolve());
  await using node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock });
  await promise;
  expect(await runCli("statement", "--address", NOBODY, "--node", node.rpcUrl, "--to", "2")).toMatchObject({ code: 0, out: `${NOBODY} was never credited with anything\n` });
  await node.close();
  expect((await runCli("export-blocks", "--home", place.home, "--out", folder)).code).toBe(0);
});

afterAll(() => place?.[Symbol.dispose]());

test("an archive answers as a node does", async () => {
  expect(await runCli("statement", "--address", NOBODY, "--blocks", folder)).toMatchObject({ code: 0, out: `${NOBODY} was never credited with anything\n` });
  expect(JSON.parse((await runCli("statement", "--address", NOBODY, "--blocks", folder, "--json")).out)).toEqual({ statements: [] });
});

test("a period that the blocks do not cover, and no or two sources, are refused with what to do", async () => {
  expect(await runCli("statement", "--address", NOBODY, "--blocks", folder, "--to", "999")).toMatchObject({ code: 1, err: expect.stringContaining("--to 999 is no period of") as string });
  expect(await runCli("statement", "--address", NOBODY)).toMatchObject({ code: 1, err: expect.stringContaining("give either --blocks <folder> or --node <url>") as string });
  expect(await runCli("statement", "--address", NOBODY, "--blocks", `${folder}-none`)).toMatchObject({ code: 1, err: expect.stringContaining("holds no archive of blocks") as string });
});
