import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { StateReader } from "../support/reader.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";

/**
 * Contributions at the beginning of a commons' log that bind a model version: those of the last version that was frozen in
 * the model's own block or before, which is all that a host has for sure when it loads the model. What no version holds
 * cannot be opened in a claim, so nobody is slashed for leaving it out. 0 for a datanet that is no commons.
 */
export function commonsLogSize(
  ctx: StateReader,
  datanets: DatanetKeeper,
  model: Pick<ModelVersion, "publishedHeight">,
  datanetId: bigint,
): bigint {
  const datanet = datanets.datanet(ctx, datanetId);
  if (datanet?.commons !== true) return 0n;
  let size = 0n;
  let [low, high] = [1n, datanet.versionCount];
  while (low <= high) {
    const middle = (low + high) / 2n;
    const version = datanets.version(ctx, datanetId, middle);
    if (version === undefined || version.frozenHeight > model.publishedHeight) high = middle - 1n;
    else [size, low] = [version.logSize, middle + 1n];
  }
  return size;
}
