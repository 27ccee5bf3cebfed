import { fetchModelFacts, offerFacts, type ChainClient, type ModelFacts, type OfferFacts } from "@openledger/client";
import { QueryService as MarketQuery, type Offer } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";

/** An offer and its model version by what the chain says; nothing of their content. */
export interface OfferedModel {
  readonly offer: Offer;
  readonly offerFacts: OfferFacts;
  readonly model: ModelFacts;
}

/** Throws ClientError, as for an offer that does not exist. */
export async function fetchOfferedModel(client: ChainClient, offerId: bigint): Promise<OfferedModel> {
  const { offer } = await client.query(MarketQuery.Offer, { offerId });
  const found = assertDefined(offer, "the chain answers with the offer or an error");
  return { offer: found, offerFacts: offerFacts(found), model: await fetchModelFacts(client, found.modelId, found.modelVersion) };
}
