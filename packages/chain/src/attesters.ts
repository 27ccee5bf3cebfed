import { EncodingError, fromBase64, toHex } from "@openledger/primitives";
import { genesisError, jsonArray, jsonObject, jsonString, type Json } from "@openledger/state-machine";

/** Whoever is registered to execute the chain from DA and say what came of it. */
export interface Attester {
  readonly name: string;
  /** 32 bytes ed25519. */
  readonly publicKey: Uint8Array;
}

const ATTESTERS_MAX = 100;
const WHERE = "app_state.rollup.attesters";

/** `app_state.rollup.attesters` of a genesis, none by default. Throws a TxError of codespace `genesis` that names the place. */
export function attestersOf(appState: unknown): readonly Attester[] {
  const rollup = jsonObject(jsonObject(appState as Json, "app_state")["rollup"], "app_state.rollup");
  const given = jsonArray(rollup["attesters"], WHERE);
  if (given.length > ATTESTERS_MAX) throw genesisError(WHERE, `must be at most ${ATTESTERS_MAX}`);
  const attesters = given.map((json, i) => readAttester(json, `${WHERE}[${i}]`));
  const keys = new Set(attesters.map(({ publicKey }) => toHex(publicKey)));
  if (keys.size < attesters.length) throw genesisError(WHERE, "must name each key once");
  return attesters;
}

function readAttester(json: Json, where: string): Attester {
  const { name, public_key: key, ...others } = jsonObject(json, where);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw genesisError(`${where}.${unknown.slice(0, 100)}`, "there is no such field; correct the name or remove it");
  return { name: jsonString(name, `${where}.name`, ""), publicKey: readKey(jsonString(key, `${where}.public_key`), `${where}.public_key`) };
}

function readKey(text: string, where: string): Uint8Array {
  try {
    const key = fromBase64(text);
    if (key.length === 32) return key;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  throw genesisError(where, "must be 32 bytes of an ed25519 key in base64");
}
