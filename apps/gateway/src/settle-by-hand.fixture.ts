/** A host's settlements of one receipt each, made by hand: as honest as the test wants. */
import { join } from "node:path";
import {
  buildReceiptOpening,
  claimLeaf,
  claimsRoot,
  createSpanIndex,
  receiptHash,
  receiptLeaf,
  treeHeadHash,
  type AttributionSource,
} from "@openledger/attribution";
import { answerPrice, outgoing } from "@openledger/client";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import { OutputLabel, TreeHead, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgOpenSession,
  MsgOpenSessionResponse,
  MsgSettle,
  MsgSettleResponse,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined, merkleRootOfHashes } from "@openledger/primitives";
import type { LeftOut } from "@openledger/retrieval";
import type { ServedModel } from "@openledger/served-model";
import type { TestNetwork } from "./network.fixture.ts";

/** What a host answers with, and what it makes of the right output. */
export interface Host {
  readonly model: ServedModel;
  /** The right output when it is left out. */
  output?(right: Uint8Array): Uint8Array;
  /** Passages that the host does not look at. */
  readonly isLeftOut?: LeftOut;
  /** What the buyer asks; about green tea when it is left out. */
  readonly question?: string;
}

const GREEN_TEA = "How do I brew green tea?";

/** Settles one answer to one question, attributed by whatever source the host likes. */
export async function settleByHand(
  network: TestNetwork,
  source: AttributionSource,
  shape: "attached" | "hashes",
  host: Host,
): Promise<{ readonly settlementId: bigint; readonly opening: ReceiptOpening }> {
  const { crypto, client, addresses } = network;
  const offerId = host.model.offer.id;
  const key = openServiceKey(join(network.home("hand"), "buyer"));
  const opened = await network.sender("buyer").send([
    outgoing(MsgOpenSession, {
      ...{ buyer: addresses.buyer, offerId, escrow: { denom: "udemo", amount: "20000" }, sessionKey: key.publicKey },
      ...{ visibility: Visibility.VISIBILITY_PUBLIC, durationSeconds: 3_600n },
    }),
  ]);
  const { sessionId } = opened.response(MsgOpenSessionResponse);
  const opening = answer(network, sessionId, source, host);
  const receipt = assertDefined(opening.receipt, "built");
  const claim = assertDefined(opening.claim, "built");
  const { sha256 } = crypto;
  const head = TreeHead.create({
    ...{ version: 1, chainId: client.chainId, sessionId, size: 1n, cumulativeAmount: receipt.amount },
    root: merkleRootOfHashes(sha256, [receiptLeaf(sha256, receipt)]),
  });
  const shown =
    shape === "attached"
      ? { openings: [opening] }
      : { receiptHashes: [receiptHash(sha256, receipt)], owned: claim.owners.map((line) => ({ ...line, datanetId: 1n })) };
  const settled = await network.sender("host").send([
    outgoing(MsgSettle, {
      ...{ host: addresses.host, sessionId, firstIndex: 0n, owners: claim.owners, ...shown },
      head: { head, signature: key.sign(treeHeadHash(sha256, head)) },
      claimsRoot: claimsRoot(sha256, [claimLeaf(sha256, receipt, claim)]),
    }),
  ]);
  return { settlementId: settled.response(MsgSettleResponse).settlementId, opening };
}

function answer(network: TestNetwork, sessionId: bigint, source: AttributionSource, host: Host): ReceiptOpening {
  const { model, output, isLeftOut, question = GREEN_TEA } = host;
  const { modelId, modelVersion } = model.offer;
  const { sha256 } = network.crypto;
  const request = [{ role: "user", text: question }];
  const right = model.engine.answer({ messages: request, sessionId, nonce: 7n, maxTokens: 30, ...(isLeftOut && { isLeftOut }) });
  const opening = buildReceiptOpening(
    sha256,
    {
      ...{ chainId: network.client.chainId, sessionId, index: 0n, nonce: 7n, modelId, modelVersion, latencyMs: 1n },
      ...{ outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE, request },
      ...{ requestSecret: new Uint8Array(32).fill(1), outputSecret: new Uint8Array(32).fill(2) },
      ...{ ...right, output: output?.(right.output) ?? right.output },
      price: (input, tokens) =>
        answerPrice(model.offerFacts, { inputTokens: BigInt(input), outputTokens: BigInt(tokens), latencyMs: 1n }),
    },
    source,
  );
  const key = openServiceKey(receiptKeyPath(network.home("host")));
  return { ...opening, hostSignature: key.sign(receiptHash(sha256, assertDefined(opening.receipt, "built"))) };
}

/** The model's source with an index that knows only these contributions of datanet 1. */
export function knowingOnly({ source }: ServedModel, ...seqs: readonly bigint[]): AttributionSource {
  const known = seqs.map((seq) => {
    const ref = { datanetId: 1n, seq };
    const { documents, leaf } = source.held(ref);
    return { ref, sequence: leaf.sequence, documents };
  });
  return { ...source, index: createSpanIndex(known) };
}
