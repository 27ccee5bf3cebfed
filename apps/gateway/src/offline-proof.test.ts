// A receipt of a running chain, from its file alone up to a header that the reader trusts.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { createRpcLightProvider, createSettlementFinder, findSettlement, parseReceiptFile, type ChainClient, type ReceiptFile } from "@openledger/client";
import {
  buildChainProof,
  createChainProver,
  lightBlockFromFile,
  lightBlockToFile,
  parseChainProof,
  trustedHeaderFromJson,
  verifyChainProof,
  verifyChainProofOf,
  verifyReceiptOffline,
  type ChainProof,
  type TrustedHeader,
} from "@openledger/client/offline";
import { createWebCrypto } from "@openledger/crypto/web";
import { ReceiptOpening, type Receipt } from "@openledger/messages/openledger/attribution/v1";
import { SettlementLeaf, SettlementOutcome } from "@openledger/messages/openledger/market/v1";
import { fromBase64, toBase64, toHex } from "@openledger/primitives";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
let buyer: RunningBuyer;

beforeAll(async () => {
  network = await startTestNetwork(TEXTS, { window_seconds: "4" });
  const { node, offerId, wallet, addresses } = network;
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  gateway = await startGateway({ home: network.home("host"), ...urls, offerId, wallet, settleAfterMs: 100, logLevel: "silent" });
  buyer = await startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
});
afterAll(async () => {
  await buyer.close();
  await gateway.close();
  await network.close();
});

async function answer(question: string): Promise<string> {
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  const asked = await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content: question }] });
  const { session, index } = (asked as unknown as { x_openledger: { session: string; index: string } }).x_openledger;
  await buyer.buyer.filed();
  return `${session}-${index}.json`;
}

function fileOf(name: string): { readonly file: ReceiptFile; readonly receipt: Receipt } {
  const file = parseReceiptFile(JSON.parse(readFileSync(join(network.home("buyer"), "receipts", name), "utf8")));
  const { receipt } = ReceiptOpening.fromBytes(fromBase64(file.opening));
  if (receipt === undefined) throw new Error("an opening has a receipt");
  return { file, receipt };
}

/** As it comes back from a file. */
async function proofOf(receipt: Receipt, state: "pending" | "final", facts?: ReceiptFile["facts"]): Promise<ChainProof> {
  const { client, crypto, node } = network;
  const found = () => findSettlement(client, receipt.sessionId, receipt.index);
  await expect.poll(async () => (await found())?.state, { interval: 50 }).toBe(state);
  const settlement = await found();
  if (settlement === undefined) throw new Error("the receipt is settled");
  const provider = createRpcLightProvider({ rpcUrl: node.rpcUrl, sha256: crypto.sha256 });
  const settled = { receipt, settlement, ...(facts === undefined ? {} : { facts }) };
  return parseChainProof(JSON.parse(JSON.stringify(await buildChainProof({ client, provider, crypto }, settled))));
}

async function trustedAt(height: bigint): Promise<TrustedHeader> {
  const answered = await fetch(`${network.node.rpcUrl}/commit?height=${height}`);
  return trustedHeaderFromJson(network.crypto.sha256, await answered.json());
}

const now = (): bigint => BigInt(Date.now()) * 1_000_000n;

function states(receipt: Receipt, proof: ChainProof | undefined, trusted?: TrustedHeader, at = now()): Record<string, string> {
  const rules = { crypto: network.crypto, chainId: network.client.chainId, trusted, now: at };
  return Object.fromEntries(verifyChainProof(rules, receipt, proof).map(({ name, state }) => [name, state]));
}

const ALL = ["settled-receipt", "settled-on-chain", "app-hash", "commit", "trusted-header"] as const;
const all = (state: string, changed: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...Object.fromEntries(ALL.map((name) => [name, state])),
  ...changed,
});

