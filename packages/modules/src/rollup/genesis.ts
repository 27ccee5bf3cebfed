import { Sequencer } from "@openledger/messages/openledger/rollup/v1";
import { equalBytes, toBase64 } from "@openledger/primitives";
import { genesisError, jsonObject, type Context, type Json, type QueryContext, type ValidatorUpdate } from "@openledger/state-machine";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import type { SequencerStaking } from "./expected-keepers.ts";
import { ROLLUP, sequencerItem } from "./state.ts";

const WHERE = "app_state.rollup.sequencer";

/**
 * The validator of genesis that has more than two thirds of the power is the sequencer, unless stakes decide.
 * `sequencer`, which an export writes, says since when. Throws a TxError of codespace `genesis` where it names another one.
 */
export function initRollupGenesis(staking: SequencerStaking, ctx: Context, json: Json | undefined): void {
  const given = jsonObject(json, "app_state.rollup")["sequencer"];
  const { validators = [], initialHeight = ctx.block.height } = ctx.block.genesis ?? {};
  const named = given === undefined ? undefined : messageFromJson(Sequencer, given, WHERE);
  if (staking.valsetSource(ctx) === "staking") {
    if (named !== undefined) throw genesisError(WHERE, 'stands beside app_state.staking.valset_source "staking", by which stakes decide who seals; remove either');
    return;
  }
  // A document without validators is no chain's beginning yet; it says nothing against the name.
  const sole = validators.length === 0 ? named : soleSealer(validators);
  if (named !== undefined) requireSame(named, sole);
  if (sole === undefined) return;
  const sinceHeight = named?.sinceHeight ?? initialHeight;
  sequencerItem.set(ctx.store.store(ROLLUP), Sequencer.create({ ...sole, sinceHeight }));
}

function soleSealer(validators: readonly ValidatorUpdate[]): ValidatorUpdate | undefined {
  const total = validators.reduce((sum, { power }) => sum + power, 0n);
  return validators.find(({ power }) => power * 3n > total * 2n);
}

function requireSame({ publicKey, power }: Sequencer, sole: Pick<Sequencer, "publicKey" | "power"> | undefined): void {
  if (sole !== undefined && equalBytes(sole.publicKey, publicKey) && sole.power === power) return;
  const found = sole === undefined ? "no key seals alone" : `the key that seals alone is ${toBase64(sole.publicKey)}, with power ${sole.power}`;
  throw genesisError(WHERE, `${found} by the validators of this genesis; correct either`);
}

/** What {@link initRollupGenesis} reads; a hand-over in flight has taken effect where a chain begins from it. */
export function exportRollupGenesis(ctx: QueryContext): Json {
  const sequencer = sequencerItem.get(ctx.store.store(ROLLUP));
  return sequencer === undefined ? {} : { sequencer: messageToJson(Sequencer, sequencer) };
}
