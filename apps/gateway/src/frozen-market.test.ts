// Governance freezes a model version that three buyers have open sessions for.
import { startBuyer, type RunningBuyer, type StartBuyerOptions } from "@openledger/buyer";
import { allContributions, allSessions, contributeMessage, loadCorpus, manifestRows, outgoing, prepareContent } from "@openledger/client";
import { packAny } from "@openledger/messages";
import { MsgSubmitProposal, MsgSubmitProposalResponse, MsgVote, VoteOption } from "@openledger/messages/cosmos/gov/v1";
import { MsgDecideIncident, MsgReportIncident, MsgReportIncidentResponse, Reason, Role as Answerable } from "@openledger/messages/openledger/accountability/v1";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgContribute, MsgFreezeVersion, MsgReview, Verdict } from "@openledger/messages/openledger/datanet/v1";
import { ModelKind, MsgPublishModel, QueryService as ModelQuery } from "@openledger/messages/openledger/model/v1";
import { addressFromBytes, assertDefined, toUtf8 } from "@openledger/primitives";
import { buildArtifact, RULE_VERSION } from "@openledger/retrieval";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { offer } from "./external.fixture.ts";
import { openDoor, type FlakyDoor } from "./flaky-door.fixture.ts";
import { MODEL_NAME, startTestNetwork, type Role, type TestNetwork } from "./network.fixture.ts";
import { pause } from "./upstream/upstream.fixture.ts";

interface TestBuyer {
  readonly running: RunningBuyer;
  ask(): Promise<string>;
}

let network: TestNetwork;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const gov = { params: { voting_period: "60s", expedited_voting_period: "1s" } };
  network = await startTestNetwork(undefined, { settle_period_seconds: "1" }, {}, { gov });
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
  await network.close();
});

/** One more text, accepted and frozen: another artifact, since a freeze holds for the one that it is about under every number. */
async function addText(): Promise<void> {
  const { client, blobs, crypto, sender, addresses } = network;
  const documents = [{ path: "cups.md", bytes: toUtf8("# Cups\n\nRinse porcelain cups with boiling water and dry them upside down on a linen cloth.\n") }];
  const content = prepareContent(crypto.sha256, documents, crypto.sha256(Uint8Array.of(9)));
  await blobs.put(content.blob);
  const terms = { contributor: addresses.alice, datanetId: 1n, title: "cups", licence: "CC-BY-4.0" };
  await sender("alice").send([outgoing(MsgContribute, contributeMessage(content, terms))]);
  const { seq, rowsRoot } = assertDefined((await allContributions(client, 1n)).at(-1), "the text is registered");
  const review = { curator: addresses.curator, datanetId: 1n, seq, rowsRoot, verdict: Verdict.VERDICT_ACCEPT, grade: 80 };
  await sender("curator").send([outgoing(MsgReview, review), outgoing(MsgFreezeVersion, { signer: addresses.curator, datanetId: 1n })]);
}

async function publishSecondVersion(): Promise<void> {
  await addText();
  const { client, blobs, crypto, sender, addresses } = network;
  const manifest = [{ datanetId: 1n, version: 2n, priorBps: 2000 }];
  const corpus = await loadCorpus({ client, blobs, sha256: crypto.sha256 }, { acceptedAtMost: 1n << 60n, required: [1n] });
  const rows = manifestRows(corpus, { manifest: [{ datanetId: "1", version: "2", priorBps: 2000 }] });
  const kind = ModelKind.MODEL_KIND_RETRIEVAL;
  await sender("builder").send([
    outgoing(MsgPublishModel, {
      ...{ publisher: addresses.builder, modelId: 1n, name: MODEL_NAME, kind, ruleVersion: RULE_VERSION, manifest },
      ...{ artifactRoot: buildArtifact(rows, crypto.sha256).root, steward: addresses.builder },
    }),
  ]);
}

async function host(role: Role, modelVersion: bigint): Promise<{ readonly door: FlakyDoor; readonly offerId: bigint; readonly gateway: RunningGateway }> {
  const door = await openDoor();
  const price = { denom: "udemo", perCall: "500", per1kInput: "0", per1kOutput: "0" };
  const offerId = await offer(network, role, role, { endpoint: `${door.url}/v1`, modelVersion, price });
  const { node, wallet } = network;
  const gateway = await startGateway({
    ...{ home: network.home(role), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet, offerId },
    ...{ settleAfterMs: 200, logLevel: "silent" },
  });
  door.target = gateway.url;
  closers.push(() => gateway.close(), () => door.slam());
  return { door, offerId, gateway };
}

