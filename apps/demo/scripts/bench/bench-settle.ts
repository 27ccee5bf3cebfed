import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  appendLeaf,
  buildReceiptOpening,
  claimLeaf,
  claimsRoot,
  EMPTY_FRONTIER,
  frontierRoot,
  receiptHash,
  receiptLeaf,
  treeHeadHash,
  type Frontier,
} from "@openledger/attribution";
import { answerPrice, createTxSender, outgoing } from "@openledger/client";
import { loadServedModel, type ServedModel } from "@openledger/gateway";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { BaseAccount, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import type { DeepPartial } from "@openledger/messages";
import { OutputLabel, TreeHead, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgCreateOffer,
  MsgCreateOfferResponse,
  MsgOpenSession,
  MsgOpenSessionResponse,
  MsgSettle,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { addressToBytes, assertDefined, compareBytes, toBase64, toUtf8 } from "@openledger/primitives";
import { createAccounts, signHash, signTx, toAny, type SimulatedAccount } from "@openledger/testing";
import { DirectSecp256k1Wallet } from "@cosmjs/proto-signing";
import { demoQuestions } from "../../src/corpus/demo-questions.ts";
import type { PreparedNetwork } from "../../src/prepare-network.ts";
import { BASE_DENOM, DOLLAR_DENOM } from "../../src/steps/demo-terms.ts";
import { inParallel, type World } from "../../src/steps/world.ts";
import { runOpenLoop } from "./open-loop.ts";
import { climb, type StairResult } from "./staircase.ts";

const HOSTS = 16;
/** Answers in one settlement. */
const BATCH = 12;
const GAS_LIMIT = 200_000_000n;
/** Settlements a second. */
const RATES: readonly number[] = [5, 10, 20, 30, 40, 60];
const STAIR_SECONDS = 5;

export interface SettleResult extends StairResult {
  readonly answersPerSettlement: number;
  readonly bytesPerSettlement: number;
  /** Of the long run. */
  readonly answersPerSecond: number;
}

/** A host that is also its own buyer: who pays is of no consequence for the work of verifying. */
interface BenchHost {
  readonly account: SimulatedAccount;
  readonly offerId: bigint;
  readonly sessionId: bigint;
  readonly openings: ReceiptOpening[];
  log: Frontier;
  total: bigint;
  sequence: bigint;
}

/** Pre-signed settlements of real answers through a node's HTTP; the chain verifies every opening. */
export async function benchSettle(network: PreparedNetwork, seconds: number, say: (text: string) => void): Promise<SettleResult> {
  const { world } = network;
  const hosts = await openHosts(world, network.model);
  const maker = await createMaker(world, hosts);
  let bytesPerSettlement = 0;
  const climbed = await climb(RATES, STAIR_SECONDS, seconds, async (rate, count, stage) => {
    say(`signing ${count} settlements of ${BATCH} answers for ${rate}/s`);
    const file = join(world.home.root, `settle-${stage}`);
    // A run that is not carried leaves gaps in its sessions, so the long run has hosts of its own.
    bytesPerSettlement = maker.write(file, count, stage === "steady" ? hosts.slice(HOSTS / 2) : hosts.slice(0, HOSTS / 2));
    return runOpenLoop(world.client, file, rate, HOSTS / 2);
  });
  const answersPerSecond = Math.round(climbed.steady.committedPerSecond * BATCH * 10) / 10;
  return { ...climbed, answersPerSettlement: BATCH, bytesPerSettlement, answersPerSecond };
}

async function openHosts(world: World, model: PreparedNetwork["model"]): Promise<BenchHost[]> {
  const accounts = createAccounts(world.crypto, HOSTS);
  const fund = (denom: string, amount: string, from: string) =>
    accounts.map(({ address }) => outgoing(MsgSend, { fromAddress: from, toAddress: address, amount: [{ denom, amount }] }));
  await world.send("host", fund(DOLLAR_DENOM, "50000000", world.keys.roles.host.address));
  await world.send("faucet", fund(BASE_DENOM, "100000000", world.keys.roles.faucet.address));
  return inParallel(accounts, HOSTS, async (account) => {
    const wallet = await DirectSecp256k1Wallet.fromKey(account.privateKey, world.client.chain.bech32Prefix);
    const sender = createTxSender({ client: world.client, wallet, address: account.address });
    const offer = await sender.send([outgoing(MsgCreateOffer, offerOf(account, model))]);
    const { offerId } = offer.response(MsgCreateOfferResponse);
    const session = await sender.send([
      outgoing(MsgOpenSession, {
        buyer: account.address,
        offerId,
        escrow: { denom: DOLLAR_DENOM, amount: "34000000" },
        sessionKey: account.publicKey,
        visibility: Visibility.VISIBILITY_PUBLIC,
        durationSeconds: 86_400n,
      }),
    ]);
    const { sessionId } = session.response(MsgOpenSessionResponse);
    const answer = await world.client.query(AuthQuery.Account, { address: account.address });
    const { accountNumber, sequence } = BaseAccount.decode(assertDefined(answer.account, "a funded account").value);
    return { account: { ...account, accountNumber }, offerId, sessionId, openings: [], log: EMPTY_FRONTIER, total: 0n, sequence };
  });
}

function offerOf(account: SimulatedAccount, model: PreparedNetwork["model"]): DeepPartial<MsgCreateOffer> {
  return {
    host: account.address,
    modelId: model.modelId,
    modelVersion: model.version,
    endpoint: "http://127.0.0.1:1/",
    price: { denom: DOLLAR_DENOM, perCall: String(model.floorPrice?.amount ?? "1"), per1kInput: "0", per1kOutput: "0" },
    latencyClassMs: 60_000n,
    unsignedCalls: 4,
    bond: { denom: DOLLAR_DENOM, amount: "15000000" },
    openingFee: "0",
    receiptKey: account.publicKey,
  };
}

interface Maker {
  /** Writes `count` signed settlements, the hosts taking turns; returns the size of the first. */
  write(path: string, count: number, hosts: readonly BenchHost[]): number;
}

async function createMaker(world: World, hosts: readonly BenchHost[]): Promise<Maker> {
  const { client, blobs, crypto } = world;
  const first = assertDefined(hosts[0], "there are hosts");
  const served = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, first.offerId);
  const questions = [...(await demoQuestions("main")), ...(await demoQuestions("headings"))].map(({ question }) => question);
  const outputs = questions.map((question) =>
    served.engine.answer({ messages: [{ role: "user", text: question }], sessionId: 1n, nonce: 1n }),
  );
  let made = 0;
  const answerNext = (host: BenchHost): void => {
    const at = made++ % questions.length;
    const opening = openingOf(world, served, host, questions[at] ?? "", outputs[at] ?? toUtf8(""));
    const receipt = assertDefined(opening.receipt, "a receipt");
    host.openings.push(opening);
    host.log = appendLeaf(crypto.sha256, host.log, receiptLeaf(crypto.sha256, receipt));
    host.total += BigInt(receipt.amount);
  };
  return {
    write(path, count, own) {
      const lines: string[] = [];
      for (let i = 0; i < count; i++) {
        const host = assertDefined(own[i % own.length], "a host");
        const from = host.openings.length;
        while (host.openings.length < from + BATCH) answerNext(host);
        lines.push(toBase64(settleTx(world, host, from)));
      }
      writeFileSync(path, lines.join("\n"));
      return Math.floor(((lines[0]?.length ?? 0) * 3) / 4);
    },
  };
}

function openingOf(world: World, served: ServedModel, host: BenchHost, question: string, output: Uint8Array): ReceiptOpening {
  const { crypto, client } = world;
  const index = BigInt(host.openings.length);
  const unsigned = buildReceiptOpening(
    crypto.sha256,
    {
      chainId: client.chainId,
      sessionId: host.sessionId,
      index,
      nonce: index + 1n,
      modelId: served.offer.modelId,
      modelVersion: served.offer.modelVersion,
      latencyMs: 20n,
      outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      request: [{ role: "user", text: question }],
      requestSecret: crypto.sha256(toUtf8(`request ${host.sessionId}/${index}`)),
      outputSecret: crypto.sha256(toUtf8(`output ${host.sessionId}/${index}`)),
      output,
      price: (input, tokens) =>
        answerPrice(served.offerFacts, { inputTokens: BigInt(input), outputTokens: BigInt(tokens), latencyMs: 20n }),
    },
    served.source,
  );
  const hash = receiptHash(crypto.sha256, assertDefined(unsigned.receipt, "a receipt"));
  return { ...unsigned, hostSignature: signHash(hash, host.account.privateKey) };
}

function settleTx(world: World, host: BenchHost, from: number): Uint8Array {
  const { crypto, client } = world;
  const { sha256 } = crypto;
  const openings = host.openings.slice(from);
  const head = TreeHead.create({
    version: 1,
    chainId: client.chainId,
    sessionId: host.sessionId,
    size: BigInt(host.openings.length),
    root: frontierRoot(sha256, host.log),
    cumulativeAmount: host.total.toString(),
  });
  const leaves = openings.map(({ receipt, claim }) =>
    claimLeaf(sha256, assertDefined(receipt, "a receipt"), assertDefined(claim, "a claim")),
  );
  const message = toAny(MsgSettle, {
    host: host.account.address,
    sessionId: host.sessionId,
    firstIndex: BigInt(from),
    head: { head, signature: signHash(treeHeadHash(sha256, head), host.account.privateKey) },
    owners: sumOwners(openings, client.chain.bech32Prefix),
    claimsRoot: claimsRoot(sha256, leaves),
    openings,
  });
  const terms = { chainId: client.chainId, sequence: host.sequence++, gasLimit: GAS_LIMIT, fee: undefined };
  return signTx(crypto, host.account, [message], terms);
}

function sumOwners(openings: readonly ReceiptOpening[], prefix: string): { owner: string; amount: string }[] {
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of openings.flatMap(({ claim }) => claim?.owners ?? [])) {
    sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
  }
  return [...sums]
    .sort(([a], [b]) => compareBytes(addressToBytes(prefix, a), addressToBytes(prefix, b)))
    .map(([owner, amount]) => ({ owner, amount: amount.toString() }));
}
