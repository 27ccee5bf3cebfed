import { event, type Event } from "@openledger/state-machine";

export const blockMissed = (address: string, missed: bigint, height: bigint): Event =>
  event("liveness", { address, missed_blocks: missed, height });
export const slashedForDowntime = (address: string, power: bigint, burned: bigint): Event =>
  event("slash", { address, power, reason: "missing_signature", jailed: address, burned_coins: burned });
export const slashedForDoubleSign = (address: string, power: bigint, burned: bigint): Event =>
  event("slash", { address, power, reason: "double_sign", burned_coins: burned });
export const jailed = (address: string): Event => event("slash", { jailed: address });
