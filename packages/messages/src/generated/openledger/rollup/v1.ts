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

export const MsgService: {
  readonly HandOverSequencer: MethodDefinition<MsgHandOverSequencer, MsgHandOverSequencerResponse>;
} = {
  HandOverSequencer: { path: "/openledger.rollup.v1.Msg/HandOverSequencer", request: MsgHandOverSequencer, response: MsgHandOverSequencerResponse },
};

export const QueryService: {
  /** Not found where no key of genesis seals alone. */
  readonly Sequencer: MethodDefinition<QuerySequencerRequest, QuerySequencerResponse>;
} = {
  Sequencer: { path: "/openledger.rollup.v1.Query/Sequencer", request: QuerySequencerRequest, response: QuerySequencerResponse },
};
