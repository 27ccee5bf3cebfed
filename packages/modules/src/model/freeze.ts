import type { ModelVersion, VersionFreeze } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { versionFrozen, versionUnfrozen } from "./freeze-events.ts";
import { freezes, frozenArtifactPrefix, frozenArtifacts, MODEL, versions } from "./state.ts";

/** What tells whether two versions are one and the same thing under two numbers. */
export type Artifact = Pick<ModelVersion, "publisher" | "artifactRoot" | "manifest">;

/** Why and since when a version takes no sessions, by its own freeze or by that of the same artifact, or undefined while it does. */
export function freezeOf(ctx: StateReader, modelId: bigint, version: bigint): VersionFreeze | undefined {
  const store = ctx.store.store(MODEL);
  const own = freezes.get(store, [modelId, version]);
  const found = versions.get(store, [modelId, version]);
  return own ?? (found && freezeOfArtifact(ctx, found));
}

/**
 * The freeze of a version with this artifact root that has the same publisher, or is made from the same datanet versions.
 * Other versions with the root stay: whoever publishes the root of somebody else's model over its own rows stops only itself.
 */
export function freezeOfArtifact(ctx: StateReader, artifact: Artifact): VersionFreeze | undefined {
  const store = ctx.store.store(MODEL);
  for (const [[, key]] of frozenArtifacts.iterate(store, { prefix: frozenArtifactPrefix(artifact.artifactRoot) })) {
    const frozen = versions.require(store, key);
    if (frozen.publisher === artifact.publisher || hasSameRows(frozen, artifact)) return freezes.require(store, key);
  }
  return undefined;
}

function hasSameRows({ manifest }: Artifact, other: Artifact): boolean {
  return (
    manifest.length === other.manifest.length &&
    manifest.every(({ datanetId, version }, i) => datanetId === other.manifest[i]?.datanetId && version === other.manifest[i]?.version)
  );
}

/** Freezes a version that exists for an incident; one that is frozen stays so for the incident that froze it first. */
export function freezeVersion(ctx: Context, { modelId, version }: Pick<ModelVersion, "modelId" | "version">, incidentId: bigint): void {
  const store = ctx.store.store(MODEL);
  if (freezes.has(store, [modelId, version])) return;
  freezes.set(store, [modelId, version], { incidentId, height: ctx.block.height, time: ctx.block.time });
  frozenArtifacts.set(store, [versions.require(store, [modelId, version]).artifactRoot, [modelId, version]], true);
  ctx.emit(versionFrozen(modelId, version, incidentId));
}

/** The version takes sessions again; false when it was not frozen itself. */
export function unfreezeVersion(ctx: Context, modelId: bigint, version: bigint): boolean {
  const store = ctx.store.store(MODEL);
  const freeze = freezes.get(store, [modelId, version]);
  if (freeze === undefined) return false;
  freezes.delete(store, [modelId, version]);
  frozenArtifacts.delete(store, [versions.require(store, [modelId, version]).artifactRoot, [modelId, version]]);
  ctx.emit(versionUnfrozen(modelId, version, freeze.incidentId));
  return true;
}
