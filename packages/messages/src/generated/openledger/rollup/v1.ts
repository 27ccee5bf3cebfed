// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/**
 * Recovery keys put another sequencer in the place of one that left out what it must include. Nobody signs the
 * transaction: it is the first one of the block that the new sequencer seals, and alone in its transaction.
 */
export interface MsgRotateSequencer {
  /** What is on DA, with the signatures of the recovery keys. */
  rotation: Uint8Array;
}
export const MsgRotateSequencer: MessageCodec<MsgRotateSequencer> = defineMessage<MsgRotateSequencer>("openledger.rollup.v1.MsgRotateSequencer", [
  { no: 1, key: "rotation", name: "rotation", type: "bytes" },
], { name: "openledger/MsgRotateSequencer" });

export interface MsgRotateSequencerResponse {}
export const MsgRotateSequencerResponse: MessageCodec<MsgRotateSequencerResponse> = defineMessage<MsgRotateSequencerResponse>("openledger.rollup.v1.MsgRotateSequencerResponse", []);

/** A rotation that the chain crossed. */
export interface Rotation {
  /** The first block that the new sequencer sealed. */
  height: bigint;
  /** As in MsgRotateSequencer. */
  rotation: Uint8Array;
}
export const Rotation: MessageCodec<Rotation> = defineMessage<Rotation>("openledger.rollup.v1.Rotation", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "rotation", name: "rotation", type: "bytes" },
]);

/** Keys that can put another sequencer in the place of one that broke forced inclusion; fixed by genesis. */
export interface Recovery {
  /** How many of the keys must sign. */
  threshold: number;
  /** 32 bytes of ed25519 each. */
  publicKeys: Uint8Array[];
}
export const Recovery: MessageCodec<Recovery> = defineMessage<Recovery>("openledger.rollup.v1.Recovery", [
  { no: 1, key: "threshold", name: "threshold", type: "uint32" },
  { no: 2, key: "publicKeys", name: "public_keys", type: "bytes", rule: "repeated" },
]);

export interface QueryRotationsRequest {}
export const QueryRotationsRequest: MessageCodec<QueryRotationsRequest> = defineMessage<QueryRotationsRequest>("openledger.rollup.v1.QueryRotationsRequest", []);

export interface QueryRotationsResponse {
  /** In the order of their numbers. */
  rotations: Rotation[];
}
export const QueryRotationsResponse: MessageCodec<QueryRotationsResponse> = defineMessage<QueryRotationsResponse>("openledger.rollup.v1.QueryRotationsResponse", [
  { no: 1, key: "rotations", name: "rotations", type: "message", rule: "repeated", of: () => Rotation },
]);
