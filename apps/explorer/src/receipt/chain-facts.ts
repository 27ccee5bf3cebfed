import { connect, createCitedFacts, fetchSessionFacts, findSettlement, orNotFound, type ReceiptFile, type TrustedFacts } from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { fromBase64 } from "@openledger/primitives";
import { endpoints } from "../paths.ts";

/**
 * What a node says of everything that a receipt file states: asked by this browser through the server's `/api/rpc`,
 * decoded here. Undefined when the session has left the chain's state. Throws ClientError when the node does not answer.
 */
export async function chainFacts(file: ReceiptFile): Promise<TrustedFacts | undefined> {
  const client = await connect(new URL(endpoints.rpc(), location.origin).href);
  try {
    const base = await orNotFound(fetchSessionFacts(client, BigInt(file.facts.session.id)));
    if (base === undefined) return undefined;
    const facts = await createCitedFacts(client).complete(base, ReceiptOpening.fromBytes(fromBase64(file.opening)));
    const settlement = await findSettlement(client, BigInt(file.readable.sessionId), BigInt(file.readable.index));
    return settlement === undefined ? facts : { ...facts, settlement };
  } finally {
    client.disconnect();
  }
}
