import {
  connect,
  createCitedFacts,
  fetchSessionFacts,
  findSettlement,
  orNotFound,
  type ChainClient,
  type ChainFacts,
  type ReceiptFile,
  type TrustedFacts,
} from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { fromBase64 } from "@openledger/primitives";
import { endpoints } from "../paths.ts";

/**
 * What a node says of everything that a receipt file states: asked by this browser through the server's `/api/rpc`,
 * decoded here. Undefined when the session has left the chain's state. Throws ClientError when the node does not answer.
 */
export async function chainFacts(file: ReceiptFile): Promise<TrustedFacts | undefined> {
  const { sessionId, index } = file.readable;
  return withNode(async (client) => {
    const facts = await factsOf(client, BigInt(sessionId), ReceiptOpening.fromBytes(fromBase64(file.opening)));
    if (facts === undefined) return undefined;
    const settlement = await findSettlement(client, BigInt(sessionId), BigInt(index));
    return settlement === undefined ? facts : { ...facts, settlement };
  });
}

/** Facts of a session and of what an opening cites. Undefined and errors as above. */
export function sessionFacts(sessionId: bigint, opening: ReceiptOpening): Promise<ChainFacts | undefined> {
  return withNode((client) => factsOf(client, sessionId, opening));
}

async function factsOf(client: ChainClient, sessionId: bigint, opening: ReceiptOpening): Promise<ChainFacts | undefined> {
  const base = await orNotFound(fetchSessionFacts(client, sessionId));
  return base === undefined ? undefined : createCitedFacts(client).complete(base, opening);
}

async function withNode<Answer>(action: (client: ChainClient) => Promise<Answer>): Promise<Answer> {
  const client = await connect(new URL(endpoints.rpc(), location.origin).href);
  try {
    return await action(client);
  } finally {
    client.disconnect();
  }
}
