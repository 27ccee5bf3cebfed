// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { BaseAccount } from "../auth/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";

/**
 * MsgCreateVestingAccount defines a message that enables creating a vesting
 * account.
 */
export interface MsgCreateVestingAccount {
  fromAddress: string;
  toAddress: string;
  amount: Coin[];
  /** end of vesting as unix time (in seconds). */
  endTime: bigint;
  delayed: boolean;
}
export const MsgCreateVestingAccount: MessageCodec<MsgCreateVestingAccount> = defineMessage<MsgCreateVestingAccount>("cosmos.vesting.v1beta1.MsgCreateVestingAccount", [
  { no: 1, key: "fromAddress", name: "from_address", type: "string" },
  { no: 2, key: "toAddress", name: "to_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 4, key: "endTime", name: "end_time", type: "int64" },
  { no: 5, key: "delayed", name: "delayed", type: "bool" },
], { name: "cosmos-sdk/MsgCreateVestingAccount" });

/** MsgCreateVestingAccountResponse defines the Msg/CreateVestingAccount response type. */
export interface MsgCreateVestingAccountResponse {}
export const MsgCreateVestingAccountResponse: MessageCodec<MsgCreateVestingAccountResponse> = defineMessage<MsgCreateVestingAccountResponse>("cosmos.vesting.v1beta1.MsgCreateVestingAccountResponse", []);

/**
 * MsgCreatePermanentLockedAccount defines a message that enables creating a permanent
 * locked account.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCreatePermanentLockedAccount {
  fromAddress: string;
  toAddress: string;
  amount: Coin[];
}
export const MsgCreatePermanentLockedAccount: MessageCodec<MsgCreatePermanentLockedAccount> = defineMessage<MsgCreatePermanentLockedAccount>("cosmos.vesting.v1beta1.MsgCreatePermanentLockedAccount", [
  { no: 1, key: "fromAddress", name: "from_address", type: "string" },
  { no: 2, key: "toAddress", name: "to_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
], { name: "cosmos-sdk/MsgCreatePermLockedAccount" });

/**
 * MsgCreatePermanentLockedAccountResponse defines the Msg/CreatePermanentLockedAccount response type.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCreatePermanentLockedAccountResponse {}
export const MsgCreatePermanentLockedAccountResponse: MessageCodec<MsgCreatePermanentLockedAccountResponse> = defineMessage<MsgCreatePermanentLockedAccountResponse>("cosmos.vesting.v1beta1.MsgCreatePermanentLockedAccountResponse", []);

/**
 * MsgCreateVestingAccount defines a message that enables creating a vesting
 * account.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCreatePeriodicVestingAccount {
  fromAddress: string;
  toAddress: string;
  /** start of vesting as unix time (in seconds). */
  startTime: bigint;
  vestingPeriods: Period[];
}
export const MsgCreatePeriodicVestingAccount: MessageCodec<MsgCreatePeriodicVestingAccount> = defineMessage<MsgCreatePeriodicVestingAccount>("cosmos.vesting.v1beta1.MsgCreatePeriodicVestingAccount", [
  { no: 1, key: "fromAddress", name: "from_address", type: "string" },
  { no: 2, key: "toAddress", name: "to_address", type: "string" },
  { no: 3, key: "startTime", name: "start_time", type: "int64" },
  { no: 4, key: "vestingPeriods", name: "vesting_periods", type: "message", rule: "repeated", of: () => Period, amino: { keep: true } },
], { name: "cosmos-sdk/MsgCreatePeriodVestAccount" });

/**
 * MsgCreateVestingAccountResponse defines the Msg/CreatePeriodicVestingAccount
 * response type.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCreatePeriodicVestingAccountResponse {}
export const MsgCreatePeriodicVestingAccountResponse: MessageCodec<MsgCreatePeriodicVestingAccountResponse> = defineMessage<MsgCreatePeriodicVestingAccountResponse>("cosmos.vesting.v1beta1.MsgCreatePeriodicVestingAccountResponse", []);

/**
 * BaseVestingAccount implements the VestingAccount interface. It contains all
 * the necessary fields needed for any vesting account implementation.
 */
export interface BaseVestingAccount {
  baseAccount?: BaseAccount | undefined;
  originalVesting: Coin[];
  delegatedFree: Coin[];
  delegatedVesting: Coin[];
  /** Vesting end time, as unix timestamp (in seconds). */
  endTime: bigint;
}
export const BaseVestingAccount: MessageCodec<BaseVestingAccount> = defineMessage<BaseVestingAccount>("cosmos.vesting.v1beta1.BaseVestingAccount", [
  { no: 1, key: "baseAccount", name: "base_account", type: "message", rule: "optional", of: () => BaseAccount },
  { no: 2, key: "originalVesting", name: "original_vesting", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 3, key: "delegatedFree", name: "delegated_free", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 4, key: "delegatedVesting", name: "delegated_vesting", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 5, key: "endTime", name: "end_time", type: "int64" },
], { name: "cosmos-sdk/BaseVestingAccount" });

