import { BaseAccount, ModuleAccount, Params } from "@openledger/messages/cosmos/auth/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { Any } from "@openledger/messages/google/protobuf";
import { addressFromBytes, addressToBytes, assert, assertDefined, toUtf8, type Address, type Crypto } from "@openledger/primitives";
import {
  sdkErrors,
  storeGas,
  type Account,
  type AccountKeeper,
  type AuthLimits,
  type Context,
  type QueryContext,
} from "@openledger/state-machine";
import { rememberLast } from "../support/remember-last.ts";
import { unixSeconds } from "../support/time.ts";
import { addressesByNumber, AUTH_STORE, accountNumbers, accounts, authParams } from "./state.ts";
import { baseAccountOf, moduleAccountOf, storedBaseAccount, storedModuleAccount, withBaseAccount } from "./stored-account.ts";
import { storedVestingAccount, vestingAccountOf, type VestingAccount } from "../support/vesting-account.ts";
import { lockedCoins, trackDelegation, trackUndelegation } from "./vesting-schedule.ts";

/** Accounts of keys and of modules, and what is locked in them. */
export interface AuthKeeper extends AccountKeeper {
  hasAccount(ctx: Context | QueryContext, address: Address): boolean;
  /** The account as it is stored, of any kind. */
  storedAccount(ctx: Context | QueryContext, address: Address): Any | undefined;
  /** Gives an address that has none an account with the next number, without a key and from sequence 0 by default. */
  createAccount(ctx: Context, address: Address, initial?: Partial<Pick<Account, "sequence" | "publicKey">>): void;
  /** As `createAccount`; `account` says what is locked in it, its base account is filled in. */
  createVestingAccount(ctx: Context, address: Address, account: VestingAccount): void;
  /** Writes an account as a genesis file has it, under its own number. */
  restoreAccount(ctx: Context, address: Address, stored: Any): void;
  /** Gives a module that has none an account with the next number. */
  createModuleAccount(ctx: Context, name: string, permissions: readonly string[]): void;
  /** The first 20 bytes of sha256(name), as in the SDK. */
  moduleAddress(ctx: Context | QueryContext, name: string): Address;
  /** Stops with an InvariantViolation when the module has no account, or one without this permission. */
  requirePermission(ctx: Context, module: string, permission: string): void;
  /** Coins of a vesting account that cannot be spent now; none for other accounts. */
  lockedCoins(ctx: Context | QueryContext, address: Address): readonly Coin[];
  /** Notes that `amount` was delegated. Throws the SDK's unknown-address error where there is no account. */
  trackDelegation(ctx: Context, address: Address, amount: readonly Coin[]): void;
  /** Notes that `amount` came back from a delegation. Throws the SDK's unknown-address error as above. */
  trackUndelegation(ctx: Context, address: Address, amount: readonly Coin[]): void;
}

export function createAuthKeeper(): AuthKeeper {
  // A pure function of prefix and name, asked for several times in each transaction.
  const known = new Map<string, Map<string, Address>>();
  const moduleAddress: AuthKeeper["moduleAddress"] = ({ chain, crypto }, name) => {
    const ofPrefix = known.get(chain.bech32Prefix) ?? new Map<string, Address>();
    const address = ofPrefix.get(name) ?? addressOfModule(chain.bech32Prefix, crypto, name);
    known.set(chain.bech32Prefix, ofPrefix.set(name, address));
    return address;
  };
  const readParams = rememberLast((bytes) => Params.fromBytes(bytes.slice()));
  const readAccount = rememberLast((bytes) => baseAccountOf(Any.fromBytes(bytes.slice())));

  function params(ctx: Context | QueryContext): AuthLimits {
    const bytes = ctx.store.store(AUTH_STORE).get(authParams.keyBytes);
    return readParams(assertDefined(bytes, "the params of auth are stored at genesis"));
  }

  function account(ctx: Context | QueryContext, address: Address): Account | undefined {
    const bytes = ctx.store.store(AUTH_STORE).get(accounts.keyBytes(bytesOf(ctx, address)));
    if (bytes === undefined) return undefined;
    const { pubKey, accountNumber, sequence } = readAccount(bytes);
    return { address, accountNumber, sequence, publicKey: pubKey };
  }

  return {
    params,
    account,
    updateAccount,
    hasAccount,
    storedAccount,
    createAccount,
    createVestingAccount,
    restoreAccount,
    moduleAddress,
    lockedCoins: lockedCoinsOf,
    trackDelegation: (ctx, address, amount) =>
      track(ctx, address, (vesting) => trackDelegation(vesting, unixSeconds(ctx.block.time), amount)),
    trackUndelegation: (ctx, address, amount) => track(ctx, address, (vesting) => trackUndelegation(vesting, amount)),
    createModuleAccount(ctx, name, permissions) {
      const address = moduleAddress(ctx, name);
      if (hasAccount(ctx, address)) return;
      const baseAccount = { address, accountNumber: numberFor(ctx, address) };
      store(ctx, address, storedModuleAccount(ModuleAccount.create({ baseAccount, name, permissions })));
    },
    requirePermission(ctx, module, permission) {
      const stored = storedAccount(ctx, moduleAddress(ctx, module));
      const permissions = (stored === undefined ? undefined : moduleAccountOf(stored))?.permissions ?? [];
      assert(permissions.includes(permission), `the account of module ${module} is not a ${permission}`);
    },
  };
}

