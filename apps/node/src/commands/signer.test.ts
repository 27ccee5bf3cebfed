// The key of a node moves to a signer, and never is in two places from which it could sign.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createNodeCrypto } from "@openledger/crypto";
import { createSignerClient, openSigner, signerPaths } from "@openledger/signer";
import { toBase64, toHex } from "@openledger/primitives";
import { loadValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, startTestNode, TEST_CONFIG } from "../node.fixture.ts";

const { sha256 } = createNodeCrypto();
const TOKEN = "0123456789abcdef0123456789abcdef";

async function openledgerd(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  const [[code], out, err] = await Promise.all([once(child, "exit") as Promise<[number]>, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

test("take-over moves key and last-sign state of a stopped node, and what is left there seals nothing", async () => {
  using home = await createTestHome();
  const paths = homePaths(home.home);
  const signer = signerPaths(join(home.home, "signer"));
  const { publicKey } = loadValidatorKey(paths.validatorKeyFile, sha256);
  const takeOver = ["signer", "take-over", "--from", home.home, "--home", signer.home] as const;
  const node = await startTestNode({ home: home.home, config: TEST_CONFIG });
  expect(await openledgerd(takeOver)).toMatchObject({ code: 1, err: expect.stringMatching(/is in use by process \d+; stop it/) });
  await node.close();
  const state = readFileSync(paths.signStateFile, "utf8");
  expect(await openledgerd(takeOver)).toMatchObject({ code: 0, out: expect.stringContaining(`The key ${toBase64(publicKey)} of openledger-test-1 is in ${signer.home} now`) });

  expect(loadValidatorKey(signer.keyFile, sha256).publicKey).toEqual(publicKey);
  expect(loadValidatorKey(paths.validatorKeyFile, sha256).publicKey).not.toEqual(publicKey);
  expect(readFileSync(signer.signStateFile, "utf8")).toBe(state);
  expect(existsSync(paths.signStateFile)).toBe(false);
  expect([signer.home, signer.keyFile, signer.signStateFile, signer.chainFile].map((file) => statSync(file).mode & 0o77)).toEqual([0, 0, 0, 0]);
  const { height, hash } = { height: JSON.parse(state).height as string, hash: (JSON.parse(readFileSync(signer.chainFile, "utf8")) as { base_hash: string }).base_hash };
  expect(JSON.parse(readFileSync(signer.chainFile, "utf8"))).toEqual({ chain_id: "openledger-test-1", initial_height: "1", base_height: height, base_hash: hash });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);

  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow("was handed to a signer: start it with --standby --signer URL");
  expect(await openledgerd(takeOver)).toMatchObject({ code: 0 });
  expect(loadValidatorKey(signer.keyFile, sha256).publicKey).toEqual(publicKey);
  using other = await createTestHome();
  expect(await openledgerd(["signer", "take-over", "--from", other.home, "--home", signer.home])).toMatchObject({ code: 1, err: expect.stringContaining("has a key already; choose another --home") });
});

test("a signer that was lost goes on from a copy of its key, after the last block and in rounds of its own", async () => {
  using home = await createTestHome();
  const paths = homePaths(home.home);
  const node = await startTestNode({ home: home.home, config: TEST_CONFIG });
  await node.close();
  const [lost, found] = [join(home.home, "lost"), join(home.home, "found")];
  await openledgerd(["signer", "take-over", "--from", home.home, "--home", lost]);
  const copy = join(home.home, "copy.json");
  copyFileSync(signerPaths(lost).keyFile, copy);
  const restore = ["signer", "restore", "--key", copy, "--from", home.home, "--home", found, "--min-round", "200"];
  expect(await openledgerd(restore)).toMatchObject({ code: 0, out: expect.stringMatching(/to go on after block \d+, up to block \d+ in round 200 and later\. The signer that had it must never start again/) });
  using signer = openSigner({ home: found, sha256 });
  const { tip, minRound } = signer.status();
  expect(minRound).toEqual({ round: 200, upTo: tip.height + 10_000n });
  expect(toHex(tip.hash)).toBe((JSON.parse(readFileSync(signerPaths(lost).chainFile, "utf8")) as { base_hash: string }).base_hash);
  expect(existsSync(paths.signStateFile)).toBe(false);
  expect(await openledgerd(restore)).toMatchObject({ code: 1, err: expect.stringContaining("has a key already") });
});

test("a take-over that was interrupted goes on", async () => {
  using home = await createTestHome();
  const paths = homePaths(home.home);
  const signer = signerPaths(join(home.home, "signer"));
  const { publicKey } = loadValidatorKey(paths.validatorKeyFile, sha256);
  mkdirSync(signer.dataFolder, { recursive: true });
  copyFileSync(paths.signStateFile, signer.signStateFile);
  copyFileSync(paths.validatorKeyFile, signer.keyFile);
  rmSync(paths.signStateFile);
  expect(await openledgerd(["signer", "take-over", "--from", home.home, "--home", signer.home])).toMatchObject({ code: 0 });
  expect(loadValidatorKey(signer.keyFile, sha256).publicKey).toEqual(publicKey);
  expect(loadValidatorKey(paths.validatorKeyFile, sha256).publicKey).not.toEqual(publicKey);
  expect(existsSync(signer.chainFile)).toBe(true);
});

test("a signer runs with a token alone, for one process, and only in a home that take-over made", async () => {
  using home = await createTestHome();
  const at = join(home.home, "signer");
  const run = (token: string, ...more: readonly string[]): ReturnType<typeof openledgerd> => openledgerd(["signer", "--home", at, "--laddr", "127.0.0.1:0", ...more], { OPENLEDGER_SIGNER_TOKEN: token });
  expect(await run(TOKEN)).toMatchObject({ code: 1, err: expect.stringContaining("is no home of a signer: hand the key of a stopped node over") });
  await openledgerd(["signer", "take-over", "--from", home.home, "--home", at]);
  expect(await run("short")).toMatchObject({ code: 1, err: expect.stringContaining('make one with "openssl rand -hex 32"') });
  const tokenFile = join(home.home, "token");
  writeFileSync(tokenFile, `${TOKEN}\n`);
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), "signer", "--home", at, "--laddr", "127.0.0.1:0", "--token-file", tokenFile], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const [{ signerUrl }] = (await once(child, "message")) as [{ readonly signerUrl: string }];
  const client = createSignerClient({ url: signerUrl, token: TOKEN });
  expect(await client.status()).toMatchObject({ chainId: "openledger-test-1", tip: { height: 0n }, lease: undefined });
  client.close();
  expect(await run(TOKEN)).toMatchObject({ code: 1, err: expect.stringContaining("is in use by process") });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
