// A chain with real answers moves from one machine to four validators: nothing of what was earned, promised or proven is lost.
import { execFile } from "node:child_process";
import { cpSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { connect, createTxSender, fetchSessionFacts, findSettlement, outgoing, parseReceiptFile, type ChainClient, type ReceiptFile } from "@openledger/client";
import { packAny } from "@openledger/messages";
import { QueryAllBalancesRequest, QueryAllBalancesResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { homePaths, initHome } from "@openledger/node";
import { addressFromBytes, addressToBytes, fromBase64 } from "@openledger/primitives";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { findCometbft, startValidators } from "./comet-validators.fixture.ts";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, ROLES, startTestNetwork, TEXTS, type Role, type TestNetwork } from "./network.fixture.ts";

const MAIN = join(import.meta.dirname, "../../node/src/main.ts");
const OPERATORS = ["alice", "bob", "curator", "builder"] as const satisfies readonly Role[];
const PATIENCE = { timeout: 60_000, interval: 200 };

const operator = (address: string): string => addressFromBytes("openvaloper", addressToBytes("open", address));
const homeOf = (network: TestNetwork, role: string): string => network.home(`validator-${role}`);

async function openledgerd(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [MAIN, ...args])).stdout;
}

interface Market extends AsyncDisposable {
  readonly gateway: RunningGateway;
  readonly buyer: RunningBuyer;
}

async function openMarket({ home, offerId, wallet, addresses }: TestNetwork, urls: { readonly nodeUrl: string; readonly restUrl: string }): Promise<Market> {
  const gateway = await startGateway({ home: home("host"), ...urls, listen: "127.0.0.1:0", offerId, wallet, settleAfterMs: 100, logLevel: "silent" });
  const buyer = await startBuyer({
    ...{ home: home("buyer"), nodeUrl: urls.nodeUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
  const close = async (): Promise<void> => {
    await buyer.close();
    await gateway.close();
  };
  return { gateway, buyer, [Symbol.asyncDispose]: close };
}

/** Path of the receipt of one answer. */
async function ask(network: TestNetwork, { buyer }: Market, question: string): Promise<string> {
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  const asked = await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content: question }] });
  const { session, index } = (asked as unknown as { x_openledger: { session: string; index: string } }).x_openledger;
  await buyer.buyer.filed();
  return join(network.home("buyer"), "receipts", `${session}-${index}.json`);
}

const receiptAt = (path: string): ReceiptFile => parseReceiptFile(JSON.parse(readFileSync(path, "utf8")));

async function settlementOf(client: ChainClient, path: string) {
  const { facts, readable } = receiptAt(path);
  return findSettlement(client, BigInt(facts.session.id), BigInt(readable.index));
}

async function balances({ comet }: ChainClient, network: TestNetwork): Promise<readonly unknown[]> {
  const of = async (role: Role) => {
    const data = QueryAllBalancesRequest.toBytes(QueryAllBalancesRequest.create({ address: network.addresses[role] }));
    const { value } = await comet.abciQuery({ path: "/cosmos.bank.v1beta1.Query/AllBalances", data });
    return [role, QueryAllBalancesResponse.fromBytes(value).balances.map(({ denom, amount }) => `${amount}${denom}`)];
  };
  return Promise.all(ROLES.map(of));
}

/** Everybody but alice, who has the sequencer's validator, announces the key of a new home; all homes are ready but for their genesis. */
async function announceValidators(network: TestNetwork): Promise<void> {
  for (const role of OPERATORS) {
    const { paths } = initHome({ home: homeOf(network, role), moniker: role });
    if (role === "alice") continue;
    const { pub_key: key } = JSON.parse(readFileSync(paths.validatorKeyFile, "utf8")) as { readonly pub_key: { readonly value: string } };
    const message = MsgCreateValidator.create({
      description: { moniker: role },
      commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
      ...{ minSelfDelegation: "1", validatorAddress: operator(network.addresses[role]) },
      pubkey: packAny(PubKey, { key: fromBase64(key.value) }),
      value: { denom: "uopen", amount: "10000000" },
    });
    await network.sender(role).send([outgoing(MsgCreateValidator, message)]);
  }
}

