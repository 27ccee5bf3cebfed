// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

export interface BitArray {
  bits: bigint;
  elems: bigint[];
}
export const BitArray: MessageCodec<BitArray> = defineMessage<BitArray>("tendermint.libs.bits.BitArray", [
  { no: 1, key: "bits", name: "bits", type: "int64" },
  { no: 2, key: "elems", name: "elems", type: "uint64", rule: "repeated" },
]);
