import { RECOVERY_KEYS_MAX, type RecoveryRule } from "@openledger/derivation";
import { EncodingError, fromBase64, toHex } from "@openledger/primitives";
import { genesisError, jsonArray, jsonObject, jsonString, jsonUint, type Json } from "@openledger/state-machine";

/** A key that can help to put another sequencer in the place of one that broke forced inclusion. */
export interface RecoveryKey {
  readonly name: string;
  /** 32 bytes ed25519. */
  readonly publicKey: Uint8Array;
}

const WHERE = "app_state.rollup.recovery";

/**
 * `recovery` of what genesis holds for this module: 1 to 16 keys, each once, and how many of them must sign; undefined
 * without it. Throws a TxError of codespace `genesis` that names the place.
 */
export function recoveryFromGenesis(rollup: Json | undefined): (RecoveryRule & { readonly named: readonly RecoveryKey[] }) | undefined {
  const given = jsonObject(rollup, "app_state.rollup")["recovery"];
  if (given === undefined) return undefined;
  const { threshold: asked, keys: listed, ...others } = jsonObject(given, WHERE);
  refuseOthers(others, WHERE);
  const named = jsonArray(listed, `${WHERE}.keys`).map((json, i) => readKey(json, `${WHERE}.keys[${i}]`));
  if (named.length < 1 || named.length > RECOVERY_KEYS_MAX) throw genesisError(`${WHERE}.keys`, `must be from 1 to ${RECOVERY_KEYS_MAX}`);
  const keys = named.map(({ publicKey }) => publicKey);
  if (new Set(keys.map(toHex)).size < keys.length) throw genesisError(`${WHERE}.keys`, "must name each key once");
  const threshold = jsonUint(asked, `${WHERE}.threshold`);
  if (threshold < 1n || threshold > BigInt(keys.length)) throw genesisError(`${WHERE}.threshold`, `must be from 1 to the number of keys, ${keys.length}`);
  return { threshold: Number(threshold), keys, named };
}

function readKey(json: Json, where: string): RecoveryKey {
  const { name, public_key: key, ...others } = jsonObject(json, where);
  refuseOthers(others, where);
  return { name: jsonString(name, `${where}.name`, ""), publicKey: readPublicKey(jsonString(key, `${where}.public_key`), `${where}.public_key`) };
}

function readPublicKey(text: string, where: string): Uint8Array {
  try {
    const key = fromBase64(text);
    if (key.length === 32) return key;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  throw genesisError(where, "must be 32 bytes of an ed25519 key in base64");
}

function refuseOthers(others: { readonly [name: string]: Json }, where: string): void {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw genesisError(`${where}.${unknown.slice(0, 100)}`, "there is no such field; correct the name or remove it");
}
