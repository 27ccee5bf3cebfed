/** What a block changed of a module's parameters, for whoever follows the chain without executing it. */
import type { MessageCodec } from "@openledger/messages";
import { equalBytes } from "@openledger/primitives";
import { event, type Event } from "@openledger/state-machine";
import type { Change } from "@openledger/store";
import { messageToJson } from "./proto-json.ts";

/**
 * A report of the parameters that stand under `key`: the event `params_changed` when a block wrote them, none otherwise.
 * Its `params` are all of them as JSON in the spelling of a genesis file, bytes that are no decimals in base64.
 */
export function reportOfParams<T extends object>(module: string, key: Uint8Array, codec: MessageCodec<T>): (changes: readonly Change[]) => readonly Event[] {
  return (changes) => {
    const value = changes.find((change) => equalBytes(change.key, key))?.value;
    if (value === undefined) return [];
    return [event("params_changed", { module, params: JSON.stringify(messageToJson(codec, codec.fromBytes(value.slice()))) })];
  };
}
