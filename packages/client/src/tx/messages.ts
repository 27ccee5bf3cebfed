import type { AminoConverters } from "@cosmjs/stargate";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { packAny, type DeepPartial, type MessageCodec, type MethodDefinition } from "@openledger/messages";
import { MsgService as BankMsg } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { MsgService as AccountabilityMsg } from "@openledger/messages/openledger/accountability/v1";
import { MsgService as DatanetMsg } from "@openledger/messages/openledger/datanet/v1";
import { MsgService as FeedbackMsg } from "@openledger/messages/openledger/feedback/v1";
import { MsgService as GateMsg } from "@openledger/messages/openledger/gate/v1";
import { MsgService as MarketMsg } from "@openledger/messages/openledger/market/v1";
import { MsgService as ModelMsg } from "@openledger/messages/openledger/model/v1";
import { MsgService as RewardsMsg } from "@openledger/messages/openledger/rewards/v1";
import { MsgService as RollupMsg } from "@openledger/messages/openledger/rollup/v1";
import { aminoConverter } from "./amino.ts";

const OWN: readonly MethodDefinition<object, object>[] = [DatanetMsg, ModelMsg, MarketMsg, RewardsMsg, GateMsg, FeedbackMsg, AccountabilityMsg, RollupMsg].flatMap(
  (service) => Object.values(service) as unknown as MethodDefinition<object, object>[],
);
const ALL: readonly MethodDefinition<object, object>[] = [
  ...(Object.values(BankMsg) as unknown as MethodDefinition<object, object>[]),
  ...OWN,
];

/** Our message types for a CosmJS `Registry`, beside `defaultRegistryTypes`. */
export const openledgerRegistryTypes: readonly [string, GeneratedType][] = OWN.map(({ request }) => [
  request.typeUrl,
  request as unknown as GeneratedType,
]);

/** Amino JSON of our messages for CosmJS `AminoTypes`, beside `createDefaultAminoConverters()`. */
export function createOpenledgerAminoConverters(): AminoConverters {
  return Object.fromEntries(OWN.map(({ request }) => [request.typeUrl, aminoConverter(request)]));
}

/** A message ready to be signed. */
export interface OutgoingMessage {
  readonly any: Any;
  readonly typeUrl: string;
}

/** Wraps a message for a transaction; parts that are left out take proto3 defaults. */
export function outgoing<T extends object>(codec: MessageCodec<T>, value: DeepPartial<T>): OutgoingMessage {
  return { any: packAny(codec, codec.create(value)), typeUrl: codec.typeUrl };
}

/** A known message of a transaction, decoded; undefined for a type that this client does not know. */
export function decodeMessage(any: Any): { readonly typeUrl: string; readonly value: object } | undefined {
  const method = ALL.find(({ request }) => request.typeUrl === any.typeUrl);
  return method && { typeUrl: any.typeUrl, value: method.request.decode(any.value) };
}
