import { readableReceipt, RECEIPT_FILE_FORMAT, type ReceiptFile } from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { fromBase64 } from "@openledger/primitives";
import { RequestError } from "../data/fetch-json.ts";
import { ask } from "../data/graphql.ts";
import { evidenceOperation, type EvidenceData } from "../data/operations.ts";
import { sessionFacts } from "./chain-facts.ts";

const STATES = { PENDING: "pending", FINAL: "final", VOID: "void" } as const;

/**
 * The file of a settled receipt whose buyer is somebody else: opening and head from the settlement, facts from a node.
 * Throws RequestError, `isMissing` when no settlement holds the receipt.
 */
export async function settledFile(session: string, index: string, signal: AbortSignal): Promise<ReceiptFile> {
  const { receiptFile: evidence } = await ask(evidenceOperation, { sessionId: session, index }, signal);
  if (evidence === null) throw new RequestError("NOT_FOUND", `No settlement holds receipt ${session}/${index}.`, true);
  if (evidence.openingBytes === null) {
    const message = `Receipt ${session}/${index} was settled by its hash, and only its claim is known: its content is with buyer and host.`;
    throw new RequestError("not-opened", message, true);
  }
  const opening = ReceiptOpening.fromBytes(fromBase64(evidence.openingBytes));
  const facts = await sessionFacts(BigInt(session), opening);
  if (facts === undefined) {
    throw new RequestError("session-ended", `Session ${session} has ended and left the chain's state, so only its buyer's RECEIPT.json shows this receipt.`);
  }
  return {
    format: RECEIPT_FILE_FORMAT,
    opening: evidence.openingBytes,
    head: { signed: evidence.headBytes, inclusionPath: evidence.inclusionPath },
    facts,
    settlement: settlementOf(evidence.settlement),
    readable: readableReceipt(opening, { denom: facts.session.denom, contributions: facts.contributions }),
  };
}

function settlementOf(settlement: NonNullable<EvidenceData["receiptFile"]>["settlement"]): ReceiptFile["settlement"] {
  if (settlement === null) return null;
  const { settlementId: id, firstIndex, receiptCount, state, submittedHeight, submittedTx } = settlement;
  const hash = submittedTx && { txHash: submittedTx.hash.slice(2).toUpperCase() };
  return { id, firstIndex, receiptCount, state: STATES[state], submittedHeight, ...hash };
}
