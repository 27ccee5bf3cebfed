import { loadCorpus, manifestRows, outgoing } from "@openledger/client";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import { MsgCreateOffer, MsgCreateOfferResponse } from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import { buildArtifact, encodeExternalRecipe, RULE_VERSION } from "@openledger/retrieval";
import { DOLLAR_DENOM, TERMS } from "../../../src/steps/demo-terms.ts";
import type { World } from "../../../src/steps/world.ts";

/** Name under which the external model is asked for. */
export const EXTERNAL_NAME = "words";

/** Publishes an external model over this datanet's first version and offers it to as many callers as want it; returns the offer. */
export async function offerExternal(world: World, datanetId: bigint, unsignedCalls: number): Promise<bigint> {
  const { client, blobs, crypto, keys } = world;
  const manifest = [{ datanetId, version: 1n, priorBps: TERMS.priorBps }];
  const named = manifest.map((one) => ({ ...one, datanetId: String(one.datanetId), version: String(one.version) }));
  const corpus = await loadCorpus({ client, blobs, sha256: crypto.sha256 }, { acceptedAtMost: 1n << 60n, required: [datanetId] });
  const recipe = encodeExternalRecipe({ contextPassages: 0, upstreamModel: "words" });
  const published = await world.send("builder", [
    outgoing(MsgPublishModel, {
      ...{ publisher: keys.roles.builder.address, steward: keys.roles.builder.address, name: EXTERNAL_NAME },
      ...{ kind: ModelKind.MODEL_KIND_EXTERNAL, ruleVersion: RULE_VERSION, manifest },
      artifactRoot: buildArtifact(manifestRows(corpus, { manifest: named }), crypto.sha256).root,
      ...{ recipe, recipeHash: crypto.sha256(recipe) },
    }),
  ]);
  const { modelId, version: modelVersion } = published.response(MsgPublishModelResponse);
  const { perCall, per1kInput, per1kOutput, latencyClassMs, lateBps, hostBond, openingFee } = TERMS;
  const offered = await world.send("host", [
    outgoing(MsgCreateOffer, {
      ...{ host: keys.roles.host.address, modelId, modelVersion, endpoint: "http://127.0.0.1:1", unsignedCalls },
      price: { denom: DOLLAR_DENOM, perCall: String(perCall), per1kInput: String(per1kInput), per1kOutput: String(per1kOutput) },
      ...{ latencyClassMs, lateBps, openingFee: String(openingFee), region: "this machine", powerSource: "unknown" },
      bond: { denom: DOLLAR_DENOM, amount: String(hostBond) },
      receiptKey: openServiceKey(receiptKeyPath(world.home.host)).publicKey,
    }),
  ]);
  return offered.response(MsgCreateOfferResponse).offerId;
}
