import { allContributions } from "@openledger/client";
import type { Offer } from "@openledger/messages/openledger/market/v1";
import { ModelKind, type ModelVersion } from "@openledger/messages/openledger/model/v1";
import { encodeExternalRecipe } from "@openledger/retrieval";
import type { HostRole } from "../home/demo-keys.ts";
import { planContributions, registerContributions, uploadContent } from "../steps/contribute.ts";
import { ensureDatanet, ensureFrozen } from "../steps/datanet.ts";
import { fundOwners } from "../steps/fund-owners.ts";
import { ensureOfferAt } from "../steps/offer.ts";
import { ensureModel } from "../steps/publish.ts";
import { reviewContributions } from "../steps/review.ts";
import { withRoles, type World } from "../steps/world.ts";
import { engineSpec, hostSpec, marketProxySpec, type NodeReady, type UrlReady } from "../supervisor/services.ts";
import type { Ports } from "../supervisor/ports.ts";
import type { Service } from "../supervisor/service.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { CONTEXT_PASSAGES, ENGINE_MODEL, FLOOR_PRICE, SPOKEN_HOSTS, SPOKEN_MODEL } from "./market-terms.ts";
import { spokenCorpus } from "./spoken-texts.ts";

/** A host of the spoken model with its gateway. */
export interface SpokenHost {
  readonly role: HostRole;
  readonly offer: Offer;
  readonly gateway: Service<UrlReady>;
  /** Brings the gateway up again after it was killed. */
  restart(): Promise<void>;
}

/** Three hosts of one model version, and a proxy that buys from whichever is best. */
export interface Market {
  readonly model: ModelVersion;
  readonly hosts: readonly SpokenHost[];
  readonly proxyUrl: string;
}

/** What the market needs beside the world. */
export interface MarketPlace {
  readonly node: NodeReady;
  readonly ports: Ports;
  readonly supervisor: Supervisor;
}

/**
 * The neighbours' texts on the chain and a model over them, made by the guide, who curates them as well. Answers of an external
 * model come from an engine; which text they repeat is found all the same.
 */
export async function publishSpoken(world: World): Promise<ModelVersion> {
  const { guide } = world.keys.roles;
  const own = withRoles(world, { curator: guide, builder: guide });
  const datanet = await ensureDatanet(own, { name: "voices of the coast", purpose: "Neighbours' memories for answers that read them aloud." });
  const planned = await planContributions(own, datanet.id, spokenCorpus(), () => undefined);
  if (planned.length > 0) {
    await fundOwners(own, planned);
    await uploadContent(own, planned, () => undefined);
    await registerContributions(own, datanet.id, planned, () => undefined);
  }
  await reviewContributions(own, await allContributions(own.client, datanet.id), () => undefined);
  await ensureFrozen(own, datanet.id);
  const recipe = encodeExternalRecipe({ contextPassages: CONTEXT_PASSAGES, upstreamModel: ENGINE_MODEL });
  return ensureModel(own, datanet.id, { name: SPOKEN_MODEL, kind: ModelKind.MODEL_KIND_EXTERNAL, floorPrice: FLOOR_PRICE, recipe });
}

/** Offers of the three hosts, their gateways before one engine, and the listener's proxy. */
export async function openMarket(world: World, model: ModelVersion, place: MarketPlace): Promise<Market> {
  const { node, ports, supervisor } = place;
  const { home } = world;
  const engine = supervisor.start(engineSpec(ports));
  const hosts = await Promise.all(
    SPOKEN_HOSTS.map(async (terms): Promise<SpokenHost> => {
      const { role } = terms;
      const offer = await ensureOfferAt(world, model, `http://127.0.0.1:${ports[role]}/v1`, terms);
      const spec = hostSpec(home, ports, node, { role, offerId: offer.id, engineUrl: (await engine).ready.url });
      const gateway = await supervisor.start(spec);
      const restart = async (): Promise<void> => {
        await supervisor.start(spec);
      };
      return { role, offer, gateway, restart };
    }),
  );
  const proxy = await supervisor.start(marketProxySpec(home, ports, node));
  return { model, hosts, proxyUrl: proxy.ready.url };
}
