import { assert } from "@openledger/primitives";
import { Params } from "@openledger/messages/openledger/model/v1";
import type { Context, Json } from "@openledger/state-machine";
import { paramsFromGenesis } from "../support/params-json.ts";
import { MODEL, params } from "./state.ts";

export const DEFAULT_PARAMS: Params = { maxManifestEntries: 16, maxRoyalties: 16, maxRoyaltyBps: 5000, maxAncestors: 16 };

export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const given = paramsFromGenesis(Params, DEFAULT_PARAMS, genesis);
  assert(
    given.maxManifestEntries >= 1 && given.maxManifestEntries <= 64,
    "genesis: model max_manifest_entries must lie in 1..64",
  );
  assert(given.maxRoyalties <= 16, "genesis: model max_royalties must be at most 16");
  assert(given.maxRoyaltyBps <= 10_000, "genesis: model max_royalty_bps must be at most 10000");
  assert(given.maxAncestors <= 16, "genesis: model max_ancestors must be at most 16");
  params.set(ctx.store.store(MODEL), given);
}
