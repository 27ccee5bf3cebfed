import type { EncodeObject, GeneratedType } from "@cosmjs/proto-signing";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  appendLeaf,
  buildReceiptOpening,
  claimLeaf,
  claimsRoot,
  contentTree,
  contributionLeafHash,
  createMerkleTree,
  createSpanIndex,
  EMPTY_FRONTIER,
  frontierRoot,
  receiptHash,
  receiptLeaf,
  treeHeadHash,
} from "@openledger/attribution";
import type { MessageCodec } from "@openledger/messages";
import {
  OutputLabel,
  type ContributionLeaf,
  type ReceiptOpening,
} from "@openledger/messages/openledger/attribution/v1";
import {
  MsgContribute,
  MsgCreateDatanet,
  MsgFreezeVersion,
  MsgReview,
} from "@openledger/messages/openledger/datanet/v1";
import { MsgCreateOffer, MsgOpenSession, MsgSettle } from "@openledger/messages/openledger/market/v1";
import { MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { MsgClaimRewards } from "@openledger/messages/openledger/rewards/v1";
import { assertDefined, toHex, toUtf8 } from "@openledger/primitives";
import { buildArtifact, derivationOf } from "@openledger/retrieval";
import type { ExecutedBlock, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import {
  balance,
  CHAIN_ID,
  createWallets,
  crypto,
  registry,
  runBlock,
  signTx,
  startChain,
  type Wallet,
} from "./chain.fixture.ts";

const { sha256 } = crypto;
const TEXT =
  "The heron waits beside the quiet reservoir until the morning fog dissolves, then strikes at silver minnows with precision.";
const FEE_PER_CALL = 1000n;
const hostKey = new Uint8Array(32).fill(21);
const sessionKey = new Uint8Array(32).fill(22);
const sign = (hash: Uint8Array, key: Uint8Array): Uint8Array =>
  secp256k1.sign(hash, key, { prehash: false, lowS: true, format: "compact" });
const rows = contentTree(sha256, [toUtf8(TEXT)], new Uint8Array(32).fill(1));
const artifact = buildArtifact([{ sequence: 1n, documents: [toUtf8(TEXT)] }], sha256);

const APP_STATE = {
  market: { params: { window_seconds: "3", window_blocks: "2", listed_denoms: ["udemo"] } },
  datanet: { params: { review_period_seconds: "1000" } },
};

const codecs: readonly MessageCodec<object>[] = [
  MsgCreateDatanet,
  MsgContribute,
  MsgReview,
  MsgFreezeVersion,
  MsgPublishModel,
  MsgCreateOffer,
  MsgOpenSession,
  MsgSettle,
  MsgClaimRewards,
] as readonly unknown[] as readonly MessageCodec<object>[];
for (const codec of codecs) registry.register(codec.typeUrl, codec as unknown as GeneratedType);

function message<T extends object>(
  codec: MessageCodec<T>,
  value: Parameters<MessageCodec<T>["fromPartial"]>[0],
): EncodeObject {
  return { typeUrl: codec.typeUrl, value: codec.fromPartial(value) };
}

/** Signs with the account's next sequence, executes in a block of its own and expects success. */
interface Runner {
  readonly chain: StateMachine;
  readonly hashes: string[];
  run(wallet: Wallet, ...messages: readonly EncodeObject[]): Promise<ExecutedBlock>;
}

function createRunner(chain: StateMachine, wallets: readonly Wallet[]): Runner {
  const sequences = new Map<string, bigint>();
  const hashes: string[] = [];
  return {
    chain,
    hashes,
    async run(wallet, ...messages) {
      const sequence = sequences.get(wallet.address) ?? 0n;
      sequences.set(wallet.address, sequence + 1n);
      const accountNumber = BigInt(wallets.indexOf(wallet));
      const tx = await signTx(wallet, messages, { sequence, accountNumber, gasLimit: 1_000_000 });
      const block = runBlock(chain, [tx]);
      expect(block.response.txResults[0]).toMatchObject({ code: 0, log: "" });
      hashes.push(toHex(block.response.appHash));
      return block;
    },
  };
}

async function prepare(
  runner: Runner,
  contributor: Wallet,
  curator: Wallet,
  host: Wallet,
  buyer: Wallet,
): Promise<void> {
  const licence = { spdx: "MIT", uses: [3], quote: 1, privateSessions: 1 };
  const bondPerKib = { denom: "uopen", amount: "10" };
  const by = curator.address;
  await runner.run(
    curator,
    message(MsgCreateDatanet, { creator: by, name: "docs", licence, curators: [by], threshold: 1, bondPerKib }),
  );
  const blob = sha256(toUtf8(TEXT));
  const contribution = {
    contributor: contributor.address,
    datanetId: 1n,
    title: "heron",
    rows: rows.commitment,
    documentCount: 1,
  };
  await runner.run(contributor, message(MsgContribute, { ...contribution, licence: "MIT", blob }));
  await runner.run(
    curator,
    message(MsgReview, { curator: by, datanetId: 1n, seq: 1n, verdict: 1, grade: 80, rowsRoot: rows.root }),
    message(MsgFreezeVersion, { signer: by, datanetId: 1n }),
    message(MsgPublishModel, {
      ...{ publisher: by, name: "answers", kind: 1, ruleVersion: 1, artifactRoot: artifact.root },
      manifest: [{ datanetId: 1n, version: 1n, priorBps: 5000 }],
    }),
  );
  await runner.run(
    host,
    message(MsgCreateOffer, {
      ...{
        host: host.address,
        modelId: 1n,
        modelVersion: 1n,
        endpoint: "http://127.0.0.1:8080/v1",
        latencyClassMs: 1000n,
      },
      price: { denom: "udemo", perCall: FEE_PER_CALL.toString(), per1kInput: "0", per1kOutput: "0" },
      ...{ unsignedCalls: 4, bond: { denom: "udemo", amount: "2000" }, openingFee: "0" },
      receiptKey: secp256k1.getPublicKey(hostKey, true),
    }),
  );
  const escrow = { denom: "udemo", amount: "3000" };
  const key = secp256k1.getPublicKey(sessionKey, true);
  await runner.run(
    buyer,
    message(MsgOpenSession, {
      buyer: buyer.address,
      offerId: 1n,
      escrow,
      sessionKey: key,
      visibility: 1,
      durationSeconds: 600n,
    }),
  );
}

function answer(contributor: Wallet): ReceiptOpening {
  const leaf: ContributionLeaf = {
    ...{
      chainId: CHAIN_ID,
      datanetId: 1n,
      seq: 1n,
      contributor: contributor.address,
      rowsRoot: rows.root,
      sequence: 1n,
      grade: 80,
    },
  };
  const logPath = createMerkleTree(sha256, [contributionLeafHash(sha256, leaf)]).inclusionPath(0);
  const documents = [toUtf8(TEXT)];
  const { passages, places, proof } = derivationOf(artifact, [0]);
  const { document, start, end } = assertDefined(places[0], "one passage");
  const contribution = { datanetId: 1n, seq: 1n };
  const unsigned = buildReceiptOpening(
    sha256,
    {
      ...{ chainId: CHAIN_ID, sessionId: 1n, index: 0n, nonce: 7n, modelId: 1n, modelVersion: 1n, latencyMs: 12n },
      outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      request: [{ role: "user", text: "What does the heron do?" }],
      requestSecret: new Uint8Array(32).fill(2),
      outputSecret: new Uint8Array(32).fill(3),
      ...{ output: toUtf8(TEXT), derivation: { passages, proof, places: [{ contribution, document, start, end }] } },
      price: () => FEE_PER_CALL,
    },
    {
      index: createSpanIndex([{ ref: { datanetId: 1n, seq: 1n }, sequence: 1n, documents }]),
      rule: { manifestTokens: Number(rows.commitment.tokenCount), minExcessBits: 20, minWords: 5 },
      maxOwners: 64,
      dataBps: 4000,
      standing: () => "manifest",
      held: () => ({ leaf, version: 1n, logIndex: 0n, logPath, rows, documents }),
    },
  );
  if (unsigned.receipt === undefined) throw new Error("an opening has a receipt");
  return { ...unsigned, hostSignature: sign(receiptHash(sha256, unsigned.receipt), hostKey) };
}

function settlement(host: Wallet, contributor: Wallet): EncodeObject {
  const opening = answer(contributor);
  const { receipt, claim } = opening;
  if (receipt === undefined || claim === undefined) throw new Error("an opening has a receipt and a claim");
  const root = frontierRoot(sha256, appendLeaf(sha256, EMPTY_FRONTIER, receiptLeaf(sha256, receipt)));
  const head = { version: 1, chainId: CHAIN_ID, sessionId: 1n, size: 1n, root, cumulativeAmount: receipt.amount };
  return message(MsgSettle, {
    ...{ host: host.address, sessionId: 1n, firstIndex: 0n, owners: claim.owners, openings: [opening] },
    head: { head, signature: sign(treeHeadHash(sha256, head), sessionKey) },
    claimsRoot: claimsRoot(sha256, [claimLeaf(sha256, receipt, claim)]),
  });
}

async function playLoop(
  wallets: readonly Wallet[],
): Promise<Runner & { readonly paid: string; readonly settleGas: bigint }> {
  const [contributor, curator, host, buyer] = wallets as readonly [Wallet, Wallet, Wallet, Wallet];
  const chain = startChain(wallets, { appState: APP_STATE });
  const runner = createRunner(chain, wallets);
  await prepare(runner, contributor, curator, host, buyer);
  const settled = await runner.run(host, settlement(host, contributor));
  for (let i = 0; i < 4; i++) runner.hashes.push(toHex(runBlock(chain).response.appHash));
  await runner.run(contributor, message(MsgClaimRewards, { claimant: contributor.address }));
  expect(chain.invariants()).toEqual([]);
  const settleGas = settled.response.txResults[0]?.gasUsed ?? 0n;
  return { ...runner, paid: balance(chain, contributor.address, "udemo"), settleGas };
}

test("from a contributed row to a paid author, by signed transactions, with one app hash per height", async () => {
  const wallets = await createWallets(4);
  const first = await playLoop(wallets);
  const second = await playLoop(wallets);
  // The answer is the contributor's text, so the whole data part of 1,000 is theirs.
  expect(first.paid).toBe("5400");
  expect(first.settleGas).toBeLessThan(200_000n);
  expect(second.hashes).toEqual(first.hashes);
});
