import { parseGenesis } from "@openledger/chain";
import { toBase64 } from "@openledger/primitives";
import { jsonArray, jsonObject, jsonString, type Json } from "@openledger/state-machine";
import type { GenesisDocument } from "./genesis-document.ts";

const WHERE = "app_state.rollup.sequencer";

/**
 * The validators of a genesis document, with the sequencer of an exported `app_state.rollup` in the place of the one that
 * sealed alone in the beginning; as they are where no single key seals.
 */
export function validatorsWithSequencer(document: GenesisDocument, rollup: Json | undefined): readonly Json[] {
  const consensus = jsonObject(document["consensus"] as Json | undefined, "consensus");
  const given = jsonArray((document["validators"] as Json | undefined) ?? consensus["validators"], "validators");
  const sequencer = jsonObject(rollup, "app_state.rollup")["sequencer"];
  if (sequencer === undefined) return given;
  const { public_key: key, power } = jsonObject(sequencer, WHERE);
  const { validators } = parseGenesis(JSON.parse(JSON.stringify(document)));
  const total = validators.reduce((sum, one) => sum + one.power, 0n);
  const keys = validators.map(({ publicKey }) => toBase64(publicKey));
  const former = validators.findIndex((one) => one.power * 3n > total * 2n);
  if (keys[former] === key) return given;
  const next = { pub_key: { type: "tendermint/PubKeyEd25519", value: jsonString(key, `${WHERE}.public_key`) }, power: jsonString(power, `${WHERE}.power`), name: "sequencer" };
  return given.flatMap((one, i) => (i === former ? [next] : keys[i] === key ? [] : [one]));
}
