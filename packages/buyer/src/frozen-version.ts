import type { ChainClient, ClientError } from "@openledger/client";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { QueryService as ModelQuery } from "@openledger/messages/openledger/model/v1";
import { BuyerError } from "./errors.ts";

/** How the refusal of `market` begins, code 57; a simulation names no code. */
const CHAIN_WORDS = "governance has frozen this model version";

/** A model version, by number. */
export interface VersionRef {
  readonly modelId: bigint;
  readonly version: bigint;
}

/** True when a host, or the chain at the opening of a session, says that governance has frozen the model version. */
export function isFrozenVersion({ code, hostCode }: BuyerError): boolean {
  return code === "version_frozen" || hostCode === "version_frozen";
}

/** What the buyer's side says when the chain does not do what it was asked for. */
export function chainRefusal(error: ClientError): BuyerError {
  if (error.message.includes(CHAIN_WORDS)) return new BuyerError(403, "version_frozen", error.message);
  return new BuyerError(502, "chain_unreachable", error.message);
}

/** The incident for which the chain has a version frozen, or undefined when it takes sessions. Throws ClientError. */
export async function frozenBy(client: ChainClient, { modelId, version }: VersionRef): Promise<bigint | undefined> {
  const { freeze } = await client.query(ModelQuery.ModelVersion, { modelId, version });
  return freeze?.incidentId;
}

/** The refusal of calls of a version that the chain has frozen, with what to do. */
export function frozenRefusal({ modelId, version }: VersionRef, incidentId: bigint): BuyerError {
  const what = `model ${modelId}@${version} is frozen by incident ${incidentId} and takes no calls`;
  const next = `read: openledgerd query accountability incident ${incidentId}; then buy another version`;
  return new BuyerError(403, "version_frozen", `${what}; what a session of it does not pay returns by itself; ${next}`);
}

/** The chain's word on an offer whose version is said to be frozen: `said` itself where the chain knows of no freeze. */
export async function explainFreeze(client: ChainClient, offerId: bigint, said: BuyerError): Promise<BuyerError> {
  const { offer } = await client.query(MarketQuery.Offer, { offerId });
  if (offer === undefined) return said;
  const { modelId, modelVersion: version } = offer;
  const incidentId = await frozenBy(client, { modelId, version });
  return incidentId === undefined ? said : frozenRefusal({ modelId, version }, incidentId);
}
