import type { RollupStatus } from "../backend.ts";
import type { JsonObject } from "./block.ts";

/** Heights as strings, as everywhere in these APIs. */
export function rollupJson({ role, softHeight, includedHeight, finalHeight, daHeight, details }: RollupStatus): JsonObject {
  return {
    role,
    soft_height: `${softHeight}`,
    included_height: `${includedHeight}`,
    final_height: `${finalHeight}`,
    da_height: `${daHeight}`,
    ...details,
  };
}
