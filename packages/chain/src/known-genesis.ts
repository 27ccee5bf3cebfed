/** What a genesis document may hold: whoever mistypes a name must not begin a chain without what stands under it. */
import { genesisError, type Json, type Module } from "@openledger/state-machine";

/** What CometBFT and the Cosmos SDK write. */
const FIELDS = [
  ...["genesis_time", "chain_id", "initial_height", "app_hash", "app_state", "consensus_params", "validators"],
  ...["consensus", "app_name", "app_version"],
] as const;

/** Of the frame itself, and the transactions of genesis. */
const BESIDE_MODULES = ["system", "genutil"] as const;

type Fields = { readonly [name: string]: Json };

/** Throws a TxError of codespace `genesis` for a field that no genesis document has. */
export function requireKnownFields(document: Fields): void {
  requireKnown(document, FIELDS, "", "a genesis document has no such field");
}

/** Throws a TxError of codespace `genesis` for a module that the chain does not have. */
export function requireKnownModules(modules: readonly Module[], appState: Fields): void {
  const names = [...modules.map(({ name }) => name), ...BESIDE_MODULES];
  requireKnown(appState, names, "app_state.", "this chain has no such module");
}

/** What is null or empty says nothing, and chains of the SDK write it for modules without a genesis. */
function requireKnown(given: Fields, names: readonly string[], where: string, problem: string): void {
  for (const [name, value] of Object.entries(given)) {
    if (names.includes(name) || isEmpty(value)) continue;
    throw genesisError(`${where}${name.slice(0, 100)}`, `${problem}; correct the name or remove it`);
  }
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