/** As docs/operators.md says. */
async function migrate(network: TestNetwork): Promise<string> {
  const [from, alice] = [homePaths(network.home("node")), homePaths(homeOf(network, "alice"))];
  const named = OPERATORS.slice(0, 3).map((role) => operator(network.addresses[role]));
  await openledgerd("export", "--home", from.home, "--jail-allowed-addrs", named.join(","), "--output-document", alice.genesisFile);
  copyFileSync(from.validatorKeyFile, alice.validatorKeyFile);
  copyFileSync(from.signStateFile, alice.signStateFile);
  for (const role of OPERATORS) {
    const to = homePaths(homeOf(network, role));
    if (role !== "alice") copyFileSync(alice.genesisFile, to.genesisFile);
    cpSync(from.blobFolder, to.blobFolder, { recursive: true });
  }
  return alice.genesisFile;
}

async function votersOf(rpcUrl: string): Promise<number> {
  const { result } = (await (await fetch(`${rpcUrl}/validators`)).json()) as { readonly result: { readonly total: string } };
  return Number(result.total);
}

async function appHashes(rpcUrls: readonly string[], height: number): Promise<ReadonlySet<string>> {
  const all = rpcUrls.map(async (url) => ((await (await fetch(`${url}/commit?height=${height}`)).json()) as { readonly result: { readonly signed_header: { readonly header: { readonly app_hash: string } } } }).result.signed_header.header.app_hash);
  return new Set(await Promise.all(all));
}

const binary = findCometbft();

test.skipIf(binary === undefined)(
  "from one machine to four validators: balances, the open session, receipts and their proofs go on (COMETBFT_PATH names the binary)",
  async () => {
    const network = await startTestNetwork(TEXTS, { window_seconds: "2" });
    const { node, wallet, addresses } = network;
    let path = "";
    let before: readonly unknown[] = [];
    try {
      {
        await using market = await openMarket(network, { nodeUrl: node.rpcUrl, restUrl: node.restUrl });
        await announceValidators(network);
        path = await ask(network, market, "How do I brew green tea from sencha leaves?");
        await expect.poll(() => receiptAt(path).chainProof?.settlement.place, PATIENCE).toBe("log");
        before = await balances(network.client, network);
      }
      await node.close();
      const genesis = await migrate(network);

      await using validators = await startValidators(binary ?? "", OPERATORS.map((role) => homeOf(network, role)));
      const { rpcUrls: [nodeUrl = ""], restUrls: [restUrl = ""] } = validators;
      await expect.poll(async () => votersOf(nodeUrl).catch(() => 0), PATIENCE).toBe(3);
      const client = await connect(nodeUrl);
      expect(await balances(client, network)).toEqual(before);
      expect(await fetchSessionFacts(client, BigInt(receiptAt(path).facts.session.id))).toMatchObject({ session: { id: receiptAt(path).facts.session.id } });

      const session = receiptAt(path).facts.session.id;
      {
        await using market = await openMarket(network, { nodeUrl, restUrl });
        const next = await ask(network, market, "How should dried leaves be stored?");
        expect(receiptAt(next).facts.session.id).toBe(session);
        await expect.poll(async () => (await settlementOf(client, next))?.state, PATIENCE).toBe("final");
      }
      const unjail = MsgUnjail.create({ validatorAddr: operator(addresses.builder) });
      await createTxSender({ client, wallet, address: addresses.builder }).send([outgoing(MsgUnjail, unjail)]);
      await expect.poll(async () => votersOf(nodeUrl), PATIENCE).toBe(4);

      const checks = JSON.parse(await openledgerd("verify", path, "--offline", "--json", "--trusted-header", genesis)) as readonly { readonly state: string }[];
      expect(checks).toHaveLength(20);
      expect(checks.filter(({ state }) => state !== "holds")).toEqual([]);
      // CometBFT's own answer about genesis vouches for it as well, and the new chain's state says the same.
      const told = join(network.home("buyer"), "told-genesis.json");
      writeFileSync(told, await (await fetch(`${nodeUrl}/genesis`)).text());
      const online = JSON.parse(await openledgerd("verify", path, "--json", "--node", nodeUrl, "--trusted-header", told)) as typeof checks;
      expect(online.filter(({ state }) => state === "fails")).toEqual([]);

      const height = Number(await client.height()) - 2;
      expect((await appHashes(validators.rpcUrls, height)).size).toBe(1);
      client.disconnect();
    } finally {
      await network.close();
    }
  },
  300_000,
);
