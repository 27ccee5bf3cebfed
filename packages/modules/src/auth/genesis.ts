import { packAny } from "@openledger/messages";
import { Params } from "@openledger/messages/cosmos/auth/v1beta1";
import { PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import type { Any } from "@openledger/messages/google/protobuf";
import { EncodingError, fromBase64 } from "@openledger/primitives";
import { genesisError, jsonArray, jsonObject, jsonString, jsonUint, type Context, type Json } from "@openledger/state-machine";
import { genesisAddress } from "../support/genesis-address.ts";
import type { AuthKeeper } from "./keeper.ts";
import { AUTH_STORE, accountNumbers, authParams } from "./state.ts";

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

/** Reads `{params, accounts: [BaseAccount]}`; accounts are numbered in their order, then those of the modules. */
export function initAuthGenesis(
  ctx: Context,
  keeper: AuthKeeper,
  moduleAccounts: readonly ModuleAccountSpec[],
  genesis: Json | undefined,
): void {
  const where = "app_state.auth";
  const given = jsonObject(genesis, where);
  authParams.set(ctx.store.store(AUTH_STORE), readParams(given["params"], `${where}.params`));
  accountNumbers.set(ctx.store.store(AUTH_STORE), 0n);
  jsonArray(given["accounts"], `${where}.accounts`).forEach((json, i) => {
    readAccount(ctx, keeper, json, `${where}.accounts[${i}]`);
  });
  for (const { name, permissions } of moduleAccounts) keeper.createModuleAccount(ctx, name, permissions);
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

function readAccount(ctx: Context, keeper: AuthKeeper, json: Json, where: string): void {
  const given = jsonObject(json, where);
  const type = jsonString(given["@type"], `${where}.@type`, "/cosmos.auth.v1beta1.BaseAccount");
  if (type !== "/cosmos.auth.v1beta1.BaseAccount") throw genesisError(`${where}.@type`, `${type} is not supported`);
  const address = genesisAddress(ctx, given["address"], `${where}.address`);
  if (keeper.hasAccount(ctx, address)) throw genesisError(where, `${address} stands twice`);
  keeper.createAccount(ctx, address, {
    sequence: jsonUint(given["sequence"], `${where}.sequence`, 0n),
    publicKey: readKey(given["pub_key"], `${where}.pub_key`),
  });
}

function readKey(json: Json | undefined, where: string): Any | undefined {
  if (json === undefined || json === null) return undefined;
  const given = jsonObject(json, where);
  const type = jsonString(given["@type"], `${where}.@type`);
  if (type !== PubKey.typeUrl) throw genesisError(`${where}.@type`, `${type} is not supported`);
  try {
    return packAny(PubKey, { key: fromBase64(jsonString(given["key"], `${where}.key`)) });
  } catch (error) {
    if (error instanceof EncodingError) throw genesisError(`${where}.key`, error.message);
    throw error;
  }
}