function storedAccount(ctx: Context | QueryContext, address: Address): Any | undefined {
  return accounts.get(ctx.store.store(AUTH_STORE), bytesOf(ctx, address));
}

function updateAccount(ctx: Context, { address, publicKey, accountNumber, sequence }: Account): void {
  const base = BaseAccount.create({ address, pubKey: publicKey, accountNumber, sequence });
  const stored = storedAccount(ctx, address);
  replace(ctx, address, stored === undefined ? storedBaseAccount(base) : withBaseAccount(stored, base));
}

function hasAccount(ctx: Context | QueryContext, address: Address): boolean {
  return accounts.has(ctx.store.store(AUTH_STORE), bytesOf(ctx, address));
}

function createAccount(ctx: Context, address: Address, initial: Parameters<AuthKeeper["createAccount"]>[2] = {}): void {
  const { sequence = 0n, publicKey: pubKey } = initial;
  const accountNumber = numberFor(ctx, address);
  store(ctx, address, storedBaseAccount(BaseAccount.create({ address, pubKey, accountNumber, sequence })));
}

function createVestingAccount(ctx: Context, address: Address, vesting: VestingAccount): void {
  const { pubKey, sequence = 0n } = vesting.base.baseAccount ?? {};
  const baseAccount = BaseAccount.create({ address, pubKey, sequence, accountNumber: numberFor(ctx, address) });
  store(ctx, address, storedVestingAccount({ ...vesting, base: { ...vesting.base, baseAccount } }));
}

function restoreAccount(ctx: Context, address: Address, stored: Any): void {
  const bytes = bytesOf(ctx, address);
  addressesByNumber.set(ctx.store.store(AUTH_STORE), baseAccountOf(stored).accountNumber, bytes);
  store(ctx, address, stored);
}

function lockedCoinsOf(ctx: Context | QueryContext, address: Address): readonly Coin[] {
  const stored = storedAccount(ctx, address);
  const vesting = stored === undefined ? undefined : vestingAccountOf(stored);
  if (vesting === undefined) return [];
  return lockedCoins(vesting, unixSeconds("block" in ctx ? ctx.block.time : ctx.time));
}

function track(ctx: Context, address: Address, change: (account: VestingAccount) => VestingAccount): void {
  const stored = storedAccount(ctx, address);
  if (stored === undefined) throw sdkErrors.unknownAddress(`account ${address} does not exist`);
  const vesting = vestingAccountOf(stored);
  if (vesting !== undefined) replace(ctx, address, storedVestingAccount(change(vesting)));
}

/** Takes the next account number and writes down whose it is. */
function numberFor(ctx: Context, address: Address): bigint {
  const reader = ctx.store.store(AUTH_STORE);
  const accountNumber = accountNumbers.next(reader);
  addressesByNumber.set(reader, accountNumber, bytesOf(ctx, address));
  return accountNumber;
}

function store(ctx: Context, address: Address, stored: Any): void {
  accounts.set(ctx.store.store(AUTH_STORE), bytesOf(ctx, address), stored);
}

/** The SDK writes an account's number again with the account: the gas is the same here, the needless writes are not. */
function replace(ctx: Context, address: Address, stored: Any): void {
  const bytes = bytesOf(ctx, address);
  const indexBytes = BigInt(addressesByNumber.keyBytes(0n).length + bytes.length);
  ctx.gas.consume(storeGas.delete, "Delete");
  ctx.gas.consume(storeGas.has, "Has");
  ctx.gas.consume(storeGas.writeFlat, "WriteFlat");
  ctx.gas.consume(storeGas.writePerByte * indexBytes, "WritePerByte");
  store(ctx, address, stored);
}

function addressOfModule(prefix: string, crypto: Crypto, name: string): Address {
  return addressFromBytes(prefix, crypto.sha256(toUtf8(name)).slice(0, 20));
}

function bytesOf({ chain }: Context | QueryContext, address: Address): Uint8Array {
  return addressToBytes(chain.bech32Prefix, address);
}
