// What doctor says about a home: one that is in use, torn, damaged, and one whose money does not add up.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { checkHome } from "../check-home.ts";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { listHome } from "../list-home.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";

interface Report {
  readonly isSound: boolean;
  readonly heldBy?: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly checks: readonly { readonly name: string; readonly found: string; readonly problem?: string }[];
}

function doctor(home: string): Report & { readonly code: number | null } {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, "../main.ts"), "doctor", "--home", home, "--json"], { encoding: "utf8" });
  return { code: status, ...(JSON.parse(stdout) as Report) };
}

test("doctor names who works in a home, then its files, heights, torn tails, every law of money and what is damaged", async () => {
  using place = await createTestHome();
  const { promise, resolve } = Promise.withResolvers<void>();
  {
    await using _node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock: ({ height }) => void (height >= 4n && resolve()) });
    await promise;
    const busy = doctor(place.home);
    expect(busy).toMatchObject({ code: 1, isSound: false, heldBy: `process ${process.pid} works in it` });
    expect(busy.checks).toMatchObject([{ name: "all of it", found: "DATA_LOCKED", problem: `not looked at: stop the node first (process ${process.pid} works in it)` }]);
    expect(busy.files.find(({ path }) => path === "data/blocks.log")?.bytes).toBeGreaterThan(1_000);
  }
  const { dataFolder } = homePaths(place.home);
  appendFileSync(join(dataFolder, "state.log"), Uint8Array.of(9, 9, 9));
  writeFileSync(join(dataFolder, "notes.txt"), "mine");
  const torn = doctor(place.home);
  expect(torn).toMatchObject({ code: 0, isSound: true });
  expect(torn.checks[0]?.found).toMatch(/^heights 1 to \d+, 0 blocks executed again, 3 torn bytes at offset \d+ cut$/);
  expect(torn.files.find(({ path }) => path === "data/notes.txt")).toMatchObject({ bytes: 4, about: "not of this software" });
  const modules = torn.checks.map(({ name }) => name);
  expect(new Set(modules)).toEqual(new Set(["recovery", "blocks", "state", "auth", "bank", "datanet", "model", "market", "rewards", "accountability", "feedback", "gate", "staking", "distribution", "gov", "snapshots", "blobs", "signing"]));
  expect(torn.checks.filter(({ name }) => name === "market").map(({ found }) => found.replace(/ \(.*/, ""))).toEqual([
    "open escrows, pending amounts and bonds of hosts and challengers sum to what the module counts",
    "the module's account has what the module counts",
    "owners get as much of each pending settlement as their datanets do, and no more than its amount",
    "the settlement of each open demand waits for it",
    "no session settles more than its escrow",
    "each session has the pending settlements that it counts",
    "each offer locks the bond that its pending settlements need, and no more than it has",
  ]);
  expect(torn.checks.filter(({ name }) => name === "gov").map(({ found }) => found)).toEqual(["the account of gov holds every deposit (0 deposits of nothing)"]);
  const log = join(dataFolder, "blocks.log");
  const bytes = readFileSync(log);
  writeFileSync(log, bytes.with(200, (bytes[200] as number) ^ 1));
  expect(await checkHome(place.home)).toMatchObject([{ found: "LOG_CORRUPT", problem: expect.stringContaining("is damaged while intact data follows") as string }]);
  expect(listHome(place.home).heldBy).toBeUndefined();
});

test("a supply that is not the sum of its balances is found, with both sums", async () => {
  using place = await createTestHome();
  const { genesisFile } = homePaths(place.home);
  const stored = (text: string): string => Buffer.from(toUtf8(text)).toString("hex");
  // A genesis in the exported form is taken as it is, so that a state which no transaction can make can be written.
  const document = JSON.parse(readFileSync(genesisFile, "utf8")) as { readonly app_state: { readonly staking: object } };
  const [owner = ""] = place.addresses;
  expect(owner).not.toBe("");
  const bank = { store: { [`00${stored("uopen")}`]: stored("7") } };
  const { staking: _bonded, ...others } = document.app_state;
  const change = { ...document, app_state: { ...others, bank } };
  writeFileSync(genesisFile, JSON.stringify(change));
  const { promise, resolve } = Promise.withResolvers<void>();
  {
    await using _node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock: () => resolve() });
    await promise;
  }
  const broken = (await checkHome(place.home)).filter(({ problem }) => problem !== undefined);
  expect(broken).toMatchObject([{ name: "bank", problem: expect.stringContaining("supply is 7uopen, balances sum to 0uopen") as string }]);
});
