import { MsgCloseOffer, MsgCloseOfferResponse } from "@openledger/messages/openledger/market/v1";
import type { Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks } from "../../support/message-checks.ts";
import { malformedMessage, notHost, offerClosed } from "../errors.ts";
import { offerClosedEvent } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { endOfferIfDone, requireOffer } from "../keeper.ts";
import { unlistOffer } from "../offer-index.ts";
import { MARKET } from "../state.ts";

/** No new sessions; the bond returns when the last session of the offer has ended. */
export function createCloseOffer(deps: Neighbours): MessageHandler<MsgCloseOffer, MsgCloseOfferResponse> {
  return {
    codec: MsgCloseOffer,
    response: MsgCloseOfferResponse,
    aminoName: "openledger/MsgCloseOffer",
    signers: (msg) => [msg.host],
    checkStateless: (msg, chain) => messageChecks(malformedMessage, chain).address("host", msg.host),
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function handle(ctx: Context, deps: Neighbours, msg: MsgCloseOffer): MsgCloseOfferResponse {
  const offer = requireOffer(ctx, msg.offerId);
  if (offer.host !== msg.host) throw notHost(msg.host);
  if (offer.closed) throw offerClosed(`offer ${offer.id}`);
  unlistOffer(ctx.store.store(MARKET), offer);
  ctx.emit(offerClosedEvent(offer));
  endOfferIfDone(ctx, deps, { ...offer, closed: true });
  return {};
}
