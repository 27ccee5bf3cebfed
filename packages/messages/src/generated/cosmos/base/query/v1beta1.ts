// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";

/**
 * PageRequest is to be embedded in gRPC request messages for efficient
 * pagination. Ex:
 *
 * message SomeRequest {
 * Foo some_parameter = 1;
 * PageRequest pagination = 2;
 * }
 */
export interface PageRequest {
  /**
   * key is a value returned in PageResponse.next_key to begin
   * querying the next page most efficiently. Only one of offset or key
   * should be set.
   */
  key: Uint8Array;
  /**
   * offset is a numeric offset that can be used when key is unavailable.
   * It is less efficient than using key. Only one of offset or key should
   * be set.
   */
  offset: bigint;
  /**
   * limit is the total number of results to be returned in the result page.
   * If left empty it will default to a value to be set by each app.
   */
  limit: bigint;
  /**
   * count_total is set to true  to indicate that the result set should include
   * a count of the total number of items available for pagination in UIs.
   * count_total is only respected when offset is used. It is ignored when key
   * is set.
   */
  countTotal: boolean;
  /**
   * reverse is set to true if results are to be returned in the descending order.
   *
   * Since: cosmos-sdk 0.43
   */
  reverse: boolean;
}
export const PageRequest: MessageCodec<PageRequest> = defineMessage<PageRequest>("cosmos.base.query.v1beta1.PageRequest", [
  { no: 1, key: "key", name: "key", type: "bytes" },
  { no: 2, key: "offset", name: "offset", type: "uint64" },
  { no: 3, key: "limit", name: "limit", type: "uint64" },
  { no: 4, key: "countTotal", name: "count_total", type: "bool" },
  { no: 5, key: "reverse", name: "reverse", type: "bool" },
]);

/**
 * PageResponse is to be embedded in gRPC response messages where the
 * corresponding request message has used PageRequest.
 *
 * message SomeResponse {
 * repeated Bar results = 1;
 * PageResponse page = 2;
 * }
 */
export interface PageResponse {
  /**
   * next_key is the key to be passed to PageRequest.key to
   * query the next page most efficiently. It will be empty if
   * there are no more results.
   */
  nextKey: Uint8Array;
  /**
   * total is total number of results available if PageRequest.count_total
   * was set, its value is undefined otherwise
   */
  total: bigint;
}
export const PageResponse: MessageCodec<PageResponse> = defineMessage<PageResponse>("cosmos.base.query.v1beta1.PageResponse", [
  { no: 1, key: "nextKey", name: "next_key", type: "bytes" },
  { no: 2, key: "total", name: "total", type: "uint64" },
]);
