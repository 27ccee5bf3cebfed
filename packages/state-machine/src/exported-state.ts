/** The state of a module that has no genesis form of its own: the pairs of its store, in hex, by key. */
import { EncodingError, fromHex, toHex } from "@openledger/primitives";
import type { KeyValueReader, KeyValueStore } from "@openledger/store";
import { genesisError, jsonObject, jsonString } from "./json.ts";
import type { Json } from "./module.ts";

/** `{"store": {key: value, ...}}` with every pair. */
export function exportStore(store: KeyValueReader): Json {
  return { store: Object.fromEntries(Array.from(store.iterate(), ([key, value]) => [toHex(key), toHex(value)])) };
}

/**
 * Writes what {@link exportStore} gave. False when `genesis` has another form. Throws a TxError of codespace `genesis`,
 * also for a genesis of both forms: whichever of them counted, what the other says would be lost without a word.
 */
export function importStore(store: KeyValueStore, genesis: Json | undefined, where: string): boolean {
  const given = jsonObject(genesis, where);
  if (!Object.hasOwn(given, "store")) return false;
  const beside = Object.keys(given).find((name) => name !== "store");
  if (beside !== undefined) {
    throw genesisError(`${where}.${beside.slice(0, 80)}`, "cannot stand beside `store`, which is the module's whole state; remove one of the two");
  }
  if (given["store"] === null) throw genesisError(`${where}.store`, "must be an object");
  const pairs = jsonObject(given["store"], `${where}.store`);
  for (const key of Object.keys(pairs)) {
    const at = `${where}.store.${key.slice(0, 80)}`;
    store.set(bytesOf(key, at), bytesOf(jsonString(pairs[key], at), at));
  }
  return true;
}

function bytesOf(text: string, where: string): Uint8Array {
  try {
    return fromHex(text);
  } catch (error) {
    if (error instanceof EncodingError) throw genesisError(where, "must be hex");
    throw error;
  }
}
