// A gateway process that is killed at any moment never gives out one receipt twice and never settles one twice.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startBuyer } from "@openledger/buyer";
import { openKeyring } from "@openledger/keyring";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MNEMONIC, MODEL_NAME, ROLES, startTestNetwork, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let child: ChildProcess | undefined;

beforeAll(async () => {
  network = await startTestNetwork();
  const keyring = openKeyring({ home: network.home("host"), backend: "test", prefix: "open" });
  await keyring.recover("host", MNEMONIC, { hdPath: `m/44'/118'/0'/0/${ROLES.indexOf("host")}` });
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await network.close();
});

/** Starts the gateway's own process on a port that stays the same; returns its URL. */
async function start(port: string): Promise<string> {
  const { node, offerId } = network;
  const flags = ["--node", node.rpcUrl, "--rest", node.restUrl, "--offer", `${offerId}`, "--port", port];
  const settle = ["--settle-every", "0.2", "--log-level", "silent"];
  const args = ["run", "--home", network.home("host"), "--keyring-backend", "test", ...flags, ...settle];
  child = fork(join(import.meta.dirname, "main.ts"), args, { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
  const [message] = (await once(child, "message")) as [{ type: string; url: string }];
  expect(message.type).toBe("ready");
  return message.url;
}

async function kill(): Promise<void> {
  const exited = once(child as ChildProcess, "exit");
  child?.kill("SIGKILL");
  await exited;
}

test("a gateway killed three times between receipts and settlements settles each receipt once", async () => {
  const { client, wallet, addresses, node } = network;
  const url = await start("0");
  const port = new URL(url).port;
  await using buyer = await startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl: url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 100_000n }, listen: "127.0.0.1:0", logLevel: "silent" },
  });
  const ask = (content: string): Promise<Response> =>
    fetch(`${buyer.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: MODEL_NAME, messages: [{ role: "user", content }] }),
    });
  let answers = 0;
  for (const delayMs of [0, 150, 450]) {
    for (let i = 0; i < 3; i++) if ((await ask(`Question ${delayMs}-${i} about sencha?`)).ok) answers++;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await kill();
    expect((await ask("Is anybody there?")).status).toBe(502);
    await start(port);
  }
  expect((await ask("The last one?")).ok).toBe(true);
  expect(answers).toBe(9);

  const sessionId = buyer.buyer.sessionId ?? 0n;
  const settled = async (): Promise<bigint> => {
    const { session } = await client.query(MarketQuery.Session, { sessionId });
    return session?.logSize ?? 0n;
  };
  await expect.poll(settled).toBe(10n);
  const { session } = await client.query(MarketQuery.Session, { sessionId });
  expect(session?.settledAmount).toBe("10000");
  const { txs } = await client.comet.txSearchAll({ query: `settlement_submitted.session_id='${sessionId}'` });
  const counts = txs
    .flatMap(({ result }) => result.events)
    .filter(({ type }) => type === "settlement_submitted")
    .map(({ attributes }) => Number(attributes.find(({ key }) => key === "receipt_count")?.value));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
});
