import { Params } from "@openledger/messages/openledger/gate/v1";
import { assert } from "@openledger/primitives";
import { genesisError, jsonArray, jsonObject, jsonString, type Context, type Json } from "@openledger/state-machine";
import { isDenom } from "../support/amounts.ts";
import { genesisAddress } from "../support/genesis-address.ts";
import { paramsFromGenesis } from "../support/params-json.ts";
import { GATES_MAX, NAME_LENGTH_MAX } from "./handlers/set-gate.ts";
import { storeGate } from "./keeper.ts";
import { GATE, gates, params } from "./state.ts";

const WHERE = "app_state.gate";
const EPOCHS_KEPT_MAX = 10_000;

/** Days, and a little more than a year of them. */
export const DEFAULT_PARAMS: Params = { epochSeconds: 86_400n, epochsKept: 400 };

/** Reads `{params, gates: [{denom, issuer, name}]}`. Whatever the bank's genesis holds of a denom is internal. */
export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const given = paramsFromGenesis(Params, DEFAULT_PARAMS, genesis);
  const isPeriod = given.epochSeconds >= 1n && given.epochSeconds <= 1n << 32n;
  assert(isPeriod, "genesis: gate epoch_seconds must lie in 1..2^32");
  const isCount = given.epochsKept >= 1 && given.epochsKept <= EPOCHS_KEPT_MAX;
  assert(isCount, `genesis: gate epochs_kept must lie in 1..${EPOCHS_KEPT_MAX}`);
  params.set(ctx.store.store(GATE), given);
  const named = jsonArray(jsonObject(genesis, WHERE)["gates"], `${WHERE}.gates`);
  if (named.length > GATES_MAX) throw genesisError(`${WHERE}.gates`, `must name at most ${GATES_MAX} gates`);
  named.forEach((json, i) => readGate(ctx, json, `${WHERE}.gates[${i}]`));
}

function readGate(ctx: Context, json: Json, where: string): void {
  const entry = jsonObject(json, where);
  const denom = jsonString(entry["denom"], `${where}.denom`);
  const name = jsonString(entry["name"], `${where}.name`);
  if (!isDenom(denom)) throw genesisError(`${where}.denom`, "must be a denom: 3 to 128 characters, a letter first");
  if (denom === ctx.chain.baseDenom) throw genesisError(`${where}.denom`, "is the base denom, which nobody may mint");
  if (gates.has(ctx.store.store(GATE), denom)) throw genesisError(`${where}.denom`, `${denom} has two gates`);
  if (name === "" || name.length > NAME_LENGTH_MAX) {
    throw genesisError(`${where}.name`, `must have 1 to ${NAME_LENGTH_MAX} characters`);
  }
  const issuer = genesisAddress(ctx, entry["issuer"], `${where}.issuer`);
  storeGate(ctx, { denom, issuer, name, fromHeight: 0n, deposits: 0n, withdrawals: 0n });
}