/**
 * ContinuousVestingAccount implements the VestingAccount interface. It
 * continuously vests by unlocking coins linearly with respect to time.
 */
export interface ContinuousVestingAccount {
  baseVestingAccount?: BaseVestingAccount | undefined;
  /** Vesting start time, as unix timestamp (in seconds). */
  startTime: bigint;
}
export const ContinuousVestingAccount: MessageCodec<ContinuousVestingAccount> = defineMessage<ContinuousVestingAccount>("cosmos.vesting.v1beta1.ContinuousVestingAccount", [
  { no: 1, key: "baseVestingAccount", name: "base_vesting_account", type: "message", rule: "optional", of: () => BaseVestingAccount },
  { no: 2, key: "startTime", name: "start_time", type: "int64" },
], { name: "cosmos-sdk/ContinuousVestingAccount" });

/**
 * DelayedVestingAccount implements the VestingAccount interface. It vests all
 * coins after a specific time, but non prior. In other words, it keeps them
 * locked until a specified time.
 */
export interface DelayedVestingAccount {
  baseVestingAccount?: BaseVestingAccount | undefined;
}
export const DelayedVestingAccount: MessageCodec<DelayedVestingAccount> = defineMessage<DelayedVestingAccount>("cosmos.vesting.v1beta1.DelayedVestingAccount", [
  { no: 1, key: "baseVestingAccount", name: "base_vesting_account", type: "message", rule: "optional", of: () => BaseVestingAccount },
], { name: "cosmos-sdk/DelayedVestingAccount" });

/** Period defines a length of time and amount of coins that will vest. */
export interface Period {
  /** Period duration in seconds. */
  length: bigint;
  amount: Coin[];
}
export const Period: MessageCodec<Period> = defineMessage<Period>("cosmos.vesting.v1beta1.Period", [
  { no: 1, key: "length", name: "length", type: "int64" },
  { no: 2, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/**
 * PeriodicVestingAccount implements the VestingAccount interface. It
 * periodically vests by unlocking coins during each specified period.
 */
export interface PeriodicVestingAccount {
  baseVestingAccount?: BaseVestingAccount | undefined;
  startTime: bigint;
  vestingPeriods: Period[];
}
export const PeriodicVestingAccount: MessageCodec<PeriodicVestingAccount> = defineMessage<PeriodicVestingAccount>("cosmos.vesting.v1beta1.PeriodicVestingAccount", [
  { no: 1, key: "baseVestingAccount", name: "base_vesting_account", type: "message", rule: "optional", of: () => BaseVestingAccount },
  { no: 2, key: "startTime", name: "start_time", type: "int64" },
  { no: 3, key: "vestingPeriods", name: "vesting_periods", type: "message", rule: "repeated", of: () => Period, amino: { keep: true } },
], { name: "cosmos-sdk/PeriodicVestingAccount" });

/**
 * PermanentLockedAccount implements the VestingAccount interface. It does
 * not ever release coins, locking them indefinitely. Coins in this account can
 * still be used for delegating and for governance votes even while locked.
 *
 * Since: cosmos-sdk 0.43
 */
export interface PermanentLockedAccount {
  baseVestingAccount?: BaseVestingAccount | undefined;
}
export const PermanentLockedAccount: MessageCodec<PermanentLockedAccount> = defineMessage<PermanentLockedAccount>("cosmos.vesting.v1beta1.PermanentLockedAccount", [
  { no: 1, key: "baseVestingAccount", name: "base_vesting_account", type: "message", rule: "optional", of: () => BaseVestingAccount },
], { name: "cosmos-sdk/PermanentLockedAccount" });

/** Msg defines the bank Msg service. */
export const MsgService: {
  /**
   * CreateVestingAccount defines a method that enables creating a vesting
   * account.
   */
  readonly CreateVestingAccount: MethodDefinition<MsgCreateVestingAccount, MsgCreateVestingAccountResponse>;
  /**
   * CreatePermanentLockedAccount defines a method that enables creating a permanent
   * locked account.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly CreatePermanentLockedAccount: MethodDefinition<MsgCreatePermanentLockedAccount, MsgCreatePermanentLockedAccountResponse>;
  /**
   * CreatePeriodicVestingAccount defines a method that enables creating a
   * periodic vesting account.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly CreatePeriodicVestingAccount: MethodDefinition<MsgCreatePeriodicVestingAccount, MsgCreatePeriodicVestingAccountResponse>;
} = {
  CreateVestingAccount: { path: "/cosmos.vesting.v1beta1.Msg/CreateVestingAccount", request: MsgCreateVestingAccount, response: MsgCreateVestingAccountResponse },
  CreatePermanentLockedAccount: { path: "/cosmos.vesting.v1beta1.Msg/CreatePermanentLockedAccount", request: MsgCreatePermanentLockedAccount, response: MsgCreatePermanentLockedAccountResponse },
  CreatePeriodicVestingAccount: { path: "/cosmos.vesting.v1beta1.Msg/CreatePeriodicVestingAccount", request: MsgCreatePeriodicVestingAccount, response: MsgCreatePeriodicVestingAccountResponse },
};
