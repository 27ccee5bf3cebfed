// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** A compressed key of 33 bytes. */
export interface PubKey {
  key: Uint8Array;
}
export const PubKey: MessageCodec<PubKey> = defineMessage<PubKey>("cosmos.crypto.secp256k1.PubKey", [
  { no: 1, key: "key", name: "key", type: "bytes" },
]);
