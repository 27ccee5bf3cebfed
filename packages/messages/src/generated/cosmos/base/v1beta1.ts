// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** An amount of one denom. The amount is decimal digits. */
export interface Coin {
  denom: string;
  amount: string;
}
export const Coin: MessageCodec<Coin> = defineMessage<Coin>("cosmos.base.v1beta1.Coin", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "amount", name: "amount", type: "string" },
]);

/** An amount with 18 decimals, written as an integer of 10^-18 units. */
export interface DecCoin {
  denom: string;
  amount: string;
}
export const DecCoin: MessageCodec<DecCoin> = defineMessage<DecCoin>("cosmos.base.v1beta1.DecCoin", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "amount", name: "amount", type: "string" },
]);