test("pending in state, then final in the log: every line holds up to the header that is trusted", async () => {
  const name = await answer("How do I brew green tea from sencha leaves?");
  const { file, receipt } = fileOf(name);
  const pending = await proofOf(receipt, "pending");
  expect(pending.settlement.place).toBe("state");
  expect(states(receipt, pending, await trustedAt(1n))).toEqual(all("holds"));
  const unsettled = verifyReceiptOffline(network.crypto, file, pending, { trusted: await trustedAt(1n), now: now() });
  expect(unsettled.filter(({ detail }) => /pending.*: it could still be challenged/.test(detail)).map((check) => check.name)).toEqual([
    "settlement",
    "settled-on-chain",
  ]);
  const final = await proofOf(receipt, "final", file.facts);
  expect(final.settlement.place).toBe("log");
  expect(states(receipt, final, await trustedAt(2n))).toEqual(all("holds"));

  const options = { trusted: await trustedAt(2n), now: now() };
  const namesOf = (state: string, ...checks: Parameters<typeof verifyReceiptOffline>): string[] =>
    verifyReceiptOffline(...checks).flatMap((check) => (check.state === state ? [check.name] : []));
  const { crypto } = network;
  expect(namesOf("holds", crypto, file, final, options)).toHaveLength(20);
  expect(namesOf("not-in-file", crypto, file, { ...final, facts: [] }, options)).toEqual(["chain-facts"]);
  expect(namesOf("not-in-file", crypto, file, final, { now: now() })).toEqual(["chain-facts", "settlement", "trusted-header"]);
  expect(namesOf("not-in-file", crypto, file, undefined, options)).toEqual(["chain-facts", "settlement", ...ALL]);
  // The browser's cryptography follows it up to the signed header, and has no header to trust.
  const inBrowser = verifyChainProofOf(createWebCrypto(), file, final, { now: now() });
  expect(inBrowser.map(({ state }) => state)).toEqual(["holds", "holds", "holds", "holds", "not-in-file"]);
  const cheaper = { ...file, facts: { ...file.facts, offer: { ...file.facts.offer, region: "elsewhere" } } };
  expect(namesOf("fails", crypto, cheaper, final, options)).toEqual(["chain-facts"]);
  expect(namesOf("fails", crypto, { ...file, opening: "AAAA" }, final, options)).toEqual(expect.arrayContaining([...ALL]));
});

test("what is changed in a chain proof fails the line that names it", async () => {
  const { receipt } = fileOf(await answer("How should dried leaves be stored?"));
  const other = fileOf(await answer("What about oolong and moisture?"));
  const proof = await proofOf(receipt, "final", other.file.facts);
  const trusted = await trustedAt(2n);
  const failed = (changed: Partial<ChainProof>, of = receipt): string[] =>
    Object.entries(states(of, { ...proof, ...changed }, trusted)).flatMap(([name, state]) => (state === "fails" ? [name] : []));
  const { settlement, state, facts, block } = proof;
  const leaf = SettlementLeaf.fromBytes(fromBase64(settlement.bytes));
  const withLeaf = (change: Partial<SettlementLeaf>): Partial<ChainProof> => ({
    settlement: { ...settlement, bytes: toBase64(SettlementLeaf.toBytes({ ...leaf, ...change })) },
  });
  expect(failed({})).toEqual([]);
  expect(failed({}, other.receipt)).toEqual(["settled-receipt"]);
  expect(failed({}, { ...receipt, amount: "1" })).toEqual(["settled-receipt"]);
  expect(failed(withLeaf({ decidedHeight: leaf.decidedHeight + 1n }))).toEqual(["settled-on-chain"]);
  expect(failed(withLeaf({ outcome: SettlementOutcome.SETTLEMENT_OUTCOME_VOID }))).toEqual(["settled-on-chain"]);
  expect(failed({ settlement: { ...settlement, logIndex: "90" } })).toEqual(["settled-on-chain"]);
  expect(failed({ state: { ...state, value: toBase64(new Uint8Array(8)) } })).toEqual(["settled-on-chain", "app-hash"]);
  expect(failed({ state: { ...state, height: "3" } })).toEqual(["app-hash"]);
  expect(failed({ state: { ...state, ops: state.ops.toReversed() } })).toEqual(["app-hash"]);
  expect(failed({ facts: facts.map((fact, i) => (i === 1 ? { ...fact, value: "AA==" } : fact)) })).toEqual(["app-hash"]);
  expect(failed({ facts: facts.map((fact, i) => (i === 1 ? { ...fact, store: "bank" } : fact)) })).toEqual(["app-hash"]);
  expect(failed({ settlement: { ...settlement, bytes: "AAAA" } })).toEqual([...ALL]);
  const validators = block.validators.map((one) => ({ ...one, power: "11" }));
  expect(failed({ block: { ...block, validators } })).toEqual(["commit"]);
  expect(failed({ block: { ...block, validators: [] } })).toEqual(["commit"]);
  expect(() => parseChainProof({ ...proof, format: "other" })).toThrow("format");
});

