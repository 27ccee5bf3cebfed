import type { Model, ModelVersion, Params, VersionFreeze } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { unknownModel, unknownVersion } from "./errors.ts";
import { freezeOf, freezeVersion } from "./freeze.ts";
import { MODEL, models, params, versions } from "./state.ts";

/** What other modules may read of models. */
export interface ModelKeeper {
  version(ctx: StateReader, modelId: bigint, version: bigint): ModelVersion | undefined;
  /** Why and since when a version takes no sessions, or undefined while it does. */
  freeze(ctx: StateReader, modelId: bigint, version: bigint): VersionFreeze | undefined;
  /** Freezes a version that exists, for an incident; of one that is frozen nothing changes. */
  freezeVersion(ctx: Context, version: Pick<ModelVersion, "modelId" | "version">, incidentId: bigint): void;
}

export const modelKeeper: ModelKeeper = {
  version: (ctx, modelId, version) => versions.get(ctx.store.store(MODEL), [modelId, version]),
  freeze: freezeOf,
  freezeVersion,
};

/** Parameters of the module. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(MODEL));
}

/** The model, or the module's own error. */
export function requireModel(ctx: StateReader, id: bigint): Model {
  const model = models.get(ctx.store.store(MODEL), id);
  if (model === undefined) throw unknownModel(`model ${id}`);
  return model;
}

/** The version, or the module's own error. */
export function requireVersion(ctx: StateReader, modelId: bigint, version: bigint): ModelVersion {
  const found = modelKeeper.version(ctx, modelId, version);
  if (found === undefined) throw unknownVersion(`model ${modelId}@${version}`);
  return found;
}
