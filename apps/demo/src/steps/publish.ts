import { loadCorpus, manifestRows, outgoing, queryAll } from "@openledger/client";
import {
  ModelKind,
  MsgPublishModel,
  MsgPublishModelResponse,
  QueryService as ModelQuery,
  type ModelVersion,
} from "@openledger/messages/openledger/model/v1";
import { buildArtifact, RULE_VERSION } from "@openledger/retrieval";
import { demoError } from "../home/demo-home.ts";
import { DOLLAR_DENOM, TERMS } from "./demo-terms.ts";
import type { World } from "./world.ts";

/** What a model is called and of which kind it is. */
export interface ModelSpec {
  readonly name: string;
  readonly kind: ModelKind;
  /** Least price of a call. */
  readonly floorPrice: { readonly denom: string; readonly amount: bigint };
  /** Of an external model. */
  readonly recipe?: Uint8Array;
}

const PASSAGES: ModelSpec = { name: "passages", kind: ModelKind.MODEL_KIND_RETRIEVAL, floorPrice: { denom: DOLLAR_DENOM, amount: TERMS.perCall / 2n } };

/**
 * The builder's model over a frozen version of the datanet, built from what the chain and the node's blobs hold, and published:
 * as the next version of the model, where the builder has one over another version.
 */
export async function ensureModel(world: World, datanetId: bigint, spec: ModelSpec = PASSAGES, frozen = 1n): Promise<ModelVersion> {
  const known = await findModel(world);
  if (known?.manifest.some((entry) => entry.datanetId === datanetId && entry.version === frozen) === true) return known;
  const source = { client: world.client, blobs: world.blobs, sha256: world.crypto.sha256 };
  const everything = { acceptedAtMost: (1n << 63n) - 1n, required: [datanetId] };
  const corpus = await loadCorpus(source, everything);
  const manifest = [{ datanetId, version: frozen, priorBps: TERMS.priorBps }];
  const named = manifest.map((entry) => ({ ...entry, datanetId: String(datanetId), version: String(entry.version) }));
  const { root } = buildArtifact(manifestRows(corpus, { manifest: named }), world.crypto.sha256);
  const { builder, curator } = world.keys.roles;
  const message = outgoing(MsgPublishModel, {
    publisher: builder.address,
    modelId: known?.modelId ?? 0n,
    name: spec.name,
    kind: spec.kind,
    ...(spec.recipe === undefined ? {} : { recipe: spec.recipe, recipeHash: world.crypto.sha256(spec.recipe) }),
    ruleVersion: RULE_VERSION,
    artifactRoot: root,
    manifest,
    floorPrice: { ...spec.floorPrice, amount: String(spec.floorPrice.amount) },
    // The curator answers for the data; no approver is named, and every receipt says so.
    steward: curator.address,
  });
  const sent = await world.send("builder", [message], curator.address === builder.address ? [] : [curator]);
  const { modelId, version } = sent.response(MsgPublishModelResponse);
  return modelVersionOf(world, modelId, version);
}

async function findModel(world: World): Promise<ModelVersion | undefined> {
  const models = await queryAll(world.client, async (pagination, height) => {
    const answer = await world.client.query(ModelQuery.Models, { pagination }, height);
    return { items: answer.models, nextKey: answer.pagination?.nextKey ?? new Uint8Array(0) };
  });
  const own = models.find(({ owner }) => owner === world.keys.roles.builder.address);
  return own === undefined ? undefined : modelVersionOf(world, own.id, own.versionCount);
}

async function modelVersionOf({ client }: World, modelId: bigint, version: bigint): Promise<ModelVersion> {
  const answer = await client.query(ModelQuery.ModelVersion, { modelId, version });
  if (answer.version === undefined) throw demoError("CHECK", `model ${modelId}@${version} came back empty`);
  return answer.version;
}
