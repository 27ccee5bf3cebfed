import { packAny } from "@openledger/messages";
import { BaseAccount, ModuleAccount } from "@openledger/messages/cosmos/auth/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { assert, assertDefined } from "@openledger/primitives";
import { storedVestingAccount, vestingAccountOf } from "../support/vesting-account.ts";

/** The part that every kind of stored account has. */
export function baseAccountOf(stored: Any): BaseAccount {
  if (stored.typeUrl === BaseAccount.typeUrl) return BaseAccount.fromBytes(stored.value);
  const vesting = vestingAccountOf(stored);
  if (vesting !== undefined) return assertDefined(vesting.base.baseAccount, "a vesting account has a base account");
  assert(stored.typeUrl === ModuleAccount.typeUrl, `stored account of unknown type ${stored.typeUrl}`);
  return assertDefined(ModuleAccount.fromBytes(stored.value).baseAccount, "a module account has a base account");
}

/** The same account, of the same kind, with another base. */
export function withBaseAccount(stored: Any, baseAccount: BaseAccount): Any {
  if (stored.typeUrl === BaseAccount.typeUrl) return storedBaseAccount(baseAccount);
  const vesting = vestingAccountOf(stored);
  if (vesting !== undefined) return storedVestingAccount({ ...vesting, base: { ...vesting.base, baseAccount } });
  return storedModuleAccount({ ...ModuleAccount.fromBytes(stored.value), baseAccount });
}

/** The module account in a stored Any; undefined for accounts of other kinds. */
export function moduleAccountOf(stored: Any): ModuleAccount | undefined {
  return stored.typeUrl === ModuleAccount.typeUrl ? ModuleAccount.fromBytes(stored.value) : undefined;
}

/** The stored form of an account that a key controls. */
export function storedBaseAccount(account: BaseAccount): Any {
  return packAny(BaseAccount, account);
}

/** The stored form of an account that a module holds. */
export function storedModuleAccount(account: ModuleAccount): Any {
  return packAny(ModuleAccount, account);
}
