// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/**
 * PubKey is an ed25519 public key for handling Tendermint keys in SDK.
 * It's needed for Any serialization and SDK compatibility.
 * It must not be used in a non Tendermint key context because it doesn't implement
 * ADR-28. Nevertheless, you will like to use ed25519 in app user level
 * then you must create a new proto message and follow ADR-28 for Address construction.
 */
export interface PubKey {
  key: Uint8Array;
}
export const PubKey: MessageCodec<PubKey> = defineMessage<PubKey>("cosmos.crypto.ed25519.PubKey", [
  { no: 1, key: "key", name: "key", type: "bytes" },
], { name: "tendermint/PubKeyEd25519", as: "key" });

/**
 * PrivKey defines a ed25519 private key.
 * NOTE: ed25519 keys must not be used in SDK apps except in a tendermint validator context.
 */
export interface PrivKey {
  key: Uint8Array;
}
export const PrivKey: MessageCodec<PrivKey> = defineMessage<PrivKey>("cosmos.crypto.ed25519.PrivKey", [
  { no: 1, key: "key", name: "key", type: "bytes" },
], { name: "tendermint/PrivKeyEd25519", as: "key" });
