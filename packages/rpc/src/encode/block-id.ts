import type { BlockId } from "@openledger/comet";
import { hex } from "./scalars.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function blockIdJson({ hash, partSetHeader }: BlockId): JsonObject {
  return { hash: hex(hash), parts: { total: partSetHeader.total, hash: hex(partSetHeader.hash) } };
}
