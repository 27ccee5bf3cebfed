// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/**
 * PubKey defines a secp256k1 public key
 * Key is the compressed form of the pubkey. The first byte depends is a 0x02 byte
 * if the y-coordinate is the lexicographically largest of the two associated with
 * the x-coordinate. Otherwise the first byte is a 0x03.
 * This prefix is followed with the x-coordinate.
 */
export interface PubKey {
  key: Uint8Array;
}
export const PubKey: MessageCodec<PubKey> = defineMessage<PubKey>("cosmos.crypto.secp256k1.PubKey", [
  { no: 1, key: "key", name: "key", type: "bytes" },
], { name: "tendermint/PubKeySecp256k1", as: "key" });

/** PrivKey defines a secp256k1 private key. */
export interface PrivKey {
  key: Uint8Array;
}
export const PrivKey: MessageCodec<PrivKey> = defineMessage<PrivKey>("cosmos.crypto.secp256k1.PrivKey", [
  { no: 1, key: "key", name: "key", type: "bytes" },
], { name: "tendermint/PrivKeySecp256k1", as: "key" });
