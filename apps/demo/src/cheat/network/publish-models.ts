import { loadCorpus, manifestRows, outgoing } from "@openledger/client";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import * as ngram from "@openledger/ngram";
import * as retrieval from "@openledger/retrieval";
import { CHEAT_TERMS } from "./cheat-genesis.ts";
import type { Network } from "./stage.ts";

export interface PublishedModel {
  readonly modelId: bigint;
  readonly version: bigint;
}

const NGRAM_ORDER = 3;
const SMOOTHING_BPS = 500;

/** The builder's two models over version 1 of the datanet: one quotes passages, one continues words. */
export async function publishModels(
  network: Network,
  datanetId: bigint,
): Promise<{ readonly passages: PublishedModel; readonly words: PublishedModel }> {
  const { client, blobs, crypto } = network;
  const { sha256 } = crypto;
  const corpus = await loadCorpus({ client, blobs, sha256 }, { acceptedAtMost: (1n << 63n) - 1n, required: [datanetId] });
  const { priorBps } = CHEAT_TERMS;
  const rows = manifestRows(corpus, { manifest: [{ datanetId: String(datanetId), version: "1", priorBps }] });
  const manifest = [{ datanetId, version: 1n, priorBps }];
  const recipe = ngram.smoothedRecipe(NGRAM_ORDER, SMOOTHING_BPS);
  const publisher = network.parties.builder.address;
  const sent = await network.sender("builder").send([
    outgoing(MsgPublishModel, {
      ...{ publisher, name: "passages", kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: retrieval.RULE_VERSION },
      ...{ artifactRoot: retrieval.buildArtifact(rows, sha256).root, manifest },
    }),
    outgoing(MsgPublishModel, {
      ...{ publisher, name: "words", kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: ngram.RULE_VERSION },
      ...{ artifactRoot: ngram.buildNgramArtifact(rows, recipe, sha256).root, manifest },
      ...{ recipe: ngram.encodeRecipe(recipe), recipeHash: ngram.recipeHash(recipe, sha256) },
    }),
  ]);
  return { passages: sent.response(MsgPublishModelResponse, 0), words: sent.response(MsgPublishModelResponse, 1) };
}
