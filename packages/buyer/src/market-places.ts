import { queryAll, type ChainClient } from "@openledger/client";
import { QueryService as MarketQuery, type Offer, type OfferListing } from "@openledger/messages/openledger/market/v1";
import { QueryService as ModelQuery, type Model } from "@openledger/messages/openledger/model/v1";
import type { Logger } from "@openledger/telemetry";
import { BuyerError } from "./errors.ts";
import { frozenBy, frozenRefusal, isFrozenVersion } from "./frozen-version.ts";
import { createHostClient, type HostClient } from "./host-client.ts";
import { isBusy, pause, WAIT_SECONDS_MAX, type Place, type Places } from "./places.ts";
import { rankOffers, type OfferWish } from "./rank-offers.ts";

/** A model to buy from whoever hosts it. */
export interface MarketWish extends OfferWish {
  /** `name`, `id` or `id@version`; without a version the newest one that has offers and is not frozen. */
  readonly model: string;
}

const REST_MS = 30_000;
const LIST_MS = 30_000;
const PROBE_MS = 3_000;
const ATTEMPTS_MAX = 12;

/**
 * Every host of a model version, the best one first; one that fails rests for a while. When the version is frozen, the newest
 * other one is bought from, unless the wish names its version.
 */
export async function marketPlaces(client: ChainClient, wish: MarketWish, logger: Logger): Promise<Places> {
  let version = await findVersion(client, wish);
  const hosts = new Map<bigint, HostClient>();
  /** performance.now() from which an offer is tried again. */
  const resting = new Map<bigint, number>();
  let listed: { readonly offers: readonly Offer[]; readonly atMs: number } | undefined;
  let chosen: Place | undefined;

  const offers = async (): Promise<readonly Offer[]> => {
    if (listed !== undefined && performance.now() - listed.atMs < LIST_MS) return listed.offers;
    const listings = await listingsOf(client, version, wish.denom);
    listed = { offers: rankOffers(listings, wish), atMs: performance.now() };
    return listed.offers;
  };
  const isResting = (id: bigint): boolean => (resting.get(id) ?? 0) > performance.now();
  const rest = (id: bigint, ms: number): void => {
    resting.set(id, performance.now() + ms);
    if (chosen?.offerId === id) chosen = undefined;
  };
  const answers = async (offer: Offer, host: HostClient): Promise<boolean> => {
    try {
      const { offerId } = await host.offer(PROBE_MS);
      if (offerId === offer.id) return true;
      logger.warn({ offer: String(offer.id), endpoint: offer.endpoint }, `the gateway there serves offer ${offerId}`);
    } catch (error) {
      if (!(error instanceof BuyerError)) throw error;
      logger.warn({ offer: String(offer.id), endpoint: offer.endpoint }, `passed over: ${error.message}`);
    }
    return false;
  };

  /** True when there is another place to buy: another version, or another host where the chain knows of no freeze. */
  const leaveFrozen = async (offerId: bigint): Promise<boolean> => {
    if ((await frozenBy(client, { modelId: version.id, version: version.version })) === undefined) {
      rest(offerId, REST_MS);
      return (await offers()).some(({ id }) => !isResting(id));
    }
    if (isPinned(wish)) return false;
    const { model } = await client.query(ModelQuery.Model, { modelId: version.id });
    const next = model === undefined ? undefined : await newestOffered(client, model, wish.denom);
    if (next === undefined) return false;
    logger.warn({ model: String(next.id), from: String(version.version), to: String(next.version) }, "a frozen version is left for another");
    [version, listed, chosen] = [next, undefined, undefined];
    return true;
  };

  return {
    modelName: version.name,
    hasOthers: true,
    async pick() {
      if (chosen !== undefined && !isResting(chosen.offerId)) return chosen;
      for (const offer of await offers()) {
        if (isResting(offer.id)) continue;
        const host = hosts.get(offer.id) ?? createHostClient(offer.endpoint);
        hosts.set(offer.id, host);
        if (await answers(offer, host)) {
          chosen = { offerId: offer.id, host };
          return chosen;
        }
        rest(offer.id, REST_MS);
      }
      listed = undefined;
      const which = `model ${version.id}@${version.version} (${version.name})`;
      throw new BuyerError(503, "no_host", `no host of ${which} in ${wish.denom} answers now; try again in ${REST_MS / 1_000} s`, {
        retryAfterSeconds: REST_MS / 1_000,
      });
    },
    async blame(place, error, attempt) {
      if (attempt > ATTEMPTS_MAX) return false;
      if (isFrozenVersion(error)) return leaveFrozen(place.offerId);
      if (isBusy(error) && attempt === 1 && error.retryAfterSeconds <= 1) {
        await pause(error.retryAfterSeconds * 1_000);
        return true;
      }
      logger.warn({ offer: String(place.offerId), host: place.host.url }, `another host is asked: ${error.message}`);
      rest(place.offerId, isBusy(error) ? error.retryAfterSeconds * 1_000 : REST_MS);
      if ((await offers()).some(({ id }) => !isResting(id))) return true;
      const isWorthIt = isBusy(error) && error.retryAfterSeconds <= WAIT_SECONDS_MAX;
      if (isWorthIt) await pause(error.retryAfterSeconds * 1_000);
      return isWorthIt;
    },
    async models() {
      const [first] = await offers();
      const x_openledger = { model: `model/${version.id}@${version.version}`, hosts: (await offers()).map(hostLine) };
      return { object: "list", data: [{ id: version.name, object: "model", created: 0, owned_by: first?.host ?? "", x_openledger }] };
    },
  };
}

