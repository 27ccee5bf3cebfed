// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";

/** Signatures of the members that signed, in the order of their keys. */
export interface MultiSignature {
  signatures: Uint8Array[];
}
export const MultiSignature: MessageCodec<MultiSignature> = defineMessage<MultiSignature>("cosmos.crypto.multisig.v1beta1.MultiSignature", [
  { no: 1, key: "signatures", name: "signatures", type: "bytes", rule: "repeated" },
]);

/** Which members signed: one bit each, most significant bit first. */
export interface CompactBitArray {
  /** Bits used in the last byte, 0 for all eight. */
  extraBitsStored: number;
  elems: Uint8Array;
}
export const CompactBitArray: MessageCodec<CompactBitArray> = defineMessage<CompactBitArray>("cosmos.crypto.multisig.v1beta1.CompactBitArray", [
  { no: 1, key: "extraBitsStored", name: "extra_bits_stored", type: "uint32" },
  { no: 2, key: "elems", name: "elems", type: "bytes" },
]);
