// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";

export interface Any {
  typeUrl: string;
  value: Uint8Array;
}
export const Any: MessageCodec<Any> = defineMessage<Any>("google.protobuf.Any", [
  { no: 1, key: "typeUrl", name: "type_url", type: "string" },
  { no: 2, key: "value", name: "value", type: "bytes" },
]);

export interface Timestamp {
  seconds: bigint;
  nanos: number;
}
export const Timestamp: MessageCodec<Timestamp> = defineMessage<Timestamp>("google.protobuf.Timestamp", [
  { no: 1, key: "seconds", name: "seconds", type: "int64" },
  { no: 2, key: "nanos", name: "nanos", type: "int32" },
]);

export interface Duration {
  seconds: bigint;
  nanos: number;
}
export const Duration: MessageCodec<Duration> = defineMessage<Duration>("google.protobuf.Duration", [
  { no: 1, key: "seconds", name: "seconds", type: "int64" },
  { no: 2, key: "nanos", name: "nanos", type: "int32" },
]);
