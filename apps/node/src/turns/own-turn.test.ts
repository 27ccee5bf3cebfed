// A key may seal only where it is known what it signed.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { openSignState, STEP_PRECOMMIT } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { checkHome } from "../check-home.ts";
import { startNode } from "../compose.ts";
import { isFollowerHome, prepareFollowerHome } from "../da/follower-home.ts";
import { homePaths, type HomePaths } from "../home.ts";
import { initHome } from "../init-home.ts";
import { createTestHome, startTestNode, TEST_CONFIG } from "../node.fixture.ts";
import { openHomeSignState } from "./own-turn.ts";

const { sha256 } = createNodeCrypto();

function open(paths: HomePaths): ReturnType<typeof openHomeSignState> {
  return openHomeSignState({ paths, ownKey: loadValidatorKey(paths.validatorKeyFile, sha256), fileSystem: undefined });
}

test("a standby's home has the last-sign state of the key that is made with it, and of no key that came from elsewhere", async () => {
  using home = await createTestHome();
  const from = homePaths(home.home);
  const made = homePaths(join(home.home, "made"));
  prepareFollowerHome(made.home, from.genesisFile);
  expect(open(made).last).toBeUndefined();
  expect(statSync(made.signStateFile).mode & 0o77).toBe(0);
  writeFileSync(join(made.dataFolder, "follower.json"), "{}");
  expect(isFollowerHome(made)).toBe(true);
  // Another key takes the place of the one that never signed.
  copyFileSync(from.validatorKeyFile, made.validatorKeyFile);
  expect(() => open(made)).toThrow(/belongs to another key than the one in .*priv_validator_key\.json, which could sign twice: move the file that belongs to it/);
  copyFileSync(from.signStateFile, made.signStateFile);
  expect(open(made).last).toBeUndefined();

  // Stopped before the key had its name, with its state or without.
  for (const [name, kept] of [["one", true], ["two", false]] as const) {
    const torn = homePaths(join(home.home, name));
    prepareFollowerHome(torn.home, from.genesisFile);
    const { publicKey } = loadValidatorKey(torn.validatorKeyFile, sha256);
    renameSync(torn.validatorKeyFile, `${torn.validatorKeyFile}.new`);
    rmSync(torn.genesisFile);
    if (!kept) rmSync(torn.signStateFile);
    prepareFollowerHome(torn.home, from.genesisFile);
    expect(loadValidatorKey(torn.validatorKeyFile, sha256).publicKey).toEqual(publicKey);
    expect(open(torn).last).toBeUndefined();
  }

  const moved = homePaths(join(home.home, "moved"));
  mkdirSync(moved.configFolder, { recursive: true });
  createValidatorKey(moved.validatorKeyFile, sha256);
  prepareFollowerHome(moved.home, from.genesisFile);
  expect(existsSync(moved.signStateFile)).toBe(false);
  expect(() => open(moved)).toThrow(/is missing, and without it the key here could sign twice: restore it, or hand over to another key; for a key that never sealed a block anywhere, write /);
  // As the sentence says.
  writeFileSync(moved.signStateFile, '{"height":"0","round":0,"step":0}');
  expect(open(moved).last).toBeUndefined();
});

test("a key that takes the place of another one does not sign by that one's state, whether init made it or it signed already", async () => {
  using home = await createTestHome();
  const from = homePaths(home.home);
  const made = homePaths(join(home.home, "made"));
  initHome({ home: made.home, chainId: "openledger-test-1" });
  expect(open(made).last).toBeUndefined();
  const own = loadValidatorKey(made.validatorKeyFile, sha256);
  const state = readFileSync(made.signStateFile);
  copyFileSync(from.validatorKeyFile, made.validatorKeyFile);
  expect(() => open(made)).toThrow(/belongs to another key than the one in .*, which could sign twice/);

  // The other one's state is further than anything that this home knows of the key.
  writeFileSync(made.signStateFile, state);
  openSignState(made.signStateFile).sign({ height: 1_000n, round: 0, step: STEP_PRECOMMIT, signBytes: toUtf8("a thousand") }, (message) => own.sign(message));
  expect(() => open(made)).toThrow(/belongs to another key than the one in .*, which could sign twice/);
  rmSync(made.signStateFile);
  copyFileSync(from.signStateFile, made.signStateFile);
  const sealing = open(made);
  sealing.sign({ height: 3n, round: 0, step: STEP_PRECOMMIT, signBytes: toUtf8("three") }, (message) => loadValidatorKey(made.validatorKeyFile, sha256).sign(message));
  expect(open(made).last?.height).toBe(3n);
  // Of homes that an earlier init made.
  writeFileSync(made.signStateFile, '{"height":"0","round":0,"step":0}');
  expect(open(made).last).toBeUndefined();
});

test("the sequencer of genesis that lost its state before its first block makes none, with --standby and without", async () => {
  using home = await createTestHome();
  const paths = homePaths(home.home);
  const state = readFileSync(paths.signStateFile);
  rmSync(paths.signStateFile);
  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow("is missing, and without it the key here could sign twice");
  await using node = await startNode({ home: home.home, config: { ...TEST_CONFIG, follow: "standby", da: "file:da" } });
  const status = async (): Promise<object> => ((await (await fetch(`${node.rpcUrl}/rollup_status`)).json()) as { result: object }).result;
  await expect.poll(status, { timeout: 10_000 }).toMatchObject({ role: "standby", soft_height: "0", turn: expect.stringContaining("could sign twice: restore it") as string });
  writeFileSync(paths.signStateFile, state);
  await expect.poll(status, { timeout: 10_000 }).toMatchObject({ role: "sequencer" });
});

test("doctor names a state that was made anew for a key that sealed blocks, though its home read DA as well", async () => {
  using home = await createTestHome();
  const paths = homePaths(home.home);
  const node = await startTestNode({ home: home.home, config: TEST_CONFIG });
  await node.close();
  writeFileSync(join(paths.dataFolder, "follower.json"), "{}");
  const signing = async (): Promise<object | undefined> => (await checkHome(home.home)).find(({ name }) => name === "signing");
  expect(await signing()).toEqual({ name: "signing", found: expect.stringContaining("last signature at height") as string });
  writeFileSync(paths.signStateFile, '{"height":"0","round":0,"step":0}');
  expect(await signing()).toMatchObject({ problem: expect.stringMatching(/the signing state is at height 0, behind block \d+: restore it/) as string });
});

test("a standby that could not seal says so before its turn comes, and doctor says it of the stopped home", async () => {
  using home = await createTestHome();
  const standby = homePaths(join(home.home, "standby"));
  prepareFollowerHome(standby.home, homePaths(home.home).genesisFile);
  rmSync(standby.signStateFile);
  {
    await using node = await startNode({ home: standby.home, config: { ...TEST_CONFIG, follow: "standby", da: "file:da" } });
    const { result } = (await (await fetch(`${node.rpcUrl}/rollup_status`)).json()) as { result: object };
    expect(result).toMatchObject({ role: "standby", turn: expect.stringMatching(/^another key is the sequencer, and this node could not make blocks after it: .*is missing, and without it the key here could sign twice/) as string });
  }
  writeFileSync(join(standby.dataFolder, "follower.json"), "{}");
  const signing = (await checkHome(standby.home)).find(({ name }) => name === "signing");
  expect(signing).toEqual({ name: "signing", found: expect.stringMatching(/^this node follows; nothing is signed here, nor could it be as a standby: .*is missing/) as string });
});
