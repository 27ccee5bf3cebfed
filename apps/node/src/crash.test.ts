// kill -9 of a real node at random moments while transactions come in, then a restart on the same folder.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toBase64 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { checkHome } from "./check-home.ts";
import { replayHome } from "./commands/replay.ts";
import { startNode } from "./compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

const KILLS = 5;

interface Ready {
  readonly type: "ready";
  readonly rpcUrl: string;
  readonly height: string;
}
interface Committed {
  readonly hash: string;
  readonly height: string;
}

async function startChild(home: string): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> {
  const flags = ["--rpc.laddr", "127.0.0.1:0", "--rest.laddr", "127.0.0.1:0", "--block-time", "40ms", "--log-level", "warn"];
  const child = fork(join(import.meta.dirname, "main.ts"), ["start", "--home", home, ...flags], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [ready] = (await once(child, "message")) as [Ready];
  return { child, ready };
}

async function call<T>(rpcUrl: string, method: string, params: object): Promise<T> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const answer = (await (await fetch(rpcUrl, { method: "POST", body })).json()) as { result?: T; error?: { data: string } };
  if (answer.result === undefined) throw new Error(answer.error?.data);
  return answer.result;
}

/** Signs for the next sequences without asking the node, as a loader does. */
async function createSender(home: TestHome, rpcUrl: string): Promise<(sequence: number) => Promise<string>> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, home.wallet);
  const [from = "", to = ""] = home.addresses;
  const { accountNumber } = await client.getSequence(from);
  const fee = { amount: coins(100, "uopen"), gas: "120000" };
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: from, toAddress: to, amount: coins(1, "uopen") } };
  return async (sequence) => {
    const signed = await client.sign(from, [message], fee, "", { accountNumber, sequence, chainId: "openledger-test-1" });
    return toBase64(TxRaw.toBytes(signed));
  };
}

/** Sends until the node is gone; remembers what was answered as committed. */
async function sendUntilKilled(home: TestHome, rpcUrl: string, committed: Committed[]): Promise<void> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, home.wallet);
  const { sequence } = await client.getSequence(home.addresses[0] ?? "");
  const sign = await createSender(home, rpcUrl);
  const answers: Promise<unknown>[] = [];
  for (let next = sequence; ; next++) {
    const tx = await sign(next);
    const answer = call<{ hash: string; height: string; tx_result: { code: number } }>(rpcUrl, "broadcast_tx_commit", { tx });
    answers.push(
      answer.then(
        ({ hash, height, tx_result: result }) => result.code === 0 && height !== "0" && committed.push({ hash, height }),
        () => undefined,
      ),
    );
    const isUp = await Promise.race([call(rpcUrl, "health", {}).then(() => true, () => false), delay(1_000, false)]);
    if (!isUp) break;
  }
  await Promise.all(answers);
}

test("five kills at random moments lose no committed transaction, and a replay gives the same app hash", async () => {
  using home = await createTestHome();
  const committed: Committed[] = [];
  const moments: number[] = [];
  let height = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, ready } = await startChild(home.home);
    expect(Number(ready.height)).toBeGreaterThanOrEqual(height);
    height = Math.max(0, ...committed.map((one) => Number(one.height)));
    expect(Number(ready.height)).toBeGreaterThanOrEqual(height);
    const sending = sendUntilKilled(home, ready.rpcUrl, committed).catch(() => undefined);
    const moment = 300 + Math.floor(Math.random() * 700);
    moments.push(moment);
    await delay(moment);
    // On a slow machine nothing may be committed yet; the last kill then waits until something is.
    if (kill === KILLS - 1) await expect.poll(() => committed.length).toBeGreaterThan(0);
    child.kill("SIGKILL");
    await Promise.all([once(child, "exit"), sending]);
  }
  console.log(`killed after ${moments.join(", ")} ms; ${committed.length} transactions had been answered as committed`);
  expect(committed.length).toBeGreaterThan(0);

  const node = await startNode({ home: home.home, config: TEST_CONFIG });
  for (const { hash, height: at } of committed) {
    const found = await call<{ height: string }>(node.rpcUrl, "tx", { hash: Buffer.from(hash, "hex").toString("base64") });
    expect(found.height).toBe(at);
  }
  await node.close();

  const checks = await checkHome(home.home);
  expect(checks.filter(({ problem }) => problem !== undefined)).toEqual([]);
  const [first, second] = [await replayHome(home.home), await replayHome(home.home)];
  expect(first).toMatchObject({ firstHeight: 1, mismatches: [] });
  expect(second).toMatchObject({ appHash: first.appHash, digest: first.digest, heights: first.lastHeight });
});

test("a node ends by itself when the process that started it goes away", async () => {
  using home = await createTestHome();
  const { child } = await startChild(home.home);
  child.disconnect();
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(0);
});

test("SIGTERM finishes the block and leaves a home that starts at the same height", async () => {
  using home = await createTestHome();
  const { child } = await startChild(home.home);
  await delay(200);
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(0);
  const { lastHeight } = await replayHome(home.home);
  await using node = await startNode({ home: home.home, config: TEST_CONFIG });
  expect(node.startHeight).toBe(BigInt(lastHeight));
});
