import type { ModelVersion, VersionFreeze } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { versionFrozen, versionUnfrozen } from "./freeze-events.ts";
import { freezes, MODEL } from "./state.ts";

/** Why and since when a version takes no sessions, or undefined while it does. */
export function freezeOf(ctx: StateReader, modelId: bigint, version: bigint): VersionFreeze | undefined {
  return freezes.get(ctx.store.store(MODEL), [modelId, version]);
}

/** Freezes a version that exists for an incident; one that is frozen stays so for the incident that froze it first. */
export function freezeVersion(ctx: Context, { modelId, version }: Pick<ModelVersion, "modelId" | "version">, incidentId: bigint): void {
  const store = ctx.store.store(MODEL);
  if (freezes.has(store, [modelId, version])) return;
  freezes.set(store, [modelId, version], { incidentId, height: ctx.block.height, time: ctx.block.time });
  ctx.emit(versionFrozen(modelId, version, incidentId));
}

/** The version takes sessions again; false when it was not frozen. */
export function unfreezeVersion(ctx: Context, modelId: bigint, version: bigint): boolean {
  const store = ctx.store.store(MODEL);
  const freeze = freezes.get(store, [modelId, version]);
  if (freeze === undefined) return false;
  freezes.delete(store, [modelId, version]);
  ctx.emit(versionUnfrozen(modelId, version, freeze.incidentId));
  return true;
}
