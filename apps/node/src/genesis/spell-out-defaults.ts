import { createChain, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { height } from "@openledger/primitives";
import { jsonObject, type Json } from "@openledger/state-machine";

interface Document {
  readonly [field: string]: Json;
}

/** What a chain has that nobody chose: who owns what, and what blocks leave behind. */
const NOT_A_CHOICE = new Set(["accounts", "balances", "supply", "exported", "last_total_power", "last_validator_powers", "previous_proposer"]);

/** Modules whose genesis has the SDK's form. */
const MODULES = ["auth", "bank", "authz", "feegrant", "staking", "slashing", "distribution", "mint", "gov", "evidence"] as const;

/** The genesis document with every parameter that the SDK's modules would take by default, so that a person finds it to edit. */
export function spellOutDefaults(document: Document): Document {
  const given = jsonObject(document["app_state"], "app_state");
  const defaults = defaultsOf({ ...document, validators: [], app_state: { system: given["system"] ?? {} } });
  const spelt = MODULES.map((name): [string, Json] => {
    const where = `app_state.${name}`;
    const chosen = Object.entries(jsonObject(defaults[name], where)).filter(([field]) => !NOT_A_CHOICE.has(field));
    return [name, overlay(Object.fromEntries(chosen), jsonObject(given[name], where))];
  });
  return { ...document, app_state: { ...given, ...Object.fromEntries(spelt) } };
}

/** The state that a chain without accounts and validators exports after a block. */
function defaultsOf(document: Document): { readonly [module: string]: Json } {
  const chain = createChain({ crypto: createNodeCrypto() });
  const request = parseGenesis({ ...document, initial_height: "1" });
  chain.initChain(request);
  const steps = chain.executeBlock({ height: height(1n), time: request.genesisTime, proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: [] });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  chain.commit(step.value);
  return chain.exportAppState();
}

function overlay(defaults: { readonly [field: string]: Json }, given: { readonly [field: string]: Json }): Json {
  const { params } = given;
  const merged = { ...defaults, ...given };
  if (params === undefined) return merged;
  return { ...merged, params: { ...jsonObject(defaults["params"], "params"), ...jsonObject(params, "params") } };
}