test("the trusted header may be the proof's own, one below it or, with the headers in between, one above it", async () => {
  const { crypto, node } = network;
  const { receipt } = fileOf(await answer("How long do I steep it?"));
  const proof = await proofOf(receipt, "final");
  const height = BigInt(proof.state.height) + 1n;
  const trust = (trusted: TrustedHeader | undefined, path: ChainProof["path"] = [], at?: bigint): string =>
    states(receipt, { ...proof, path }, trusted, at)["trusted-header"] ?? "";
  const own = await trustedAt(height);
  const hashOnly = { height, hash: own.hash };
  expect([trust(undefined), trust(own), trust(hashOnly)]).toEqual(["not-in-file", "holds", "holds"]);
  expect(trust({ height, hash: new Uint8Array(32) })).toBe("fails");
  const first = await trustedAt(1n);
  expect(trust({ height: 1n, hash: first.hash })).toBe("not-in-file");
  expect(trust(first, [], now() + 169n * 3_600_000_000_000n)).toBe("fails");

  const provider = createRpcLightProvider({ rpcUrl: node.rpcUrl, sha256: crypto.sha256 });
  const blockAt = async (at: bigint) => lightBlockToFile(await provider.lightBlock(at));
  expect(trust({ height: 1n, hash: first.hash }, [await blockAt(1n)])).toBe("holds");
  await expect.poll(() => network.client.height()).toBeGreaterThan(height + 3n);
  const above = await trustedAt(height + 3n);
  const between = await Promise.all([height + 1n, height + 2n].map(blockAt));
  expect([trust(above), trust(above, between), trust(above, between.slice(1))]).toEqual(["not-in-file", "holds", "not-in-file"]);
  const lie = { ...(await blockAt(1n)), validators: [{ publicKey: "11".repeat(32), power: "10" }] };
  expect(trust({ height: 1n, hash: first.hash }, [lie])).toBe("fails");
});

/** The client, which notes what it asks of the node. */
function noting(client: ChainClient, asked: string[]): ChainClient {
  const comet = new Proxy(client.comet, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      asked.push(String(name));
      return value.bind(target) as unknown;
    },
  });
  const query: ChainClient["query"] = async (...question) => {
    asked.push("query");
    return await client.query(...question);
  };
  return { ...client, comet, query };
}

test("what the receipts of one settlement share is asked of the node once", async () => {
  const { file, receipt } = fileOf(await answer("Which leaves give a sweet cup?"));
  const other = fileOf(await answer("What about oolong and moisture?"));
  const alone = await proofOf(receipt, "final", file.facts);
  const asked: string[] = [];
  const client = noting(network.client, asked);
  const finder = createSettlementFinder(client);
  const settlement = await finder.find(receipt.sessionId, receipt.index);
  expect(settlement).toEqual(await findSettlement(network.client, receipt.sessionId, receipt.index));
  expect(asked.splice(0).length).toBe(5);
  expect(await finder.find(receipt.sessionId, receipt.index)).toEqual(settlement);
  expect(asked).toEqual([]);
  if (settlement === undefined) throw new Error("the receipt is settled");

  const { crypto, node } = network;
  const prover = createChainProver({ client, provider: createRpcLightProvider({ rpcUrl: node.rpcUrl, sha256: crypto.sha256 }), crypto });
  expect(await prover.prove({ receipt, settlement, facts: file.facts })).toEqual(alone);
  expect(asked.splice(0).length).toBeGreaterThan(12);
  expect(await prover.prove({ receipt, settlement, facts: file.facts })).toEqual(alone);
  expect(asked).toEqual([]);
  const sources = new Set(file.facts.contributions.map(({ datanetId, seq }) => `${datanetId}/${seq}`));
  const further = other.file.facts.contributions.filter(({ datanetId, seq }) => !sources.has(`${datanetId}/${seq}`));
  await prover.prove({ receipt, settlement, facts: other.file.facts });
  expect(asked.splice(0)).toEqual(further.map(() => "abciQuery"));
  await expect(prover.prove({ receipt: { ...receipt, amount: "1" }, settlement })).rejects.toMatchObject({ code: "invalid" });
  expect(await prover.prove({ receipt, settlement, facts: file.facts })).toEqual(alone);
  expect(asked.length).toBeGreaterThan(12);
});