async function buyFrom(home: string, where: Pick<StartBuyerOptions, "market" | "gatewayUrl">): Promise<TestBuyer> {
  const { node, wallet, addresses } = network;
  const running = await startBuyer({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, wallet, address: addresses.buyer, ...where },
    ...{ max: { denom: "udemo", amount: 400_000n }, listen: "127.0.0.1:0", logLevel: "silent" },
  });
  closers.push(() => running.close());
  const openai = new OpenAI({ baseURL: `${running.url}/v1`, apiKey: "none", maxRetries: 0 });
  const ask = async (): Promise<string> => {
    const answer = await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content: "How do I brew green tea?" }] });
    return (answer as unknown as { x_openledger: { host: string } }).x_openledger.host;
  };
  return { running, ask };
}

/** Reports version 1@2, whose approver is nobody, and has governance freeze it. */
async function freezeSecondVersion(): Promise<bigint> {
  const { sender, addresses, crypto, client } = network;
  const modelVersion = { modelId: 1n, version: 2n };
  const report = { reporter: addresses.curator, modelVersion, role: Answerable.ROLE_APPROVER, reason: Reason.REASON_ARTIFACT, statement: "It differs." };
  const { incidentId } = (await sender("curator").send([outgoing(MsgReportIncident, report)])).response(MsgReportIncidentResponse);
  const authority = addressFromBytes("open", crypto.sha256(toUtf8("gov")).slice(0, 20));
  const decision = packAny(MsgDecideIncident, MsgDecideIncident.create({ authority, incidentId, uphold: true, freeze: true }));
  const proposal = { messages: [decision], proposer: addresses.alice, title: "Freeze", summary: "It differs." };
  const initialDeposit = [{ denom: "uopen", amount: "10000000" }];
  const sent = await sender("alice").send([outgoing(MsgSubmitProposal, { ...proposal, initialDeposit })]);
  const { proposalId } = sent.response(MsgSubmitProposalResponse);
  await sender("alice").send([outgoing(MsgVote, { proposalId, voter: addresses.alice, option: VoteOption.VOTE_OPTION_YES })]);
  network.passSeconds(61);
  await until(async () => (await client.query(ModelQuery.ModelVersion, modelVersion)).freeze !== undefined, "the version is frozen");
  return incidentId;
}

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await isTrue()) return;
    await pause(100);
  }
  throw new Error(`never: ${what}`);
}

const openSessions = async (offerId: bigint): Promise<number> => (await allSessions(network.client)).filter((one) => one.offerId === offerId).length;
const purse = async (): Promise<bigint> => {
  const { balance } = await network.client.query(BankQuery.Balance, { address: network.addresses.buyer, denom: "udemo" });
  return BigInt(balance?.amount ?? "0");
};

test("sessions of a frozen version are closed; who named no version is answered by another, the others learn the incident", async () => {
  await publishSecondVersion();
  const older = await host("bob", 1n);
  const frozen = await host("alice", 2n);
  const { alice, bob } = network.addresses;
  const before = await purse();
  const byName = await buyFrom("by-name", { market: { model: MODEL_NAME } });
  const byVersion = await buyFrom("by-version", { market: { model: "1@2" } });
  const byGateway = await buyFrom("by-gateway", { gatewayUrl: frozen.gateway.url });
  for (const buyer of [byName, byVersion, byGateway]) expect(await buyer.ask()).toBe(alice);
  expect(await openSessions(frozen.offerId)).toBe(3);

  const incidentId = await freezeSecondVersion();
  await until(async () => (await byName.ask()) === bob, "another version answers");
  const refusal = expect.objectContaining({ status: 403, code: "version_frozen", message: expect.stringContaining(`model 1@2 is frozen by incident ${incidentId}`) });
  for (const buyer of [byVersion, byGateway]) await expect(buyer.ask()).rejects.toEqual(refusal);
  await until(async () => (await openSessions(frozen.offerId)) === 0, "the sessions have ended");
  // No session opens, so that nothing is paid for trying again.
  const after = await purse();
  for (const buyer of [byVersion, byGateway]) await expect(buyer.ask()).rejects.toEqual(refusal);
  expect(await purse()).toBe(after);
  expect(byVersion.running.buyer.spent).toBeLessThanOrEqual(4n * 500n + 50n);

  const [living] = (await allSessions(network.client)).filter(({ offerId }) => offerId === older.offerId);
  const spent = [byName, byVersion, byGateway].reduce((sum, { running }) => sum + running.buyer.spent, 0n);
  expect(before - after).toBeLessThanOrEqual(BigInt(living?.escrow?.amount ?? "0") + spent);
  await expect(buyFrom("late", { market: { model: "1@2" } }).then((late) => late.ask())).rejects.toEqual(refusal);
  expect(await (await buyFrom("later", { market: { model: "1" } })).ask()).toBe(bob);
});
