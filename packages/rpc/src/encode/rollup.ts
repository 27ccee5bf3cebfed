import type { RollupStatus } from "../backend.ts";
import type { JsonObject } from "./block.ts";

/** Heights as strings, as everywhere in these APIs. */
export function rollupJson({ role, softHeight, includedHeight, finalHeight, daHeight, attestedHeight, details }: RollupStatus): JsonObject {
  return {
    role,
    soft_height: `${softHeight}`,
    included_height: `${includedHeight}`,
    final_height: `${finalHeight}`,
    da_height: `${daHeight}`,
    ...(attestedHeight === undefined ? {} : { attested_height: `${attestedHeight}` }),
    ...details,
  };
}
