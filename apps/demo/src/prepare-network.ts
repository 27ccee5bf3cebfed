import { existsSync, rmSync } from "node:fs";
import { allContributions, connect, createBlobClient } from "@openledger/client";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Offer } from "@openledger/messages/openledger/market/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { homePaths, initHome } from "@openledger/node";
import { toHex, type Crypto } from "@openledger/primitives";
import type { Corpus } from "./corpus/corpus.ts";
import { noteBeginning, type Beginning, type DemoHome } from "./home/demo-home.ts";
import { fetchGenesis } from "./home/fetch-genesis.ts";
import { openDemoKeys, PREFIX, type DemoKeys } from "./home/demo-keys.ts";
import { loadDemoCorpus } from "./load-demo-corpus.ts";
import type { Progress } from "./progress/progress.ts";
import { planContributions, registerContributions, uploadContent } from "./steps/contribute.ts";
import { ensureDatanet, ensureFrozen } from "./steps/datanet.ts";
import { BASE_DENOM, CHAIN_ID, genesisAccounts, genesisAppState } from "./steps/demo-terms.ts";
import { fundOwners } from "./steps/fund-owners.ts";
import { ensureDeposits } from "./steps/deposit.ts";
import { ensureOffer } from "./steps/offer.ts";
import { ensureModel } from "./steps/publish.ts";
import { reviewContributions } from "./steps/review.ts";
import { createWorld, type World } from "./steps/world.ts";
import type { Ports } from "./supervisor/ports.ts";
import { nodeSpec, type NodeReady } from "./supervisor/services.ts";
import type { Supervisor } from "./supervisor/supervisor.ts";

/** A chain on which text is registered, a model published and an offer open. */
export interface PreparedNetwork {
  readonly world: World;
  readonly node: NodeReady;
  readonly corpus: Corpus;
  readonly contributions: readonly Contribution[];
  readonly model: ModelVersion;
  readonly offer: Offer;
}

export interface PrepareOptions {
  readonly home: DemoHome;
  readonly beginning: Beginning;
  readonly ports: Ports;
  readonly blockTime: string;
  /** Already there; undefined starts one. */
  readonly chain?: NodeReady | undefined;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
  readonly crypto: Crypto;
  /** Done beside the registering of the text; no text is accepted before it is done. */
  readonly beforeText?: (world: World, node: NodeReady) => Promise<void>;
}

/** Brings the chain up and does what it does not hold yet: every step asks the chain how far an earlier run came. */
export async function prepareNetwork(options: PrepareOptions): Promise<PreparedNetwork> {
  const { home, progress, crypto } = options;
  const corpus = await progress.step("Reading text", async (detail) => {
    const found = await loadDemoCorpus(options.beginning);
    noteBeginning(home, options.beginning);
    detail(describeCorpus(found));
    return found;
  });
  const { node, keys } = await startChain(options);
  const client = await connect(node.rpcUrl);
  const world = createWorld({ home, keys, crypto, client, blobs: createBlobClient(node.restUrl, crypto.sha256) });
  const datanet = await progress.step("Datanet of the curator", async (detail) => {
    const found = await ensureDatanet(world);
    detail(`datanet/${found.id}`);
    return found;
  });
  const before = ensureDeposits(world).then(() => options.beforeText?.(world, node));
  // Whoever waits for it hears of a failure.
  before.catch(() => undefined);
  const contributions = await registerText(world, datanet.id, corpus, progress, before);
  const { model, offer } = await publish(world, datanet.id, options);
  return { world, node, corpus, contributions, model, offer };
}

function describeCorpus({ contributions, skipped }: Corpus): string {
  const owners = new Set(contributions.map(({ owner }) => owner)).size;
  const documents = contributions.flatMap((one) => one.documents);
  const bytes = documents.reduce((sum, one) => sum + one.bytes.length, 0);
  const left = skipped.length === 0 ? "" : `, ${skipped.length} files left out`;
  return `${contributions.length} contributions of ${owners} owners, ${(bytes / 1e6).toFixed(1)} MB${left}`;
}

