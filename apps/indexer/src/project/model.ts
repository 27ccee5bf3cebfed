import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import { storableText } from "../decode/text.ts";
import { enumText, eventOf, namedOrNull, onEvent, onMessage, type EventProjection, type MessageProjection } from "./projection.ts";

export const modelMessages: readonly MessageProjection[] = [
  onMessage(MsgPublishModel, MsgPublishModelResponse, (rows, place, message, { modelId, version }) => {
    if (version === 1n) {
      rows.models.push({ id: modelId, owner: message.publisher, name: storableText(message.name), height: place.height });
    }
    rows.modelVersions.push({
      modelId,
      version,
      kind: enumText(ModelKind, "MODEL_KIND_", message.kind),
      ruleVersion: message.ruleVersion,
      artifactRoot: message.artifactRoot,
      recipeHash: message.recipeHash,
      seed: message.seed,
      floorPrice: message.floorPrice === undefined ? null : BigInt(message.floorPrice.amount || 0),
      floorDenom: message.floorPrice?.denom ?? null,
      publisher: message.publisher,
      steward: namedOrNull(message.steward),
      approver: namedOrNull(message.approver),
      derivable: message.derivable,
      deriveBps: message.deriveBps,
      sameArtifactAs: eventOf(place, "model_published", { model_id: modelId, version }).optional("same_artifact_as") ?? null,
      height: place.height,
      txIndex: place.txIndex,
    });
    for (const entry of message.manifest) {
      rows.manifestEntries.push({
        modelId,
        modelVersion: version,
        datanetId: entry.datanetId,
        datanetVersion: entry.version,
        priorBps: entry.priorBps,
      });
    }
    message.royalties.forEach(({ receiver, bps }, index) => {
      rows.royalties.push({ modelId, modelVersion: version, index, receiver, bps });
    });
  }),
];

export const modelEvents: readonly EventProjection[] = [
  onEvent("model_derived", (rows, _place, _event, read) => {
    rows.ancestors.push({
      modelId: read.number("model_id"),
      modelVersion: read.number("version"),
      ancestorModelId: read.number("ancestor_model_id"),
      ancestorVersion: read.number("ancestor_version"),
      receiver: read.text("receiver"),
      bps: Number(read.number("bps")),
      generation: Number(read.number("generation")),
    });
  }),
];
