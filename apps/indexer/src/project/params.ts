import type { Json } from "../schema/chain.ts";
import { unexpected } from "./event-reader.ts";
import { onEvent, type EventProjection } from "./projection.ts";

/** Parameters of modules, as the block that wrote them left them. */
export const paramsEvents: readonly EventProjection[] = [
  onEvent("params_changed", (rows, { height }, event, read) => {
    const params = parsed(read.text("params"));
    if (params === undefined) throw unexpected(height, event, "attribute params is not a JSON object");
    rows.paramsChanges.push({ module: read.text("module"), height, params });
  }),
];

function parsed(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
