import {
  createCitedFacts,
  fetchSessionFacts,
  readableReceipt,
  RECEIPT_FILE_FORMAT,
  verifyReceiptFile,
  type ReceiptFile,
} from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { toBase64 } from "@openledger/primitives";
import type { Outcome } from "../attempts/attempt.ts";
import type { OpenSession, Stage } from "../network/stage.ts";

/**
 * What a buyer's client that checks does with a receipt before it signs a head: the first check that fails, or null for
 * a lie that nobody sees without the rows of everybody.
 */
export async function askBuyersClient(
  { client, crypto }: Stage,
  { id }: OpenSession,
  opening: ReceiptOpening,
  expectedIndex = 0,
): Promise<NonNullable<Outcome["buyersClient"]> | null> {
  const base = await fetchSessionFacts(client, id);
  const facts = await createCitedFacts(client).complete(base, opening);
  const readable = readableReceipt(opening, { denom: facts.session.denom, contributions: facts.contributions });
  const file: ReceiptFile = {
    format: RECEIPT_FILE_FORMAT,
    opening: toBase64(ReceiptOpening.toBytes(opening)),
    ...{ head: null, facts, settlement: null },
    readable: { ...readable, index: String(expectedIndex) },
  };
  const failed = verifyReceiptFile(crypto, file, facts).find(({ state }) => state === "fails");
  return failed === undefined ? null : { check: failed.name, message: failed.detail };
}
