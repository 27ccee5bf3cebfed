import { toHex } from "@openledger/primitives";
import type { Ancestor, ModelVersion } from "@openledger/messages/openledger/model/v1";
import { event, type Event } from "@openledger/state-machine";
import { nameOf } from "./lineage.ts";
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
    ...(version.sameArtifactAs === undefined ? {} : { same_artifact_as: nameOf(version.sameArtifactAs) }),
  });
}

/** One line of a version's lineage. */
export function modelDerived({ modelId, version }: ModelVersion, ancestor: Ancestor): Event {
  return event("model_derived", {
    model_id: modelId,
    version,
    ancestor_model_id: ancestor.modelId,
    ancestor_version: ancestor.version,
    receiver: ancestor.receiver,
    bps: ancestor.bps,
    generation: ancestor.generation,
  });
}
