// Bytes that people keep: a receipt, its claim and its proofs verify for as long as these stay what they are.
import { createNodeCrypto } from "@openledger/crypto";
import {
  Claim,
  ContributionLeaf,
  OutputLabel,
  AttributionLabel,
  Receipt,
  ReceiptOpening,
  SpanStatus,
  TreeHead,
} from "@openledger/messages/openledger/attribution/v1";
import { sizedRoot, toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { claimLeaf, claimRoot, contributionLeafHash, receiptHash, receiptLeaf, treeHeadHash } from "./hashes.ts";

const { sha256 } = createNodeCrypto();
const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);
const OWNER = "open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnkvr7pq";

const claim = Claim.create({
  version: 1,
  owners: [{ owner: OWNER, amount: "70000" }],
  spans: [
    {
      firstToken: 0,
      tokenCount: 9,
      weight: 31_337n,
      status: SpanStatus.SPAN_STATUS_OWNED,
      owner: OWNER,
      match: { firstToken: 0, tokenCount: 9, contribution: { datanetId: 3n, seq: 5n }, document: 2, offset: 4_096n },
    },
    { firstToken: 9, tokenCount: 4, weight: 512n, status: SpanStatus.SPAN_STATUS_NO_MATCH, owner: "" },
  ],
  passages: [7n, 300n],
  sources: [{ datanetId: 3n, seq: 5n }],
});
const receipt = Receipt.create({
  ...{ version: 1, chainId: "openledger-1", sessionId: 42n, index: 1n, nonce: 99n, modelId: 6n, modelVersion: 2n },
  ...{ requestRoot: filled(32, 1), outputRoot: filled(32, 2), inputTokens: 11n, outputTokens: 13n, latencyMs: 250n },
  ...{ amount: "200000", claimRoot: claimRoot(sha256, claim) },
  outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
  attributionLabel: AttributionLabel.ATTRIBUTION_LABEL_VERBATIM,
});
const head = TreeHead.create({
  ...{ version: 1, chainId: "openledger-1", sessionId: 42n, size: 2n, root: filled(32, 3), cumulativeAmount: "400000" },
});
const leaf = ContributionLeaf.create({
  ...{ chainId: "openledger-1", datanetId: 3n, seq: 5n, contributor: OWNER, rowsRoot: filled(32, 4), sequence: 77n, grade: 80 },
});
const opening = ReceiptOpening.create({
  ...{ receipt, hostSignature: filled(64, 5), claim, requestSecret: filled(32, 6), request: [{ role: "user", text: "how?" }] },
  ...{ outputSecret: filled(32, 7), output: filled(40, 65) },
  contributions: [
    {
      ...{ leaf, version: 1n, logIndex: 4n, logPath: [filled(32, 8)], rowHashes: [filled(32, 10)] },
      chunks: [{ document: 2, chunk: 4, last: false, salt: filled(16, 9), data: filled(1_024, 66), leafIndex: 12n }],
    },
  ],
  derivation: { leafCount: 400n, indexes: [7n, 300n], leaves: [filled(9, 1), filled(9, 2)], hashes: [filled(32, 11)] },
});

test.each([
  [
    "the bytes of a receipt",
    sha256(Receipt.toBytes(receipt)),
    "20c1443d1adc468d240f91565fd49597d7f0e18edcd8a41b77c97bc58fa838c7",
  ],
  [
    "the hash that the host signs",
    receiptHash(sha256, receipt),
    "3d4d765b72180affc8f4ffa3674170485a865da510ba60f1040e8bebb1668fb4",
  ],
  [
    "the leaf of a receipt in its session's log",
    receiptLeaf(sha256, receipt),
    "7b4780a1e7113c7de7ba4b735fdb4921d4ba20407d3f290f2f60622b7c059f3d",
  ],
  [
    "the hash that the buyer signs",
    treeHeadHash(sha256, head),
    "ed65172946b565843792b7dab88104498a60b423098a57b4efd03b904fd42a2f",
  ],
  [
    "the bytes of a claim",
    sha256(Claim.toBytes(claim)),
    "0ede89ebfc9704fc7bb46fc90bd95799120120922695ff760685356a857f1b4b",
  ],
  [
    "the claim root",
    receipt.claimRoot,
    "f2eebb63357974a4b9d1df99e8a2f3c43d5e3c3d98f294d7f8eecaaf9cf681f3",
  ],
  [
    "the leaf of a claim in its settlement",
    claimLeaf(sha256, receipt, claim),
    "2f6b8de4ceb28bb018ed2f754b4a646d68684699f99a9745b99f5c7096c48e78",
  ],
  [
    "the leaf of a contribution in its datanet's log",
    contributionLeafHash(sha256, leaf),
    "dd400a3bfa1171fb9b72f7cc64086ebd350ba957c57e3cc589d12e65411b688f",
  ],
  [
    "the root of an artifact",
    sizedRoot(sha256, 400n, filled(32, 12)),
    "e0abf3d3cae3e128d6796f2935ee3a2576978df089f3b4bf79ac9a511cc039f2",
  ],
  [
    "the bytes of an opening",
    sha256(ReceiptOpening.toBytes(opening)),
    "299dd56229de3bb80f1a4fad66869e6cac1f61776c2e2090fed8381d5cc391ac",
  ],
])("%s: unchanged", (_, bytes, frozen) => {
  expect(toHex(bytes)).toBe(frozen);
});
