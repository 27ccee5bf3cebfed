// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any } from "../../google/protobuf.ts";

/**
 * LegacyAminoPubKey specifies a public key type
 * which nests multiple public keys and a threshold,
 * it uses legacy amino address rules.
 */
export interface LegacyAminoPubKey {
  threshold: number;
  publicKeys: Any[];
}
export const LegacyAminoPubKey: MessageCodec<LegacyAminoPubKey> = defineMessage<LegacyAminoPubKey>("cosmos.crypto.multisig.LegacyAminoPubKey", [
  { no: 1, key: "threshold", name: "threshold", type: "uint32" },
  { no: 2, key: "publicKeys", name: "public_keys", type: "message", rule: "repeated", of: () => Any, amino: { name: "pubkeys" } },
], { name: "tendermint/PubKeyMultisigThreshold", as: "threshold" });
