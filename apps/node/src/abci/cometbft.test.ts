// One real CometBFT over a real App: blocks, CosmJS, proofs, and a SIGKILL of the App.
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { coins, QueryClient, setupBankExtension, SigningStargateClient } from "@cosmjs/stargate";
import { connectComet, Comet38Client } from "@cosmjs/tendermint-rpc";
import { expect, test } from "vitest";
import { createTestHome } from "../node.fixture.ts";
import { end, startAbciChild } from "./abci-node.fixture.ts";
import { findCometbft, makeCometHome, startComet } from "./cometbft.fixture.ts";

const binary = findCometbft();

test.skipIf(binary === undefined)(
  "CosmJS sends through a real CometBFT v0.38, and both go on after the App was killed (COMETBFT_PATH names the binary)",
  async () => {
    using home = await createTestHome();
    const [from = "", to = ""] = home.addresses;
    const address = `unix://${join(home.home, "app.sock")}`;
    const folder = makeCometHome(binary ?? "", home.home);
    const fee = { amount: coins(100, "uopen"), gas: "120000" };
    let lastHeight = 0;
    for (const paid of [5, 10]) {
      const app = await startAbciChild(home.home, address);
      expect(Number(app.height)).toBeGreaterThanOrEqual(lastHeight);
      const comet = await startComet(binary ?? "", folder, address);
      const client = await SigningStargateClient.connectWithSigner(comet.rpcUrl, home.wallet);
      const sent = await client.sendTokens(from, to, coins(5, "uopen"), fee);
      expect(sent.code).toBe(0);
      lastHeight = sent.height;
      expect((await client.getTx(sent.transactionHash))?.height).toBe(sent.height);
      expect(await client.getBalance(to, "uopen")).toEqual({ denom: "uopen", amount: String(1_000_000_000 + paid) });
      await expect(client.sendTokens(from, to, coins(1, "ubroke"), fee)).resolves.toMatchObject({ code: 5 });
      const rpc = await connectComet(comet.rpcUrl);
      expect(rpc).toBeInstanceOf(Comet38Client);
      const bank = QueryClient.withExtensions(rpc, setupBankExtension);
      expect((await bank.bank.balance(to, "uopen")).amount).toBe(String(1_000_000_000 + paid));
      const proven = await rpc.abciQuery({ path: "/store/bank/key", data: new Uint8Array([2, 1]), prove: true });
      expect(proven.proof?.ops.map(({ type }) => type)).toEqual(["ics23:iavl", "ics23:simple"]);
      client.disconnect();
      rpc.disconnect();
      const ended = once(comet.child, "exit");
      await end(app.child, "SIGKILL");
      // CometBFT ends when its App is gone, but v0.38.19 may hang on the way: whoever runs both waits a little, then kills it.
      await Promise.race([ended, delay(3_000)]);
      comet.child.kill("SIGKILL");
      await ended;
    }
  },
  90_000,
);
