import { allSessions } from "@openledger/client";
import { QueryService as MarketQuery, Visibility, type MsgOpenSession, type Offer, type Price } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { capReached, type BuyerOptions } from "./buyer-options.ts";
import type { CallLog } from "./call-log.ts";
import { BuyerError } from "./errors.ts";

type Terms = Pick<MsgOpenSession, "escrow" | "visibility" | "auditors" | "durationSeconds">;

/** What the next session with an offer is opened with. Throws BuyerError `spending_cap`. */
export async function sessionTerms(
  options: BuyerOptions,
  offer: Offer,
  logOf: (sessionId: bigint) => CallLog,
  spent: bigint,
): Promise<Terms> {
  const { cap, places } = options;
  const price = assertDefined(offer.price, "an offer has a price");
  if (price.denom !== cap.denom) {
    throw new BuyerError(402, "spending_cap", `the offer is priced in ${price.denom}, and --max allows ${cap.denom} only`);
  }
  const free = places.hasOthers ? await sharedEscrow(options, price, logOf, spent) : cap.amount - spent;
  const escrow = free - BigInt(offer.openingFee);
  if (escrow < BigInt(price.perCall)) throw capReached(options, spent);
  return { escrow: { denom: cap.denom, amount: escrow.toString() }, ...privacyOf(options), durationSeconds: await duration(options) };
}

/** Who may see the receipts of sessions. */
export function privacyOf({ auditors }: BuyerOptions): { readonly visibility: Visibility; readonly auditors: string[] } {
  if (auditors === undefined) return { visibility: Visibility.VISIBILITY_PUBLIC, auditors: [] };
  return { visibility: Visibility.VISIBILITY_PRIVATE, auditors: [...auditors] };
}

/** Answers that a session should have room for before half of the money is kept for another host. */
const ROOM_CALLS = 20n;

/**
 * Escrow and opening fee of a session beside others: half of what is neither spent nor held by sessions that have not ended
 * yet, or all of it when half is little. So spent and held money together never pass the cap.
 */
async function sharedEscrow(
  { client, sender, keys, cap }: BuyerOptions,
  price: Price,
  logOf: (sessionId: bigint) => CallLog,
  spent: bigint,
): Promise<bigint> {
  let free = cap.amount - spent;
  for (const session of await allSessions(client)) {
    if (session.buyer !== sender.address || keys.find(session.sessionKey) === undefined) continue;
    if (session.escrow?.denom === cap.denom) free -= BigInt(session.escrow.amount) - logOf(session.id).total;
  }
  const room = ROOM_CALLS * (BigInt(price.perCall) + BigInt(price.per1kInput || "0") + BigInt(price.per1kOutput || "0"));
  return free / 2n >= room ? free / 2n : free;
}

async function duration({ client, durationSeconds }: BuyerOptions): Promise<bigint> {
  const { params } = await client.query(MarketQuery.Params, {});
  const most = params?.maxSessionSeconds ?? durationSeconds;
  return durationSeconds < most ? durationSeconds : most;
}

