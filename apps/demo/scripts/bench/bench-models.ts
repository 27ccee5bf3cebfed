import { allDatanets, loadCorpus, manifestRows, outgoing } from "@openledger/client";
import { MsgCreateDatanet, PrivateSessions, QuotePolicy, Use } from "@openledger/messages/openledger/datanet/v1";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import * as ngram from "@openledger/ngram";
import { assertDefined } from "@openledger/primitives";
import * as retrieval from "@openledger/retrieval";
import type { PreparedNetwork } from "../../src/prepare-network.ts";
import { planContributions, registerContributions, uploadContent } from "../../src/steps/contribute.ts";
import { ensureFrozen } from "../../src/steps/datanet.ts";
import { BASE_DENOM, DOLLAR_DENOM, TERMS } from "../../src/steps/demo-terms.ts";
import { fundOwners } from "../../src/steps/fund-owners.ts";
import { reviewContributions } from "../../src/steps/review.ts";
import type { World } from "../../src/steps/world.ts";
import type { NamedText } from "./attribution-texts.ts";

/** Units of a demo dollar: many answers have to fit into one escrow. */
export const BENCH_PRICE = 1_000n;

const NGRAM_ORDER = 5;
const SMOOTHING_BPS = 500;
/** Contributions, each of an owner of its own, that a text is registered in. */
const PARTS = 20;

export interface BenchModel {
  readonly modelId: bigint;
  readonly modelVersion: bigint;
}

/** Publishes the demo's passages again, at a price at which escrows last. */
export async function publishPassages({ world, contributions }: PreparedNetwork): Promise<BenchModel> {
  const datanetId = assertDefined(contributions[0], "the network holds text").datanetId;
  const { root } = retrieval.buildArtifact(await rowsOf(world, datanetId), world.crypto.sha256);
  return publish(world, datanetId, {
    ...{ name: "bench passages", kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: retrieval.RULE_VERSION },
    artifactRoot: root,
  });
}

/** Registers a text whose licence allows training, and publishes an n-gram model of it. */
export async function publishWords(world: World, text: NamedText): Promise<BenchModel> {
  const { sha256 } = world.crypto;
  const datanetId = await registerText(world, text);
  const recipe = ngram.smoothedRecipe(NGRAM_ORDER, SMOOTHING_BPS);
  return publish(world, datanetId, {
    ...{ name: "bench words", kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: ngram.RULE_VERSION },
    ...{ artifactRoot: ngram.buildNgramArtifact(await rowsOf(world, datanetId), recipe, sha256).root },
    ...{ recipe: ngram.encodeRecipe(recipe), recipeHash: ngram.recipeHash(recipe, sha256) },
  });
}

async function publish(
  world: World,
  datanetId: bigint,
  model: { readonly name: string; readonly kind: ModelKind; readonly ruleVersion: number; readonly artifactRoot: Uint8Array },
): Promise<BenchModel> {
  const message = outgoing(MsgPublishModel, {
    ...model,
    publisher: world.keys.roles.builder.address,
    manifest: [{ datanetId, version: 1n, priorBps: TERMS.priorBps }],
    floorPrice: { denom: DOLLAR_DENOM, amount: String(BENCH_PRICE) },
  });
  const sent = await world.send("builder", [message]);
  const { modelId, version } = sent.response(MsgPublishModelResponse);
  return { modelId, modelVersion: version };
}

async function rowsOf({ client, blobs, crypto }: World, datanetId: bigint): Promise<ReturnType<typeof manifestRows>> {
  const chain = { client, blobs, sha256: crypto.sha256 };
  const corpus = await loadCorpus(chain, { acceptedAtMost: (1n << 63n) - 1n, required: [datanetId] });
  return manifestRows(corpus, { manifest: [{ datanetId: String(datanetId), version: "1", priorBps: TERMS.priorBps }] });
}

async function registerText(world: World, text: NamedText): Promise<bigint> {
  const name = `bench ${text.name}`;
  const curator = world.keys.roles.curator.address;
  const message = outgoing(MsgCreateDatanet, {
    ...{ creator: curator, name, purpose: "Text from which words follow words.", curators: [curator], threshold: 1 },
    licence: {
      spdx: "CC0-1.0",
      uses: [Use.USE_TRAIN, Use.USE_INFER],
      quote: QuotePolicy.QUOTE_POLICY_PUBLIC,
      privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
    },
    curatorBps: TERMS.curatorBps,
    bondPerKib: { denom: BASE_DENOM, amount: String(TERMS.bondPerKib) },
    minPriorBps: TERMS.minPriorBps,
  });
  await world.send("curator", [message]);
  const created = (await allDatanets(world.client)).find((datanet) => datanet.name === name);
  const { id } = assertDefined(created, "the datanet that was just created");
  const planned = await planContributions(world, id, { contributions: partsOf(text), skipped: [] }, () => undefined);
  await fundOwners(world, planned);
  await uploadContent(world, planned, () => undefined);
  await reviewContributions(world, await registerContributions(world, id, planned, () => undefined), () => undefined);
  await ensureFrozen(world, id);
  return id;
}

function partsOf({ name, bytes }: NamedText): Parameters<typeof planContributions>[2]["contributions"] {
  const size = Math.ceil(bytes.length / PARTS);
  return Array.from({ length: PARTS }, (_, i) => ({
    ...{ name: `${name}/${i}`, version: "", licence: "CC0-1.0", owner: `bench:${name}/${i}` },
    documents: [{ path: `${i}.txt`, bytes: bytes.slice(i * size, (i + 1) * size) }],
  }));
}
