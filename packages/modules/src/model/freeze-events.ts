import { event, type Event } from "@openledger/state-machine";

/** The version takes no sessions from now on. */
export function versionFrozen(modelId: bigint, version: bigint, incidentId: bigint): Event {
  return event("model_version_frozen", { model_id: modelId, version, incident_id: incidentId });
}

export function versionUnfrozen(modelId: bigint, version: bigint, incidentId: bigint): Event {
  return event("model_version_unfrozen", { model_id: modelId, version, incident_id: incidentId });
}
