import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  buildReceiptOpening,
  contentTree,
  contributionLeafHash,
  createMerkleTree,
  createSpanIndex,
  receiptHash,
  receiptLeaf,
  TOKENISER_VERSION,
  treeHeadHash,
  WEIGHT_TABLE_HASH,
  type AttributionSource,
  type HeldContribution,
} from "@openledger/attribution";
import { answerPrice, readableReceipt, RECEIPT_FILE_FORMAT, type ChainFacts, type ReceiptFile } from "@openledger/client/receipt";
import { createWebCrypto } from "@openledger/crypto/web";
import { ContributionLeaf, OutputLabel, Receipt, ReceiptOpening, SignedTreeHead, type ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { addressFromBytes, toBase64, toHex, toUtf8 } from "@openledger/primitives";
import { answer, buildArtifact, derivationOf, type RetrievalArtifact } from "@openledger/retrieval";

const CHAIN_ID = "openledger-local-1";
const crypto = createWebCrypto();
const hostKey = new Uint8Array(32).fill(11);
const sessionKey = new Uint8Array(32).fill(12);
const address = (name: string): string => addressFromBytes("open", crypto.ripemd160(crypto.sha256(toUtf8(name))));

/** Packages that this workspace installs, with who owns their repository. */
const SOURCES: readonly (readonly [string, string, string])[] = [
  ["commander", "tj", "MIT"],
  ["dataloader", "graphql", "MIT"],
  ["fast-check", "dubzzz", "MIT"],
  ["nanoid", "ai", "MIT"],
  ["picomatch", "micromatch", "MIT"],
  ["pino", "pinojs", "MIT"],
  ["ws", "websockets", "MIT"],
];

export const QUESTIONS: readonly string[] = [
  "How do I create a WebSocket server and broadcast to all clients?",
  "How do I batch database loads per request with DataLoader?",
  "How can I declare a required option with commander?",
  "How do I generate a short unique id with nanoid?",
  "How do I match files with a glob and ignore folders using picomatch?",
];

/** Receipt files of session 7 over real documentation, signed, that every check of the verifier accepts. */
export function answerFixtures(): ReceiptFile[] {
  const held = holdContributions();
  const facts = factsOf(held);
  const openings = openAnswers(held, facts);
  const leaves = openings.map(({ receipt }) => receiptLeaf(crypto.sha256, receipt as Receipt));
  const log = createMerkleTree(crypto.sha256, leaves);
  const cumulative = openings.reduce((sum, { receipt }) => sum + BigInt(receipt?.amount ?? 0), 0n);
  const head = { version: 1, chainId: CHAIN_ID, sessionId: 7n, size: BigInt(log.size), root: log.root, cumulativeAmount: cumulative.toString() };
  const signature = secp256k1.sign(treeHeadHash(crypto.sha256, head), sessionKey, { prehash: false, lowS: true, format: "compact" });
  return openings.map((opening, i) => ({
    format: RECEIPT_FILE_FORMAT,
    opening: toBase64(ReceiptOpening.toBytes(opening)),
    head: { signed: toBase64(SignedTreeHead.toBytes({ head, signature })), inclusionPath: log.inclusionPath(i).map(toHex) },
    facts,
    settlement: { id: "3", firstIndex: "0", receiptCount: openings.length, state: "pending", submittedHeight: "412", txHash: "AB".repeat(32) },
    readable: readableReceipt(opening, { denom: facts.session.denom, contributions: facts.contributions }),
  }));
}

function holdContributions(): (HeldContribution & { title: string; licence: string })[] {
  const root = fileURLToPath(new URL("../../../../node_modules/.pnpm/", import.meta.url));
  const entries = SOURCES.map(([name, owner, licence], i) => {
    const [file] = globSync(`${name}@*/node_modules/${name}/{README,Readme,readme}.md`, { cwd: root }).sort((a, b) => (a < b ? -1 : 1));
    if (file === undefined) throw new Error(`package ${name} is not installed under ${root}`);
    const documents = [toUtf8(`---\nname: ${name}\n---\n`), new Uint8Array(readFileSync(`${root}/${file}`))];
    const rows = contentTree(crypto.sha256, documents, new Uint8Array(32).fill(i + 50));
    const seq = BigInt(i + 1);
    const leaf = ContributionLeaf.create({
      ...{ chainId: CHAIN_ID, datanetId: 1n, seq, sequence: seq, grade: 80 },
      contributor: address(owner),
      rowsRoot: rows.root,
    });
    return { leaf, rows, documents, title: name, licence };
  });
  const log = createMerkleTree(crypto.sha256, entries.map(({ leaf }) => contributionLeafHash(crypto.sha256, leaf)));
  return entries.map((entry, i) => ({ ...entry, version: 1n, logIndex: BigInt(i), logPath: log.inclusionPath(i) }));
}

function factsOf(held: ReturnType<typeof holdContributions>): ChainFacts {
  const log = createMerkleTree(crypto.sha256, held.map(({ leaf }) => contributionLeafHash(crypto.sha256, leaf)));
  const tokens = held.reduce((sum, { rows }) => sum + rows.commitment.tokenCount, 0n);
  return {
    chainId: CHAIN_ID,
    session: {
      ...{ id: "7", offerId: "1", modelId: "4", modelVersion: "2", denom: "udemo", openedHeight: "388" },
      ...{ buyer: address("buyer"), host: address("host"), sessionKey: toHex(secp256k1.getPublicKey(sessionKey, true)) },
    },
    offer: {
      ...{ id: "1", host: address("host"), denom: "udemo", perCall: "2000", per1kInput: "1000", per1kOutput: "20000" },
      ...{ latencyClassMs: "2000", lateBps: 5000, receiptKey: toHex(secp256k1.getPublicKey(hostKey, true)), region: "", powerSource: "" },
    },
    model: {
      ...{ id: "4", version: "2", name: "installed-docs", kind: "retrieval", ruleVersion: 1, artifactRoot: toHex(artifactOf(held).root) },
      ...{ publisher: address("builder"), steward: address("builder"), approver: "" },
      manifest: [{ datanetId: "1", version: "1", priorBps: 1000 }],
      ...{ manifestTokens: tokens.toString(), acceptedAtPublish: held.length.toString(), publishedHeight: "371" },
    },
    datanetVersions: [{ datanetId: "1", version: "1", logSize: held.length.toString(), logRoot: toHex(log.root) }],
    contributions: held.map(({ leaf, title, licence }) => ({
      ...{ datanetId: "1", seq: leaf.seq.toString(), title, licence },
      ...{ contributor: leaf.contributor, acceptedSequence: leaf.sequence.toString() },
    })),
    rule: {
      ...{ minExcessBits: 20, minWords: 5, maxOwners: 64, tokeniserVersion: TOKENISER_VERSION },
      ...{ weightTableHash: WEIGHT_TABLE_HASH, maxOutputBytes: 16_384, maxRequestBytes: 65_536 },
    },
    split: { dataBps: 4000, hostBps: 2500, modelBps: 2000, stakersBps: 1000, treasuryBps: 300, burnBps: 200 },
  };
}

function artifactOf(held: ReturnType<typeof holdContributions>): RetrievalArtifact {
  return buildArtifact(held.map(({ leaf, documents }) => ({ sequence: leaf.sequence, documents })), crypto.sha256);
}

function openAnswers(held: ReturnType<typeof holdContributions>, facts: ChainFacts): ReceiptOpening[] {
  const artifact = artifactOf(held);
  const bySequence = new Map(held.map((one) => [one.leaf.sequence, one]));
  const byKey = new Map(held.map((one) => [one.leaf.seq, one]));
  const source: AttributionSource = {
    index: createSpanIndex(held.map(({ leaf, documents }) => ({ ref: leaf, sequence: leaf.sequence, documents }))),
    rule: { manifestTokens: Number(facts.model.manifestTokens), minExcessBits: 20, minWords: 5 },
    maxOwners: 64,
    dataBps: facts.split.dataBps,
    standing: () => "manifest",
    held: ({ seq }) => byKey.get(seq) as HeldContribution,
  };
  return QUESTIONS.map((question, i) => {
    const latencyMs = BigInt(9 + i);
    const right = answer(artifact, question);
    const { passages, places, proof } = derivationOf(artifact, right.passages.map(({ passage }) => passage));
    const contributionOf = (sequence: bigint): ContributionRef => bySequence.get(sequence)?.leaf as ContributionRef;
    const cited = places.map(({ sequence, ...place }) => ({ ...place, contribution: contributionOf(sequence) }));
    const terms = {
      ...{ chainId: CHAIN_ID, sessionId: 7n, index: BigInt(i), nonce: BigInt(1000 + i), modelId: 4n, modelVersion: 2n, latencyMs },
      outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      request: [{ role: "user", text: question }],
      requestSecret: new Uint8Array(32).fill(1),
      outputSecret: new Uint8Array(32).fill(2),
      output: right.bytes,
      price: (input: number, output: number): bigint =>
        answerPrice(facts.offer, { inputTokens: BigInt(input), outputTokens: BigInt(output), latencyMs }),
    };
    const opening = buildReceiptOpening(crypto.sha256, { ...terms, derivation: { passages, places: cited, proof } }, source);
    const hash = receiptHash(crypto.sha256, opening.receipt as Receipt);
    return { ...opening, hostSignature: secp256k1.sign(hash, hostKey, { prehash: false, lowS: true, format: "compact" }) };
  });
}
