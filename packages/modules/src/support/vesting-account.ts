/** Accounts whose coins are locked until a time, as one type whatever their kind. */
import { packAny, type MessageCodec } from "@openledger/messages";
import {
  BaseVestingAccount,
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
  type Period,
} from "@openledger/messages/cosmos/vesting/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { assertDefined } from "@openledger/primitives";

/** How the locked coins become free. */
export type VestingKind = "continuous" | "delayed" | "periodic" | "permanent";

export interface VestingAccount {
  readonly kind: VestingKind;
  readonly base: BaseVestingAccount;
  /** Unix seconds; 0 for kinds that have no beginning. */
  readonly startTime: bigint;
  /** Empty unless periodic. */
  readonly periods: readonly Period[];
}

/** The vesting account in a stored Any; undefined for accounts of other kinds. */
export function vestingAccountOf(stored: Any): VestingAccount | undefined {
  switch (stored.typeUrl) {
    case ContinuousVestingAccount.typeUrl: {
      const account = ContinuousVestingAccount.fromBytes(stored.value);
      return { kind: "continuous", base: required(account.baseVestingAccount), startTime: account.startTime, periods: [] };
    }
    case PeriodicVestingAccount.typeUrl: {
      const { baseVestingAccount, startTime, vestingPeriods } = PeriodicVestingAccount.fromBytes(stored.value);
      return { kind: "periodic", base: required(baseVestingAccount), startTime, periods: vestingPeriods };
    }
    case DelayedVestingAccount.typeUrl:
      return unscheduled("delayed", DelayedVestingAccount, stored);
    case PermanentLockedAccount.typeUrl:
      return unscheduled("permanent", PermanentLockedAccount, stored);
    default:
      return undefined;
  }
}

/** The stored form of a vesting account. */
export function storedVestingAccount({ kind, base, startTime, periods }: VestingAccount): Any {
  const baseVestingAccount = base;
  switch (kind) {
    case "continuous":
      return packAny(ContinuousVestingAccount, { baseVestingAccount, startTime });
    case "periodic":
      return packAny(PeriodicVestingAccount, { baseVestingAccount, startTime, vestingPeriods: [...periods] });
    case "delayed":
      return packAny(DelayedVestingAccount, { baseVestingAccount });
    case "permanent":
      return packAny(PermanentLockedAccount, { baseVestingAccount });
  }
}

function unscheduled(
  kind: VestingKind,
  codec: MessageCodec<{ baseVestingAccount?: BaseVestingAccount | undefined }>,
  stored: Any,
): VestingAccount {
  return { kind, base: required(codec.fromBytes(stored.value).baseVestingAccount), startTime: 0n, periods: [] };
}

function required(base: BaseVestingAccount | undefined): BaseVestingAccount {
  return assertDefined(base, "a vesting account has a base account");
}
