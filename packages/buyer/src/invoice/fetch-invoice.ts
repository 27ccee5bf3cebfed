import { fetchModelFacts, orNotFound, type ChainClient } from "@openledger/client";
import { QueryService as MarketQuery, SessionState, type Session } from "@openledger/messages/openledger/market/v1";
import { buildInvoice } from "./build-invoice.ts";
import type { Invoice } from "./invoice.ts";
import { findSessionEvents, type SessionEvents } from "./session-events.ts";

/**
 * The invoice of a session, also after it has ended, as a node's blocks tell it. Throws BuyerError `not_found`, and
 * ClientError when the node cannot be asked.
 */
export async function fetchInvoice(client: ChainClient, sessionId: bigint): Promise<Invoice> {
  const found = await findSessionEvents(client, sessionId);
  const { session } = (await orNotFound(client.query(MarketQuery.Session, { sessionId }))) ?? {};
  return buildInvoice({ chainId: client.chainId, sessionId, state: stateOf(session), model: await modelOf(client, found) }, found);
}

function stateOf(session: Session | undefined): Invoice["state"] {
  if (session === undefined || session.state === SessionState.SESSION_STATE_ENDED) return "ended";
  return session.state === SessionState.SESSION_STATE_OPEN ? "open" : "settling";
}

/** An offer may be gone by now; the transaction that made it is not. */
async function modelOf(client: ChainClient, { txs }: SessionEvents): Promise<Invoice["model"]> {
  const offerId = txs.flatMap(({ events }) => events).find(({ type }) => type === "session_opened")?.fields["offer_id"];
  const unknown = { id: "", version: "", name: "" };
  if (offerId === undefined) return unknown;
  const created = await client.comet.txSearchAll({ query: `offer_created.offer_id='${offerId}'` });
  const events = created.txs.flatMap(({ result }) => result.events).filter(({ type }) => type === "offer_created");
  for (const { attributes } of events) {
    const fields = Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
    const { offer_id: id, model_id: modelId, model_version: version } = fields;
    if (id !== offerId || modelId === undefined || version === undefined) continue;
    const { name } = await fetchModelFacts(client, BigInt(modelId), BigInt(version));
    return { id: modelId, version, name };
  }
  return unknown;
}