function hostLine(offer: Offer): Readonly<Record<string, unknown>> {
  const { host, endpoint, price, region, operator, powerSource, capacity } = offer;
  return {
    ...{ offer: offer.id.toString(), host, endpoint, region, operator, capacity },
    power_source: powerSource,
    latency_class_ms: offer.latencyClassMs.toString(),
    price: { denom: price?.denom, per_call: price?.perCall, per_1k_input: price?.per1kInput, per_1k_output: price?.per1kOutput },
  };
}

interface FoundVersion {
  readonly id: bigint;
  readonly version: bigint;
  readonly name: string;
}

async function findVersion(client: ChainClient, { model: text, denom }: MarketWish): Promise<FoundVersion> {
  const match = /^(\d{1,19})(?:@(\d{1,19}))?$/.exec(text);
  const models = await allModels(client);
  const found = match === null ? models.filter(({ name }) => name === text) : models.filter(({ id }) => id === BigInt(match[1] ?? "0"));
  const [model, other] = found;
  if (model === undefined) throw new BuyerError(404, "no_host", `there is no model ${text.slice(0, 128)} on ${client.chainId}`);
  if (other !== undefined) {
    const ids = found.map(({ id }) => id).join(", ");
    throw new BuyerError(404, "no_host", `models ${ids} are all called ${text.slice(0, 128)}; name one by its number`);
  }
  const { id, name } = model;
  if (match?.[2] !== undefined) return { id, name, version: BigInt(match[2]) };
  const newest = await newestOffered(client, model, denom);
  if (newest !== undefined) return newest;
  const incidentId = await frozenBy(client, { modelId: id, version: model.versionCount });
  if (incidentId !== undefined) throw frozenRefusal({ modelId: id, version: model.versionCount }, incidentId);
  throw new BuyerError(404, "no_host", `nobody offers model ${id} (${name}) in ${denom}`);
}

/** True when the wish is for one version and no other. */
function isPinned({ model }: MarketWish): boolean {
  return /^\d{1,19}@\d{1,19}$/.test(model);
}

/** The newest version that has offers and is not frozen. */
async function newestOffered(client: ChainClient, { id, name, versionCount }: Model, denom: string): Promise<FoundVersion | undefined> {
  for (let version = versionCount; version >= 1n; version--) {
    const isOffered = (await listingsOf(client, { id, version }, denom)).length > 0;
    if (isOffered && (await frozenBy(client, { modelId: id, version })) === undefined) return { id, name, version };
  }
  return undefined;
}

function allModels(client: ChainClient): Promise<Model[]> {
  return queryAll(client, async (pagination, height) => {
    const answer = await client.query(ModelQuery.Models, { pagination }, height);
    return { items: answer.models, nextKey: answer.pagination?.nextKey ?? new Uint8Array(0) };
  });
}

function listingsOf(client: ChainClient, of: { readonly id: bigint; readonly version: bigint }, denom: string): Promise<OfferListing[]> {
  return queryAll(client, async (pagination, height) => {
    const answer = await client.query(MarketQuery.ModelOffers, { modelId: of.id, modelVersion: of.version, denom, pagination }, height);
    return { items: answer.listings, nextKey: answer.pagination?.nextKey ?? new Uint8Array(0) };
  });
}
