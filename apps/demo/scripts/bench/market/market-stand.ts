import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { textInTheMannerOf } from "../attribution-texts.ts";
import type { BenchPlace } from "../bench-network.ts";
import type { PreparedNetwork } from "../../../src/prepare-network.ts";
import { GAS_PRICE } from "../../../src/steps/demo-terms.ts";
import type { UrlReady } from "../../../src/supervisor/services.ts";
import type { Service } from "../../../src/supervisor/service.ts";
import { compareCalls, type Comparison } from "./alternate-calls.ts";
import { awaitSettled, chainCost, paidParts, type ChainCost, type PaidParts } from "./chain-cost.ts";
import { EXTERNAL_NAME, offerExternal } from "./external-offer.ts";
import { manyStreams, type ManyStreams } from "./many-streams.ts";
import { registerWords } from "./words-datanet.ts";
import { engineServer, marketGateway, marketProxy, upstreamServer, type GatewayWay } from "./specs.ts";

const PACE_MS = 20;
const ANSWER_LENGTH = 2_000;
const REGISTERED_BYTES = 8_000;
/** Answers that are settled by hashes for the table. */
const HASHED = 40;
const HASHED_BATCH = 16;
const UNSIGNED_CALLS = 64;
/** The buyer's wallet holds 100 demo dollars, of which each session holds what its cap leaves until it ends. */
const CAPS = { retrieval: 30_000_000n, external: 45_000_000n } as const;

/** A network, and the processes of it whose work is counted. */
export interface Stand {
  readonly place: BenchPlace;
  readonly network: PreparedNetwork;
  readonly nodePid: number;
  readonly seconds: number;
  readonly say: (text: string) => void;
}

interface Market {
  readonly gateway: Service<UrlReady>;
  readonly proxy: Service<UrlReady>;
  readonly pids: Readonly<Record<string, number>>;
}

async function openMarket({ place, network, nodePid }: Stand, offerId: bigint, cap: bigint, way: GatewayWay): Promise<Market> {
  const gateway = await place.supervisor.start(marketGateway(place, network.node, offerId, way));
  const proxy = await place.supervisor.start(marketProxy(place, network.node, gateway.ready, cap));
  return { gateway, proxy, pids: { proxy: proxy.pid, gateway: gateway.pid, node: nodePid } };
}

/** The session that the proxy pays from, once a call was made. */
async function sessionOf({ proxy }: Market): Promise<bigint> {
  const response = await fetch(`${proxy.ready.url}/openledger/v1/session`);
  const { session } = (await response.json()) as { readonly session: string };
  return BigInt(session);
}

async function receiptsOf({ gateway }: Market, sessionId: bigint): Promise<number> {
  const response = await fetch(`${gateway.ready.url}/openledger/v1/sessions/${sessionId}`);
  const { receipts } = (await response.json()) as { readonly receipts: number };
  return receipts;
}

async function closeMarket({ gateway, proxy }: Market): Promise<void> {
  await proxy.stop();
  await gateway.stop();
}

/** Settlements with openings and by hashes, of answers of about the same length. */
export interface RetrievalResult extends Comparison {
  readonly opened: ChainCost;
  readonly hashed: ChainCost;
  readonly paid: PaidParts;
}

/** The demo's model over the demo's text, beside its engine alone. */
export async function benchRetrieval(stand: Stand, questions: readonly string[]): Promise<RetrievalResult> {
  const { place, network, seconds, say } = stand;
  const { world, node, offer } = network;
  say("retrieval: the engine directly and through the market, in turns");
  const engine = await place.supervisor.start(engineServer(node, offer.id));
  const market = await openMarket(stand, offer.id, CAPS.retrieval, { openings: "early", batch: 16 });
  const urls = { directUrl: engine.ready.url, marketUrl: market.proxy.ready.url };
  const compared = await compareCalls({
    ...{ ...urls, model: "passages", questions, seconds, mostCalls: 500 },
    pids: { ...market.pids, direct: engine.pid },
  });
  const sessionId = await sessionOf(market);
  const first = await receiptsOf(market, sessionId);
  await awaitSettled(world.client, sessionId, first);
  await closeMarket(market);
  say("retrieval: settling by hashes");
  const again = await openMarket(stand, offer.id, CAPS.retrieval, { openings: "on-demand", batch: HASHED_BATCH });
  await compareCalls({ ...urls, marketUrl: again.proxy.ready.url, model: "passages", questions, seconds: 60, mostCalls: HASHED, pids: {} });
  const count = await receiptsOf(again, sessionId);
  await awaitSettled(world.client, sessionId, count);
  await closeMarket(again);
  await engine.stop();
  const opened = await chainCost(world.client, sessionId, 0, GAS_PRICE, first);
  const hashed = await chainCost(world.client, sessionId, first, GAS_PRICE);
  return { ...compared, opened, hashed, paid: await paidParts(world.client, sessionId) };
}

export interface ExternalResult {
  /** All words at once, as fast as they go. */
  readonly atOnce: Comparison;
  /** A word every 20 ms. */
  readonly atPace: Comparison;
  readonly streams: ManyStreams;
}

/** A stand-in for a language model that costs nothing itself, so that what is added shows. */
export async function benchExternal(stand: Stand): Promise<ExternalResult> {
  const { place, network, seconds, say } = stand;
  const text = wordsOf(network);
  const wordsFile = join(place.home.root, "words.txt");
  writeFileSync(wordsFile, text.slice(0, ANSWER_LENGTH));
  const datanetId = await registerWords(network.world, text);
  const offerId = await offerExternal(network.world, datanetId, UNSIGNED_CALLS);
  const upstream = await place.supervisor.start(upstreamServer(wordsFile, PACE_MS));
  const market = await openMarket(stand, offerId, CAPS.external, { openings: "on-demand", batch: 16, upstreamUrl: upstream.ready.url });
  const sides = { directUrl: upstream.ready.url, marketUrl: market.proxy.ready.url, model: EXTERNAL_NAME };
  const pids = { ...market.pids, direct: upstream.pid };
  say("external: all words at once");
  const atOnce = await compareCalls({ ...sides, questions: ["Tell me about it."], seconds: seconds / 2, mostCalls: 250, pids });
  say("external: at a language model's pace");
  const atPace = await compareCalls({ ...sides, questions: ["slowly: tell me about it."], seconds, mostCalls: 40, pids });
  say("external: 200 streams at once through one gateway");
  const streams = await manyStreams(network.world, offerId, { upstream: upstream.ready.url, gateway: market.gateway.ready.url });
  await closeMarket(market);
  await upstream.stop();
  return { atOnce, atPace, streams };
}

/** Words in the order of no other text, so that tracing finds them where they were registered. */
function wordsOf({ corpus }: PreparedNetwork): string {
  const documents = corpus.contributions.flatMap((one) => one.documents);
  const longest = documents.reduce((most, one) => (one.bytes.length > most.bytes.length ? one : most));
  return Buffer.from(textInTheMannerOf(longest.bytes, REGISTERED_BYTES, 1)).toString("latin1").replaceAll(/[^\x20-\x7e]/g, "");
}
