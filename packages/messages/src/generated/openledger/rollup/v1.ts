// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** Who seals blocks alone under valset_source "sequencer". */
export interface Sequencer {
  /** 32 bytes of an ed25519 consensus key. */
  publicKey: Uint8Array;
  /** In the validator set; more than two thirds of it all. */
  power: bigint;
  /** The first block that it seals. */
  sinceHeight: bigint;
}
export const Sequencer: MessageCodec<Sequencer> = defineMessage<Sequencer>("openledger.rollup.v1.Sequencer", [
  { no: 1, key: "publicKey", name: "public_key", type: "bytes" },
  { no: 2, key: "power", name: "power", type: "int64" },
  { no: 3, key: "sinceHeight", name: "since_height", type: "int64" },
]);

/** Governance hands the sealing of blocks over to another validator. */
export interface MsgHandOverSequencer {
  /** The account of gov. */
  authority: string;
  /** Consensus key of a bonded validator that is not jailed. */
  publicKey: Uint8Array;
  /** For people; at most 1,000 bytes. */
  reason: string;
}
export const MsgHandOverSequencer: MessageCodec<MsgHandOverSequencer> = defineMessage<MsgHandOverSequencer>("openledger.rollup.v1.MsgHandOverSequencer", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "publicKey", name: "public_key", type: "bytes" },
  { no: 3, key: "reason", name: "reason", type: "string" },
], { name: "openledger/MsgHandOverSequencer" });

export interface MsgHandOverSequencerResponse {
  /** The first block that the new sequencer seals. */
  sinceHeight: bigint;
}
export const MsgHandOverSequencerResponse: MessageCodec<MsgHandOverSequencerResponse> = defineMessage<MsgHandOverSequencerResponse>("openledger.rollup.v1.MsgHandOverSequencerResponse", [
  { no: 1, key: "sinceHeight", name: "since_height", type: "int64" },
]);

export interface QuerySequencerRequest {}
export const QuerySequencerRequest: MessageCodec<QuerySequencerRequest> = defineMessage<QuerySequencerRequest>("openledger.rollup.v1.QuerySequencerRequest", []);

export interface QuerySequencerResponse {
  /** Seals the next block. */
  sequencer?: Sequencer | undefined;
  /** Takes over from it; absent when no hand-over is in flight. */
  nextSequencer?: Sequencer | undefined;
}
export const QuerySequencerResponse: MessageCodec<QuerySequencerResponse> = defineMessage<QuerySequencerResponse>("openledger.rollup.v1.QuerySequencerResponse", [
  { no: 1, key: "sequencer", name: "sequencer", type: "message", rule: "optional", of: () => Sequencer },
  { no: 2, key: "nextSequencer", name: "next_sequencer", type: "message", rule: "optional", of: () => Sequencer },
]);

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

export const MsgService: {
  readonly HandOverSequencer: MethodDefinition<MsgHandOverSequencer, MsgHandOverSequencerResponse>;
  readonly RotateSequencer: MethodDefinition<MsgRotateSequencer, MsgRotateSequencerResponse>;
} = {
  HandOverSequencer: { path: "/openledger.rollup.v1.Msg/HandOverSequencer", request: MsgHandOverSequencer, response: MsgHandOverSequencerResponse },
  RotateSequencer: { path: "/openledger.rollup.v1.Msg/RotateSequencer", request: MsgRotateSequencer, response: MsgRotateSequencerResponse },
};

export const QueryService: {
  /** Not found where no key of genesis seals alone. */
  readonly Sequencer: MethodDefinition<QuerySequencerRequest, QuerySequencerResponse>;
  readonly Rotations: MethodDefinition<QueryRotationsRequest, QueryRotationsResponse>;
} = {
  Sequencer: { path: "/openledger.rollup.v1.Query/Sequencer", request: QuerySequencerRequest, response: QuerySequencerResponse },
  Rotations: { path: "/openledger.rollup.v1.Query/Rotations", request: QueryRotationsRequest, response: QueryRotationsResponse },
};
