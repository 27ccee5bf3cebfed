import { toHex } from "@openledger/primitives";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { event, type Event } from "@openledger/state-machine";
import { kindName } from "./model-kinds.ts";

export function modelPublished(version: ModelVersion): Event {
  return event("model_published", {
    model_id: version.modelId,
    version: version.version,
    kind: kindName(version.kind),
    publisher: version.publisher,
    steward: version.steward,
    approver: version.approver,
    artifact_root: toHex(version.artifactRoot),
  });
}
