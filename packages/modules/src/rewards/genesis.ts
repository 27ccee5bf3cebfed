import { assert } from "@openledger/primitives";
import { Params } from "@openledger/messages/openledger/rewards/v1";
import type { Context, Json } from "@openledger/state-machine";
import { paramsFromGenesis } from "../support/params-json.ts";
import { params, REWARDS } from "./state.ts";

/** The split of protocol.md section 6. */
export const DEFAULT_PARAMS: Params = {
  dataBps: 4000,
  hostBps: 2500,
  modelBps: 2000,
  stakersBps: 1000,
  treasuryBps: 300,
  burnBps: 200,
};

export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const given = paramsFromGenesis(Params, DEFAULT_PARAMS, genesis);
  const sum = given.dataBps + given.hostBps + given.modelBps + given.stakersBps + given.treasuryBps + given.burnBps;
  assert(sum === 10_000, `genesis: the parts of the rewards split sum to ${sum}, not 10000`);
  params.set(ctx.store.store(REWARDS), given);
}
