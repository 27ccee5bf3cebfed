import type { SourceEvent } from "./committed-block.ts";

type Attribute = SourceEvent["attributes"][number];

/** A list of events as CometBFT's JSON writes it, null for none; undefined when it is anything else. */
export function readEvents(list: unknown): readonly SourceEvent[] | undefined {
  if (list === null || list === undefined) return [];
  if (!Array.isArray(list)) return undefined;
  const events: SourceEvent[] = [];
  for (const item of list as readonly unknown[]) {
    if (!isRecord(item) || typeof item["type"] !== "string") return undefined;
    const attributes = readAttributes(item["attributes"]);
    if (attributes === undefined) return undefined;
    events.push({ type: item["type"], attributes });
  }
  return events;
}

function readAttributes(list: unknown): readonly Attribute[] | undefined {
  if (list === null || list === undefined) return [];
  if (!Array.isArray(list)) return undefined;
  const attributes: Attribute[] = [];
  for (const item of list as readonly unknown[]) {
    if (!isRecord(item)) return undefined;
    const [key, value] = [item["key"], item["value"]];
    if (typeof key !== "string") return undefined;
    if (typeof value === "string") attributes.push({ key, value });
    else if (value === null || value === undefined) attributes.push({ key, value: "" });
    else return undefined;
  }
  return attributes;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
