import type { Identity, QueryContext } from "@openledger/state-machine";
import { MODEL, models, versions } from "./state.ts";

/** Each model has exactly the versions 1..version_count. */
export function identities(ctx: QueryContext): readonly Identity[] {
  const reader = ctx.store.store(MODEL);
  const counts = new Map<bigint, bigint>();
  for (const [[modelId]] of versions.iterate(reader)) counts.set(modelId, (counts.get(modelId) ?? 0n) + 1n);
  const broken: string[] = [];
  let known = 0;
  for (const [id, model] of models.iterate(reader)) {
    known += 1;
    const count = counts.get(id) ?? 0n;
    if (count !== model.versionCount) broken.push(`model ${id}: ${count} versions, counted ${model.versionCount}`);
  }
  return [{ says: "each model has the versions that it counts", found: `${known} models`, broken }];
}