const NOT_PROVEN = { code: 1, stderr: expect.stringContaining("NOT proven from the header that you trust") };

test("the buyer's shelf gains the proof by itself, and the command line verifies the file without a network", async () => {
  const name = await answer("When does green tea lose its fragrance?");
  await expect.poll(() => fileOf(name).file.chainProof?.settlement.place, { interval: 200 }).toBe("log");
  const path = join(network.home("buyer"), "receipts", name);
  const header = join(network.home("buyer"), "header.json");
  writeFileSync(header, await (await fetch(`${network.node.rpcUrl}/commit?height=2`)).text());
  const verify = async (...flags: readonly string[]): Promise<{ readonly name: string; readonly state: string }[]> => {
    const main = join(import.meta.dirname, "../../node/src/main.ts");
    const offline = ["verify", path, "--offline", "--json", "--node", "http://127.0.0.1:1", ...flags];
    return JSON.parse((await promisify(execFile)(process.execPath, [main, ...offline])).stdout);
  };
  const checks = await verify("--trusted-header", header);
  expect(checks).toHaveLength(20);
  expect(checks.filter(({ state }) => state !== "holds")).toEqual([]);
  const untrusting = await verify();
  expect(untrusting.filter(({ state }) => state !== "holds").map((check) => check.name)).toEqual(["chain-facts", "settlement", "trusted-header"]);
  const foreign = ["--trusted-height", `${BigInt(fileOf(name).file.chainProof?.state.height ?? 0) + 1n}`, "--trusted-hash", "00".repeat(32)];
  await expect(verify(...foreign)).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("another header") });
  // A header that is named and not reached is no success either, and nor is a file without a chain proof.
  const first = BigInt(JSON.parse(readFileSync(header, "utf8")).result.signed_header.header.height as string);
  await expect(verify("--trusted-height", `${first}`, "--trusted-hash", "00".repeat(32))).rejects.toMatchObject(NOT_PROVEN);
  const { chainProof, ...unproven } = JSON.parse(readFileSync(path, "utf8")) as { readonly chainProof: ChainProof };
  writeFileSync(path, JSON.stringify(unproven));
  await expect(verify("--trusted-header", header)).rejects.toMatchObject(NOT_PROVEN);
  // The genuine header beside a forged one of its height does not vouch for it.
  const genuine = lightBlockFromFile(network.crypto.sha256, chainProof.block);
  const forged = { ...genuine, header: { ...genuine.header, appHash: new Uint8Array(32) } };
  const doubled = { ...chainProof, block: lightBlockToFile(forged), path: [chainProof.block] };
  writeFileSync(path, JSON.stringify({ ...unproven, chainProof: doubled }));
  const { height, hash } = await trustedAt(genuine.header.height);
  const named = ["--trusted-height", `${height}`, "--trusted-hash", toHex(hash)];
  await expect(verify(...named)).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("two headers of height") });
  writeFileSync(path, JSON.stringify({ ...unproven, chainProof }));
  await expect(verify("--trusted-height", "2")).rejects.toMatchObject({ stderr: expect.stringContaining("together") });

  // The chain ends here and goes on from its exported state: the new genesis vouches for what was settled before.
  await network.node.close();
  const genesis = join(network.home("buyer"), "next-genesis.json");
  const main = join(import.meta.dirname, "../../node/src/main.ts");
  await promisify(execFile)(process.execPath, [main, "export", "--home", network.home("node"), "--output-document", genesis]);
  expect((await verify("--trusted-header", genesis)).filter(({ state }) => state !== "holds")).toEqual([]);
  const foreignGenesis = JSON.parse(readFileSync(genesis, "utf8")) as { readonly app_state: { readonly system: { readonly previous_chains: readonly object[] } } };
  const foreignChains = foreignGenesis.app_state.system.previous_chains.map((one) => ({ ...one, chain_id: "another-1" }));
  writeFileSync(genesis, JSON.stringify({ app_state: { system: { previous_chains: foreignChains } } }));
  await expect(verify("--trusted-header", genesis)).rejects.toMatchObject(NOT_PROVEN);
});
