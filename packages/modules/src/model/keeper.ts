import type { Model, ModelVersion, Params } from "@openledger/messages/openledger/model/v1";
import type { StateReader } from "../support/reader.ts";
import { unknownModel, unknownVersion } from "./errors.ts";
import { MODEL, models, params, versions } from "./state.ts";

/** What other modules may read of models. */
export interface ModelKeeper {
  version(ctx: StateReader, modelId: bigint, version: bigint): ModelVersion | undefined;
}

export const modelKeeper: ModelKeeper = {
  version: (ctx, modelId, version) => versions.get(ctx.store.store(MODEL), [modelId, version]),
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
