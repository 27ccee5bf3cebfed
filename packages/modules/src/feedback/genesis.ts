import { Params } from "@openledger/messages/openledger/feedback/v1";
import { assert } from "@openledger/primitives";
import type { Context, Json } from "@openledger/state-machine";
import { paramsFromGenesis } from "../support/params-json.ts";
import { MAX_PERIOD_SECONDS } from "../support/time.ts";
import { FEEDBACK, params } from "./state.ts";

/** Fifty sessions or pages in a block; open sessions are looked at once a day. */
export const DEFAULT_PARAMS: Params = { maxSweptPerBlock: 50, lookAgainSeconds: 86_400n };

export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const given = paramsFromGenesis(Params, DEFAULT_PARAMS, genesis);
  assert(given.maxSweptPerBlock >= 1 && given.maxSweptPerBlock <= 10_000, "genesis: feedback max_swept_per_block must lie in 1..10000");
  const isPeriod = given.lookAgainSeconds >= 1n && given.lookAgainSeconds <= MAX_PERIOD_SECONDS;
  assert(isPeriod, `genesis: feedback look_again_seconds must lie in 1..${MAX_PERIOD_SECONDS}`);
  params.set(ctx.store.store(FEEDBACK), given);
}
