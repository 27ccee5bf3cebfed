// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/**
 * Coin defines a token with a denomination and an amount.
 *
 * NOTE: The amount field is an Int which implements the custom method
 * signatures required by gogoproto.
 */
export interface Coin {
  denom: string;
  amount: string;
}
export const Coin: MessageCodec<Coin> = defineMessage<Coin>("cosmos.base.v1beta1.Coin", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "amount", name: "amount", type: "string", amino: { keep: true, as: "int" } },
]);

/**
 * DecCoin defines a token with a denomination and a decimal amount.
 *
 * NOTE: The amount field is an Dec which implements the custom method
 * signatures required by gogoproto.
 */
export interface DecCoin {
  denom: string;
  amount: string;
}
export const DecCoin: MessageCodec<DecCoin> = defineMessage<DecCoin>("cosmos.base.v1beta1.DecCoin", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "amount", name: "amount", type: "string", amino: { as: "dec" } },
]);

/**
 * IntProto defines a Protobuf wrapper around an Int object.
 * Deprecated: Prefer to use math.Int directly. It supports binary Marshal and Unmarshal.
 */
export interface IntProto {
  int: string;
}
export const IntProto: MessageCodec<IntProto> = defineMessage<IntProto>("cosmos.base.v1beta1.IntProto", [
  { no: 1, key: "int", name: "int", type: "string", amino: { as: "int" } },
]);

/**
 * DecProto defines a Protobuf wrapper around a Dec object.
 * Deprecated: Prefer to use math.LegacyDec directly. It supports binary Marshal and Unmarshal.
 */
export interface DecProto {
  dec: string;
}
export const DecProto: MessageCodec<DecProto> = defineMessage<DecProto>("cosmos.base.v1beta1.DecProto", [
  { no: 1, key: "dec", name: "dec", type: "string", amino: { as: "dec" } },
]);
