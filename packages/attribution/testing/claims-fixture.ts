import { secp256k1 } from "@noble/curves/secp256k1.js";
import { createNodeCrypto } from "@openledger/crypto";
import {
  ContributionLeaf,
  OutputLabel,
  type Claim,
  type ContributionRef,
  type Receipt,
  type ReceiptOpening,
} from "@openledger/messages/openledger/attribution/v1";
import type { RowRange } from "@openledger/messages/openledger/datanet/v1";
import { addressFromBytes, type Crypto } from "@openledger/primitives";
import { createMerkleTree, type MerkleTree } from "../src/merkle/merkle-tree.ts";
import { createSpanIndex } from "../src/spans/suffix-span-index.ts";
import type { IndexedContribution } from "../src/spans/span-index.ts";
import { buildReceiptOpening, type AttributionSource, type HeldContribution } from "../src/claims/build-opening.ts";
import { contentTree } from "../src/claims/content.ts";
import { claimRoot, contributionLeafHash, receiptHash } from "../src/claims/hashes.ts";
import type { ReceiptContext } from "../src/claims/receipt-context.ts";

export const crypto: Crypto = createNodeCrypto();
const place = { chainId: "test-1", sessionId: 7n, index: 3n, modelId: 4n, modelVersion: 2n };
const key = new Uint8Array(32).fill(11);
export const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const address = (seed: number): string => addressFromBytes("open", new Uint8Array(20).fill(seed));

/** Contributions of a fixture: datanet 1 is the manifest, datanet 2 a commons outside it. */
export type Source = { datanetId: bigint; owner: number; documents: string[] };

export type Fixture = { opening: ReceiptOpening; context: ReceiptContext };

/** Registers sources in order and answers `output`, all of it signed and ready to verify. */
export function answerFixture(
  sources: readonly Source[],
  asked: string,
  output: string,
  revoked: readonly ContributionRef[] = [],
  rowsOf: (ref: ContributionRef) => readonly RowRange[] = () => [],
): Fixture {
  const { held, list, logs } = register(sources);
  const isRevoked = (ref: ContributionRef): boolean => revoked.some((one) => one.datanetId === ref.datanetId && one.seq === ref.seq);
  const rule = { manifestTokens: 5000, minExcessBits: 20, minWords: 5 };
  const source: AttributionSource = {
    index: createSpanIndex(list),
    rule,
    maxOwners: 64,
    dataBps: 4000,
    standing: (ref) => (ref.datanetId !== 1n ? "outside" : isRevoked(ref) ? "revoked" : "manifest"),
    revokedRows: rowsOf,
    held: (ref) => held.get(`${ref.datanetId}/${ref.seq}`) as HeldContribution,
  };
  const answer = {
    ...place,
    nonce: 99n,
    latencyMs: 120n,
    outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
    request: [
      { role: "system", text: "Answer from the documents." },
      { role: "user", text: asked },
    ],
    requestSecret: new Uint8Array(32).fill(1),
    outputSecret: new Uint8Array(32).fill(2),
    output: utf8(output),
    price: (input: number, out: number): bigint => 1_000_003n + BigInt(input) + BigInt(out) * 7n,
  };
  const context: ReceiptContext = {
    ...place,
    outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
    receiptKey: secp256k1.getPublicKey(key, true),
    rule,
    maxOwners: 64,
    dataBps: 4000,
    isAcceptedInTime: () => true,
    maxOutputBytes: 16_384,
    maxRequestBytes: 65_536,
    manifestLogSize: (datanetId) => (datanetId === 1n ? BigInt(logs.get(1n)?.size ?? 0) : 0n),
    frozenLog: (datanetId, version) => {
      const log = logs.get(datanetId);
      return log === undefined || version !== 1n ? undefined : { size: BigInt(log.size), root: log.root };
    },
    isRevoked,
    revokedRows: rowsOf,
  };
  return { opening: signed(buildReceiptOpening(crypto.sha256, answer, source)), context };
}

function register(sources: readonly Source[]): {
  held: Map<string, HeldContribution>;
  list: IndexedContribution[];
  logs: Map<bigint, MerkleTree>;
} {
  const entries = sources.map((source, i) => {
    const seq = BigInt(sources.slice(0, i + 1).filter((one) => one.datanetId === source.datanetId).length);
    const documents = source.documents.map(utf8);
    const rows = contentTree(crypto.sha256, documents, new Uint8Array(32).fill(i + 50));
    const leaf = ContributionLeaf.create({
      chainId: "test-1",
      datanetId: source.datanetId,
      seq,
      contributor: address(source.owner),
      rowsRoot: rows.root,
      sequence: BigInt(i + 1),
      grade: 80,
    });
    return { leaf, rows, documents };
  });
  const logs = new Map<bigint, MerkleTree>();
  for (const id of new Set(sources.map((source) => source.datanetId))) {
    const leaves = entries.filter(({ leaf }) => leaf.datanetId === id);
    logs.set(id, createMerkleTree(crypto.sha256, leaves.map(({ leaf }) => contributionLeafHash(crypto.sha256, leaf))));
  }
  const held = new Map<string, HeldContribution>();
  for (const { leaf, rows, documents } of entries) {
    const logPath = logs.get(leaf.datanetId)?.inclusionPath(Number(leaf.seq) - 1) ?? [];
    const place = { version: 1n, logIndex: leaf.seq - 1n, logPath };
    held.set(`${leaf.datanetId}/${leaf.seq}`, { leaf, ...place, rows, documents });
  }
  const list = entries.map(({ leaf, documents }) => ({
    ref: { datanetId: leaf.datanetId, seq: leaf.seq },
    sequence: leaf.sequence,
    documents,
  }));
  return { held, list, logs };
}

/** The opening with a fresh host signature. */
export function signed(opening: ReceiptOpening): ReceiptOpening {
  const hash = receiptHash(crypto.sha256, opening.receipt as Receipt);
  return { ...opening, hostSignature: secp256k1.sign(hash, key, { prehash: false, lowS: true, format: "compact" }) };
}

/** The same opening by a host that states another claim or receipt and signs it. */
export function restated(
  opening: ReceiptOpening,
  change: { claim?: Claim; receipt?: Partial<Receipt> } & Partial<Omit<ReceiptOpening, "claim" | "receipt">>,
): ReceiptOpening {
  const claim = change.claim ?? (opening.claim as Claim);
  const receipt = { ...(opening.receipt as Receipt), claimRoot: claimRoot(crypto.sha256, claim), ...change.receipt };
  return signed({ ...opening, ...change, claim, receipt });
}
