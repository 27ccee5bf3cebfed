// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";

export interface Event {
  type: string;
  attributes: EventAttribute[];
}
export const Event: MessageCodec<Event> = defineMessage<Event>("tendermint.abci.Event", [
  { no: 1, key: "type", name: "type", type: "string" },
  { no: 2, key: "attributes", name: "attributes", type: "message", rule: "repeated", of: () => EventAttribute },
]);

export interface EventAttribute {
  key: string;
  value: string;
  /** Whether the attribute can be searched for. */
  index: boolean;
}
export const EventAttribute: MessageCodec<EventAttribute> = defineMessage<EventAttribute>("tendermint.abci.EventAttribute", [
  { no: 1, key: "key", name: "key", type: "string" },
  { no: 2, key: "value", name: "value", type: "string" },
  { no: 3, key: "index", name: "index", type: "bool" },
]);
