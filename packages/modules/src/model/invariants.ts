import type { QueryContext } from "@openledger/state-machine";
import { MODEL, models, versions } from "./state.ts";

/** Each model has exactly the versions 1..version_count. */
export function brokenInvariants(ctx: QueryContext): readonly string[] {
  const reader = ctx.store.store(MODEL);
  const counts = new Map<bigint, bigint>();
  for (const [[modelId]] of versions.iterate(reader)) counts.set(modelId, (counts.get(modelId) ?? 0n) + 1n);
  const broken: string[] = [];
  for (const [id, model] of models.iterate(reader)) {
    const count = counts.get(id) ?? 0n;
    if (count !== model.versionCount) broken.push(`model ${id}: ${count} versions, counted ${model.versionCount}`);
  }
  return broken;
}