async function startChain(options: PrepareOptions): Promise<{ readonly node: NodeReady; readonly keys: DemoKeys }> {
  const { home, supervisor, progress, crypto } = options;
  return progress.step("Chain", async (detail) => {
    const keys = await openDemoKeys(home, crypto.sha256);
    if (options.chain !== undefined) {
      await fetchGenesis(home, options.chain.rpcUrl);
      detail(`${CHAIN_ID} at ${options.chain.rpcUrl}`);
      return { node: options.chain, keys };
    }
    if (!existsSync(homePaths(home.node).genesisFile)) {
      // Genesis is written last: without it, nothing here has ever run.
      rmSync(home.node, { recursive: true, force: true });
      const accounts = genesisAccounts(keys);
      const chain = { chainId: CHAIN_ID, bech32Prefix: PREFIX, baseDenom: BASE_DENOM };
      initHome({ home: home.node, moniker: "demo", ...chain, accounts, appState: genesisAppState(keys) });
    }
    const { ready } = await supervisor.start(nodeSpec(home, options.ports, options.blockTime));
    detail(`${CHAIN_ID} at ${ready.rpcUrl}`);
    return { node: ready, keys };
  });
}

async function registerText(world: World, datanetId: bigint, corpus: Corpus, progress: Progress, before: Promise<void>): Promise<Contribution[]> {
  const planned = await progress.step("Hashing rows", async (detail) => {
    const all = await planContributions(world, datanetId, corpus, (done, of) => detail(`${done} of ${of}`));
    detail(all.length === 0 ? "all are registered already" : `${all.length} contributions to register`);
    return all;
  });
  if (planned.length > 0) {
    await progress.step("Funding owners", async (detail) => {
      const funded = await fundOwners(world, planned);
      detail(`${funded} owners received coins for bonds and fees; these are demo keys, not the authors'`);
    });
    await progress.step("Storing content", (detail) =>
      uploadContent(world, planned, (done, bytes) => detail(`${done} of ${planned.length} blobs, ${(bytes / 1e6).toFixed(1)} MB`)),
    );
  }
  const registered = await progress.step("Contributing", async (detail) => {
    const all = await registerContributions(world, datanetId, planned, (done, of) => detail(`${done} of ${of} sent`));
    detail(`${all.length} contributions on the chain`);
    return all;
  });
  return progress.step("Curator's review", async (detail) => {
    await before;
    await reviewContributions(world, registered, (done, of) => detail(`${done} of ${of} contents fetched and checked`));
    const all = await allContributions(world.client, datanetId);
    detail(`${all.filter(({ grade }) => grade > 0).length} accepted with grades`);
    return all;
  });
}

async function publish(
  world: World,
  datanetId: bigint,
  { progress, ports }: PrepareOptions,
): Promise<{ readonly model: ModelVersion; readonly offer: Offer }> {
  await progress.step("Freezing the datanet", async (detail) => {
    const { versionCount, acceptedTokens } = await ensureFrozen(world, datanetId);
    detail(`datanet/${datanetId}@${versionCount}, ${acceptedTokens} tokens`);
  });
  const model = await progress.step("Publishing the model", async (detail) => {
    const published = await ensureModel(world, datanetId);
    detail(`model/${published.modelId}@${published.version}, artifact root ${toHex(published.artifactRoot).slice(0, 16)}…`);
    return published;
  });
  const offer = await progress.step("Host's offer", async (detail) => {
    const open = await ensureOffer(world, model, `http://127.0.0.1:${ports.gateway}`);
    detail(`offer ${open.id}, ${open.price?.perCall ?? ""}${open.price?.denom ?? ""} per call`);
    return open;
  });
  return { model, offer };
}
