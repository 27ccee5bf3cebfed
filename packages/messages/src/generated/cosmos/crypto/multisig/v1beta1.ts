// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";

/**
 * MultiSignature wraps the signatures from a multisig.LegacyAminoPubKey.
 * See cosmos.tx.v1betata1.ModeInfo.Multi for how to specify which signers
 * signed and with which modes.
 */
export interface MultiSignature {
  signatures: Uint8Array[];
}
export const MultiSignature: MessageCodec<MultiSignature> = defineMessage<MultiSignature>("cosmos.crypto.multisig.v1beta1.MultiSignature", [
  { no: 1, key: "signatures", name: "signatures", type: "bytes", rule: "repeated" },
]);

/**
 * CompactBitArray is an implementation of a space efficient bit array.
 * This is used to ensure that the encoded data takes up a minimal amount of
 * space after proto encoding.
 * This is not thread safe, and is not intended for concurrent usage.
 */
export interface CompactBitArray {
  extraBitsStored: number;
  elems: Uint8Array;
}
export const CompactBitArray: MessageCodec<CompactBitArray> = defineMessage<CompactBitArray>("cosmos.crypto.multisig.v1beta1.CompactBitArray", [
  { no: 1, key: "extraBitsStored", name: "extra_bits_stored", type: "uint32" },
  { no: 2, key: "elems", name: "elems", type: "bytes" },
]);
