import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  buildReceiptOpening,
  contentTree,
  contributionKey,
  contributionLeafHash,
  createMerkleTree,
  createSpanIndex,
  receiptHash,
  type Derivation,
  type HeldContribution,
  type ReceiptContext,
} from "@openledger/attribution";
import { ContributionLeaf, OutputLabel, type ContributionRef, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, toUtf8, type Crypto } from "@openledger/primitives";
import { signHash } from "../simulation/accounts.ts";
import type { ScannedAnswer, ScannedContribution } from "./slow-scanner.ts";

/** The datanet that the model's manifest names, and one that it does not name. */
export const MANIFEST = 1n;
export const OTHER = 2n;
const PLACE = { chainId: "pairs-1", sessionId: 7n, index: 3n, modelId: 4n, modelVersion: 2n } as const;
const RECEIPT_KEY = new Uint8Array(32).fill(11);
const LABEL = OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE;

/** An answer attributed by the code that hosts run and signed by the host, with what its verifier knows. */
export interface OpenedAnswer {
  readonly opening: ReceiptOpening;
  readonly context: ReceiptContext;
}

/** For kinds whose openings show what an output was assembled from: that, and how a verifier assembles it again. */
export interface Assembly {
  readonly derivation: Derivation;
  readonly derive: NonNullable<ReceiptContext["derive"]>;
}

/** Registers the contributions, attributes the answer and opens all that its claim cites. */
export function openAnswer(crypto: Crypto, answer: ScannedAnswer, assembly?: Assembly): OpenedAnswer {
  const { contributions, request, output, amount, maxOwners, dataBps, manifestTokens, minExcessBits, minWords } = answer;
  const { held, logs } = registered(crypto, contributions);
  const terms = { rule: { manifestTokens, minExcessBits, minWords }, maxOwners, dataBps };
  const known = new Map(contributions.map((one) => [contributionKey(one.ref), one]));
  const of = (ref: ContributionRef): ScannedContribution => assertDefined(known.get(contributionKey(ref)), "registered");
  const unsigned = buildReceiptOpening(
    crypto.sha256,
    {
      ...{ ...PLACE, nonce: 9n, latencyMs: 5n, outputLabel: LABEL, request, output, price: () => amount },
      ...{ requestSecret: crypto.sha256(toUtf8("request secret")), outputSecret: crypto.sha256(toUtf8("output secret")) },
      ...(assembly === undefined ? {} : { derivation: assembly.derivation }),
    },
    {
      ...terms,
      index: createSpanIndex(contributions),
      standing: (ref) => of(ref).standing,
      isStruck: (ref) => of(ref).struck,
      ownerOf: (ref) => of(ref).owner,
      revokedRows: (ref) => of(ref).revokedRows,
      held: (ref) => assertDefined(held.get(contributionKey(ref)), "registered"),
    },
  );
  const hostSignature = signHash(receiptHash(crypto.sha256, assertDefined(unsigned.receipt, "built")), RECEIPT_KEY);
  const context: ReceiptContext = {
    ...{ ...PLACE, ...terms, outputLabel: LABEL, receiptKey: secp256k1.getPublicKey(RECEIPT_KEY, true) },
    ...{ maxOutputBytes: 1 << 20, maxRequestBytes: 1 << 20 },
    isAcceptedInTime: (ref) => known.get(contributionKey(ref))?.struck !== true,
    ownerOf: (ref) => known.get(contributionKey(ref))?.owner,
    manifestLogSize: (datanetId) => (datanetId === MANIFEST ? (logs.get(MANIFEST)?.size ?? 0n) : 0n),
    frozenLog: (datanetId, version) => (version === 1n ? logs.get(datanetId) : undefined),
    isRevoked: (ref) => of(ref).standing === "revoked",
    revokedRows: (ref) => of(ref).revokedRows,
    ...(assembly === undefined ? {} : { derive: assembly.derive }),
  };
  return { opening: { ...unsigned, hostSignature }, context };
}

function registered(
  { sha256 }: Crypto,
  contributions: readonly ScannedContribution[],
): { held: Map<string, HeldContribution>; logs: Map<bigint, { size: bigint; root: Uint8Array }> } {
  const held = new Map<string, HeldContribution>();
  const logs = new Map<bigint, { size: bigint; root: Uint8Array }>();
  for (const datanetId of [MANIFEST, OTHER]) {
    const entries = contributions
      .filter(({ ref }) => ref.datanetId === datanetId)
      .map(({ ref, sequence, contributor, documents }) => {
        const rows = contentTree(sha256, documents, sha256(toUtf8(`secret ${contributionKey(ref)}`)));
        const leaf = ContributionLeaf.create({ chainId: PLACE.chainId, ...ref, contributor, rowsRoot: rows.root, sequence, grade: 80 });
        return { leaf, rows, documents };
      });
    if (entries.length === 0) continue;
    const log = createMerkleTree(sha256, entries.map(({ leaf }) => contributionLeafHash(sha256, leaf)));
    logs.set(datanetId, { size: BigInt(entries.length), root: log.root });
    entries.forEach(({ leaf, rows, documents }, i) => {
      held.set(contributionKey(leaf), { leaf, version: 1n, logIndex: BigInt(i), logPath: log.inclusionPath(i), rows, documents });
    });
  }
  return { held, logs };
}
