import { packAny } from "@openledger/messages";
import { BaseAccount, ModuleAccount } from "@openledger/messages/cosmos/auth/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { assert, assertDefined } from "@openledger/primitives";

/** The part that every kind of stored account has. */
export function baseAccountOf(stored: Any): BaseAccount {
  if (stored.typeUrl === BaseAccount.typeUrl) return BaseAccount.fromBytes(stored.value);
  assert(stored.typeUrl === ModuleAccount.typeUrl, `stored account of unknown type ${stored.typeUrl}`);
  return assertDefined(ModuleAccount.fromBytes(stored.value).baseAccount, "a module account has a base account");
}

/** The stored form of an account that a key controls. */
export function storedBaseAccount(account: BaseAccount): Any {
  return packAny(BaseAccount, account);
}

/** The stored form of an account that a module holds. */
export function storedModuleAccount(account: ModuleAccount): Any {
  return packAny(ModuleAccount, account);
}
