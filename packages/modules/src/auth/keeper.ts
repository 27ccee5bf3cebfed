import { ModuleAccount, Params, type BaseAccount } from "@openledger/messages/cosmos/auth/v1beta1";
import { Any } from "@openledger/messages/google/protobuf";
import { addressFromBytes, addressToBytes, assertDefined, toUtf8, type Address, type Crypto } from "@openledger/primitives";
import type { Account, AccountKeeper, AuthLimits, Context, QueryContext } from "@openledger/state-machine";
import { rememberLast } from "../support/remember-last.ts";
import { addressesByNumber, AUTH_STORE, accountNumbers, accounts, authParams } from "./state.ts";
import { baseAccountOf, storedBaseAccount, storedModuleAccount } from "./stored-account.ts";

/** Accounts of keys and of modules. */
export interface AuthKeeper extends AccountKeeper {
  hasAccount(ctx: Context | QueryContext, address: Address): boolean;
  /** Gives an address that has none an account with the next number, without a key and from sequence 0 by default. */
  createAccount(ctx: Context, address: Address, initial?: Partial<Pick<Account, "sequence" | "publicKey">>): void;
  /** Gives a module that has none an account with the next number. */
  createModuleAccount(ctx: Context, name: string, permissions: readonly string[]): void;
  /** The first 20 bytes of sha256(name), as in the SDK. */
  moduleAddress(ctx: Context | QueryContext, name: string): Address;
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

  function createModuleAccount(ctx: Context, name: string, permissions: readonly string[]): void {
    const address = moduleAddress(ctx, name);
    const store = ctx.store.store(AUTH_STORE);
    if (accounts.has(store, bytesOf(ctx, address))) return;
    const baseAccount = { address, accountNumber: numberFor(ctx, address) };
    const stored = storedModuleAccount(ModuleAccount.create({ baseAccount, name, permissions }));
    accounts.set(store, bytesOf(ctx, address), stored);
  }

  return { params, account, updateAccount, hasAccount, createAccount, createModuleAccount, moduleAddress };
}

function updateAccount(ctx: Context, { address, publicKey, accountNumber, sequence }: Account): void {
  const base: BaseAccount = { address, pubKey: publicKey, accountNumber, sequence };
  accounts.set(ctx.store.store(AUTH_STORE), bytesOf(ctx, address), storedBaseAccount(base));
}

function hasAccount(ctx: Context | QueryContext, address: Address): boolean {
  return accounts.has(ctx.store.store(AUTH_STORE), bytesOf(ctx, address));
}

function createAccount(ctx: Context, address: Address, initial: Parameters<AuthKeeper["createAccount"]>[2] = {}): void {
  const { sequence = 0n, publicKey } = initial;
  updateAccount(ctx, { address, accountNumber: numberFor(ctx, address), sequence, publicKey });
}

/** Takes the next account number and writes down whose it is. */
function numberFor(ctx: Context, address: Address): bigint {
  const store = ctx.store.store(AUTH_STORE);
  const accountNumber = accountNumbers.next(store);
  addressesByNumber.set(store, accountNumber, bytesOf(ctx, address));
  return accountNumber;
}

function addressOfModule(prefix: string, crypto: Crypto, name: string): Address {
  return addressFromBytes(prefix, crypto.sha256(toUtf8(name)).slice(0, 20));
}

function bytesOf({ chain }: Context | QueryContext, address: Address): Uint8Array {
  return addressToBytes(chain.bech32Prefix, address);
}
