import type { MessageCodec } from "@openledger/messages";
import { BaseAccount, GenesisState, ModuleAccount, Params } from "@openledger/messages/cosmos/auth/v1beta1";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { LegacyAminoPubKey } from "@openledger/messages/cosmos/crypto/multisig";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import {
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
} from "@openledger/messages/cosmos/vesting/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { Address } from "@openledger/primitives";
import {
  genesisError,
  jsonArray,
  jsonObject,
  jsonString,
  jsonUint,
  type Context,
  type Json,
  type QueryContext,
} from "@openledger/state-machine";
import { genesisAddress } from "../support/genesis-address.ts";
import { anyFromJson, messageToJson } from "../support/proto-json.ts";
import { vestingAccountOf } from "../support/vesting-account.ts";
import type { AuthKeeper } from "./keeper.ts";
import { AUTH_STORE, accountNumbers, accounts, authParams } from "./state.ts";
import { baseAccountOf, moduleAccountOf, withBaseAccount } from "./stored-account.ts";
import { vestingProblem } from "./vesting-problem.ts";

/** The SDK's defaults. */
export const defaultAuthParams: Params = {
  maxMemoCharacters: 256n,
  txSigLimit: 7n,
  txSizeCostPerByte: 10n,
  sigVerifyCostEd25519: 590n,
  sigVerifyCostSecp256k1: 1000n,
};

/** An account that belongs to a module. */
export interface ModuleAccountSpec {
  readonly name: string;
  readonly permissions: readonly string[];
}

const WHERE = "app_state.auth";

/** Kinds of account that a genesis file may hold. */
const accountTypes = [
  BaseAccount,
  ModuleAccount,
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
] as readonly MessageCodec<object>[];

/** Those, and the kinds of key in them. */
const genesisTypes = [...accountTypes, Secp256k1PubKey, Ed25519PubKey, LegacyAminoPubKey] as readonly MessageCodec<object>[];

/** An account of the file with the place where it stands. */
interface GenesisAccount {
  readonly address: Address;
  readonly stored: Any;
}

/**
 * Reads the SDK's `{params, accounts}`. Accounts keep their numbers; one whose number is taken gets the lowest that is
 * free, as in the SDK. Modules without an account are numbered after them.
 */
export function initAuthGenesis(
  ctx: Context,
  keeper: AuthKeeper,
  moduleAccounts: readonly ModuleAccountSpec[],
  genesis: Json | undefined,
): void {
  const given = jsonObject(genesis, WHERE);
  const store = ctx.store.store(AUTH_STORE);
  authParams.set(store, readParams(given["params"], `${WHERE}.params`));
  const read = jsonArray(given["accounts"], `${WHERE}.accounts`).map((json, i) =>
    readAccount(ctx, json, `${WHERE}.accounts[${i}]`),
  );
  let next = 0n;
  for (const [i, { address, stored }] of withOwnNumbers(read).entries()) {
    if (keeper.hasAccount(ctx, address)) throw genesisError(`${WHERE}.accounts[${i}]`, `${address} stands twice`);
    keeper.restoreAccount(ctx, address, stored);
    const { accountNumber } = baseAccountOf(stored);
    if (accountNumber >= next) next = accountNumber + 1n;
  }
  accountNumbers.set(store, next);
  for (const { name, permissions } of moduleAccounts) keeper.createModuleAccount(ctx, name, permissions);
}

/** Writes what {@link initAuthGenesis} reads. */
export function exportAuthGenesis({ store }: QueryContext): Json {
  const reader = store.store(AUTH_STORE);
  const stored = Array.from(accounts.iterate(reader), ([, account]) => account);
  return messageToJson(GenesisState, { params: authParams.require(reader), accounts: stored }, genesisTypes);
}

/** Numbers that stand twice become the lowest free ones, smaller ones first, in the order of the file. */
function withOwnNumbers(read: readonly GenesisAccount[]): readonly GenesisAccount[] {
  const numbers = read.map(({ stored }) => baseAccountOf(stored).accountNumber);
  const taken = new Set(numbers);
  const repeated = numbers
    .map((number, i) => ({ number, i }))
    .filter(({ number, i }) => numbers.indexOf(number) !== i)
    .toSorted((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : a.i - b.i));
  const changed = new Map<number, bigint>();
  let free = 0n;
  for (const { i } of repeated) {
    while (taken.has(free)) free += 1n;
    taken.add(free);
    changed.set(i, free);
  }
  return read.map(({ address, stored }, i) => {
    const base = { ...baseAccountOf(stored), address, accountNumber: changed.get(i) ?? numbers[i] ?? 0n };
    return { address, stored: withBaseAccount(stored, base) };
  });
}

function readParams(json: Json | undefined, where: string): Params {
  const given = jsonObject(json, where);
  const read = (key: string, absent: bigint): bigint => jsonUint(given[key], `${where}.${key}`, absent);
  return {
    maxMemoCharacters: read("max_memo_characters", defaultAuthParams.maxMemoCharacters),
    txSigLimit: read("tx_sig_limit", defaultAuthParams.txSigLimit),
    txSizeCostPerByte: read("tx_size_cost_per_byte", defaultAuthParams.txSizeCostPerByte),
    sigVerifyCostEd25519: read("sig_verify_cost_ed25519", defaultAuthParams.sigVerifyCostEd25519),
    sigVerifyCostSecp256k1: read("sig_verify_cost_secp256k1", defaultAuthParams.sigVerifyCostSecp256k1),
  };
}

function readAccount(ctx: Context, json: Json, where: string): GenesisAccount {
  const given = jsonObject(json, where);
  const type = jsonString(given["@type"], `${where}.@type`, BaseAccount.typeUrl);
  if (!accountTypes.some(({ typeUrl }) => typeUrl === type)) throw genesisError(`${where}.@type`, `${type} is not supported`);
  const stored = anyFromJson({ "@type": BaseAccount.typeUrl, ...given }, where, genesisTypes);
  const vesting = vestingAccountOf(stored);
  const nested = vesting?.base ?? moduleAccountOf(stored);
  if (nested !== undefined && nested.baseAccount === undefined) throw genesisError(where, "has no base_account");
  const problem = vesting === undefined ? undefined : vestingProblem(vesting);
  if (problem !== undefined) throw genesisError(where, problem);
  return { address: genesisAddress(ctx, baseAccountOf(stored).address, `${where}.address`), stored };
}
