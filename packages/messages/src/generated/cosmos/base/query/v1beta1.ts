// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";

/** Which part of a list is asked for: by key or by offset, never both. */
export interface PageRequest {
  key: Uint8Array;
  offset: bigint;
  limit: bigint;
  countTotal: boolean;
  reverse: boolean;
}
export const PageRequest: MessageCodec<PageRequest> = defineMessage<PageRequest>("cosmos.base.query.v1beta1.PageRequest", [
  { no: 1, key: "key", name: "key", type: "bytes" },
  { no: 2, key: "offset", name: "offset", type: "uint64" },
  { no: 3, key: "limit", name: "limit", type: "uint64" },
  { no: 4, key: "countTotal", name: "count_total", type: "bool" },
  { no: 5, key: "reverse", name: "reverse", type: "bool" },
]);

/** Where the next page begins, and the length of the list if it was asked for. */
export interface PageResponse {
  nextKey: Uint8Array;
  total: bigint;
}
export const PageResponse: MessageCodec<PageResponse> = defineMessage<PageResponse>("cosmos.base.query.v1beta1.PageResponse", [
  { no: 1, key: "nextKey", name: "next_key", type: "bytes" },
  { no: 2, key: "total", name: "total", type: "uint64" },
]);
