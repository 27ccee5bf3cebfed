import { allContributions, allOffers, connect, createBlobClient, outgoing } from "@openledger/client";
import { startBuyer } from "@openledger/buyer";
import { createNodeCrypto } from "@openledger/crypto";
import { startGateway } from "@openledger/gateway";
import { MsgFreezeVersion, QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { MsgCloseOffer, type Offer } from "@openledger/messages/openledger/market/v1";
import { ModelKind, type ModelVersion } from "@openledger/messages/openledger/model/v1";
import { startNode, type NodeConfigInput } from "@openledger/node";
import { collectFolder } from "../corpus/folder.ts";
import { demoError, demoHome } from "../home/demo-home.ts";
import { planContributions, registerContributions, uploadContent } from "../steps/contribute.ts";
import { datanetOf, ensureDatanet } from "../steps/datanet.ts";
import { BASE_DENOM, GAS_PRICE, TERMS } from "../steps/demo-terms.ts";
import { ensureOfferAt, type OfferTerms } from "../steps/offer.ts";
import { ensureModel } from "../steps/publish.ts";
import { reviewContributions } from "../steps/review.ts";
import { createWorld, type World } from "../steps/world.ts";
import { waitForPort } from "../supervisor/ports.ts";
import type { OperatorConfig } from "./config.ts";
import { ensureGenesis, openOrganisation } from "./organisation.ts";

/** One organisation that serves: its chain, its gateway and the `/v1` of its users. */
export interface RunningOperator extends AsyncDisposable {
  readonly v1Url: string;
  readonly rpcUrl: string;
  readonly gatewayUrl: string;
  readonly model: ModelVersion;
  readonly offer: Offer;
  /** Texts on the chain, and those of them that this start has registered. */
  readonly contributions: number;
  readonly registered: number;
  /** Where receipts of its users lie. */
  readonly receiptsFolder: string;
  /** Rejects when block production fails. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

const PORT_PATIENCE_MS = 3_000;

/**
 * Runs sequencer, contributor, curator, publisher and host as one organisation in one process. What an earlier start did is
 * on the chain and not done again; files that are new in the folder become the next version of the model. Throws
 * OperationalError, ClientError or CorpusError with a sentence.
 */
export async function startOperator(config: OperatorConfig, say: (text: string) => void): Promise<RunningOperator> {
  const crypto = createNodeCrypto();
  const home = demoHome(config.home);
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let end = opened.pop(); end !== undefined; end = opened.pop()) await end();
  };
  try {
    const organisation = await openOrganisation(home, config.name, crypto.sha256);
    ensureGenesis(home, config, organisation);
    const node = await startNode({ home: home.node, config: nodeConfig(config) });
    opened.push(() => node.close());
    const client = await connect(node.rpcUrl);
    opened.push(() => Promise.resolve(client.disconnect()));
    const blobs = createBlobClient(node.restUrl, crypto.sha256);
    const world = createWorld({ home, keys: organisation.keys, crypto, client, blobs });
    const { model, contributions, registered } = await publishDocuments(world, config, say);
    const offer = await onlyOffer(world, model, config);
    const urls = { nodeUrl: node.rpcUrl, logLevel: config.log_level };
    const { operator, desk } = organisation;
    const gateway = await startGateway({
      ...{ ...urls, home: home.host, restUrl: node.restUrl, offerId: offer.id, wallet: operator.wallet, gasPrice: GAS_PRICE },
      ...{ listen: new URL(offer.endpoint).host, settleAfterMs: 2_000 },
    });
    opened.push(() => gateway.close());
    const buyer = await startBuyer({
      ...{ ...urls, home: home.buyer, gatewayUrl: gateway.url, wallet: desk.wallet, address: desk.address, gasPrice: GAS_PRICE },
      ...{ max: { denom: BASE_DENOM, amount: config.max_spend }, listen: `127.0.0.1:${config.ports.openai}` },
    });
    opened.push(() => buyer.close());
    const failed = node.stopped.then(() => new Promise<never>(() => undefined));
    failed.catch(() => undefined);
    const urlsSaid = { v1Url: `${buyer.url}/v1`, rpcUrl: node.rpcUrl, gatewayUrl: gateway.url, receiptsFolder: `${home.buyer}/receipts` };
    return { ...urlsSaid, model, offer, contributions, registered, failed, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function nodeConfig({ ports, block_time, log_level }: OperatorConfig): NodeConfigInput {
  return { rpc_laddr: `tcp://127.0.0.1:${ports.rpc}`, rest_laddr: `tcp://127.0.0.1:${ports.rest}`, block_time, log_level };
}

interface Published {
  readonly model: ModelVersion;
  readonly contributions: number;
  readonly registered: number;
}

/** Every text of the folder on the chain, accepted, frozen, and a model over all of them. */
async function publishDocuments(world: World, config: OperatorConfig, say: (text: string) => void): Promise<Published> {
  const datanet = await ensureDatanet(world, { name: config.name, purpose: `Documents of ${config.name} for its own answers.` });
  const planned = await planContributions(world, datanet.id, await collectFolder(config.documents), () => undefined);
  if (planned.length > 0) {
    say(`registering ${planned.length} texts of ${config.documents}`);
    await uploadContent(world, planned, () => undefined);
    await registerContributions(world, datanet.id, planned, () => undefined);
  }
  await reviewContributions(world, await allContributions(world.client, datanet.id), () => undefined);
  const frozen = await freezeAll(world, datanet.id);
  const floorPrice = { denom: BASE_DENOM, amount: config.price.per_call / 2n };
  const model = await ensureModel(world, datanet.id, { name: config.model, kind: ModelKind.MODEL_KIND_RETRIEVAL, floorPrice }, frozen);
  say(`model/${model.modelId}@${model.version} (${config.model}) over datanet/${datanet.id}@${frozen}`);
  return { model, contributions: (await allContributions(world.client, datanet.id)).length, registered: planned.length };
}

/** The version that holds all that was accepted, frozen now if there is none. */
async function freezeAll(world: World, datanetId: bigint): Promise<bigint> {
  const { versionCount, logSize } = await datanetOf(world, datanetId);
  if (versionCount > 0n) {
    const { version } = await world.client.query(DatanetQuery.Version, { datanetId, version: versionCount });
    if (version?.logSize === logSize) return versionCount;
  }
  await world.send("curator", [outgoing(MsgFreezeVersion, { signer: world.keys.roles.curator.address, datanetId })]);
  return versionCount + 1n;
}

/** The host's offer of this version, where its gateway can listen; its offers of earlier versions are closed. */
async function onlyOffer(world: World, model: ModelVersion, config: OperatorConfig): Promise<Offer> {
  const { address: host } = world.keys.roles.host;
  const offers = await allOffers(world.client);
  const own = offers.filter((one) => one.host === host && !one.closed);
  const earlier = own.filter(({ modelVersion }) => modelVersion !== model.version);
  if (earlier.length > 0) await world.send("host", earlier.map(({ id }) => outgoing(MsgCloseOffer, { host, offerId: id })));
  const known = own.find(({ modelVersion }) => modelVersion === model.version);
  const port = await gatewayPort(config.ports.gateway, known?.endpoint);
  return ensureOfferAt(world, model, `http://127.0.0.1:${port}`, offerTerms(config));
}

function offerTerms({ name, price }: OperatorConfig): OfferTerms {
  const { per_call: perCall, per_1k_input: per1kInput, per_1k_output: per1kOutput } = price;
  return {
    ...{ role: "host", denom: BASE_DENOM, perCall, per1kInput, per1kOutput, openingFee: 0n, bond: TERMS.hostBond },
    ...{ latencyClassMs: TERMS.latencyClassMs, capacity: 0, region: "this machine", operator: name, powerSource: "unknown" },
  };
}

/** The port of the config; for 0 that of the offer while it is free, since an offer names it for good. */
async function gatewayPort(port: number, endpoint: string | undefined): Promise<number> {
  const again = port === 0 && endpoint !== undefined ? await waitForPort(Number(new URL(endpoint).port), 0) : undefined;
  const free = again ?? (await waitForPort(port, PORT_PATIENCE_MS));
  if (free === undefined) throw demoError("PORT_IN_USE", `port ${port} is in use; stop what uses it, or change gateway below [ports]`);
  return free;
}
