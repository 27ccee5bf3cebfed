import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import { storableText } from "../decode/text.ts";
import { enumText, namedOrNull, onMessage, type MessageProjection } from "./projection.ts";

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
