import type { ReceiptContext } from "@openledger/attribution";
import { OutputLabel } from "@openledger/messages/openledger/attribution/v1";
import { fromHex, type Sha256 } from "@openledger/primitives";
import { contextFault, derivationFault, parseExternalRecipe } from "@openledger/retrieval";
import type { ChainFacts } from "./chain-facts.ts";

/**
 * The verifier's context out of facts, for the receipt at `index`. Acceptance before publication is checked apart, as
 * the chain does. Throws for text that is no number or no hex.
 */
export function receiptContextOf(facts: ChainFacts, index: bigint, sha256: Sha256): ReceiptContext {
  const { session, offer, model, rule, split } = facts;
  const versions = new Map(
    facts.datanetVersions.map(({ datanetId, version, logSize, logRoot }) => [
      `${datanetId}@${version}`,
      { size: BigInt(logSize), root: fromHex(logRoot) },
    ]),
  );
  const contributions = new Map(facts.contributions.map((one) => [`${one.datanetId}/${one.seq}`, one]));
  const manifest = new Map(model.manifest.map(({ datanetId, version }) => [datanetId, version]));
  return {
    chainId: facts.chainId,
    sessionId: BigInt(session.id),
    index,
    modelId: BigInt(model.id),
    modelVersion: BigInt(model.version),
    outputLabel: model.kind === "external" ? OutputLabel.OUTPUT_LABEL_ASSERTED : OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
    receiptKey: fromHex(offer.receiptKey),
    rule: {
      manifestTokens: Number(BigInt(model.manifestTokens)),
      minExcessBits: rule.minExcessBits,
      minWords: rule.minWords,
    },
    maxOwners: rule.maxOwners,
    dataBps: split.dataBps,
    maxOutputBytes: rule.maxOutputBytes,
    maxRequestBytes: rule.maxRequestBytes,
    manifestLogSize(datanetId) {
      const version = manifest.get(datanetId.toString());
      return version === undefined ? 0n : (versions.get(`${datanetId}@${version}`)?.size ?? 0n);
    },
    frozenLog: (datanetId, version) => versions.get(`${datanetId}@${version}`),
    // Acceptance is a check of its own, since a file may lack what it needs.
    isAcceptedInTime: ({ datanetId, seq }) => contributions.get(`${datanetId}/${seq}`)?.struck !== true,
    ownerOf: ({ datanetId, seq }) => contributions.get(`${datanetId}/${seq}`)?.owner,
    isRevoked: ({ datanetId, seq }) => contributions.get(`${datanetId}/${seq}`)?.revoked?.whole ?? false,
    revokedRows: ({ datanetId, seq }) => contributions.get(`${datanetId}/${seq}`)?.revoked?.rows ?? [],
    ...deriverOf(model, sha256),
  };
}

/** How the outputs of a model's kind are assembled again, where the kind shows what they are made of. */
function deriverOf({ kind, artifactRoot, recipe = "" }: ChainFacts["model"], sha256: Sha256): Pick<ReceiptContext, "derive"> {
  if (kind === "external") {
    const most = parseExternalRecipe(fromHex(recipe))?.contextPassages ?? 0;
    return most === 0 ? {} : { derive: (answer) => contextFault(sha256, fromHex(artifactRoot), answer, most) };
  }
  if (kind !== "retrieval") return {};
  const root = fromHex(artifactRoot);
  return { derive: (answer) => derivationFault(sha256, root, answer) };
}

/**
 * The offer's price of an answer: per call + floor(input tokens x per 1k / 1,000) + floor(output tokens x per 1k /
 * 1,000), and beyond the latency class floor(that x (10,000 - late bps) / 10,000); market.proto, Price.
 */
export function answerPrice(
  offer: Pick<ChainFacts["offer"], "perCall" | "per1kInput" | "per1kOutput" | "latencyClassMs" | "lateBps">,
  answer: { readonly inputTokens: bigint; readonly outputTokens: bigint; readonly latencyMs: bigint },
): bigint {
  const full =
    BigInt(offer.perCall) +
    (answer.inputTokens * BigInt(offer.per1kInput)) / 1000n +
    (answer.outputTokens * BigInt(offer.per1kOutput)) / 1000n;
  const isLate = answer.latencyMs > BigInt(offer.latencyClassMs);
  return isLate ? (full * BigInt(10_000 - offer.lateBps)) / 10_000n : full;
}
