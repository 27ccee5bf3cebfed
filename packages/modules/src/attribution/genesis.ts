import { TOKENISER_VERSION, weightTableHash } from "@openledger/attribution";
import { Params } from "@openledger/messages/openledger/attribution/v1";
import { assert, equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import type { Context, Json } from "@openledger/state-machine";
import { paramsFromGenesis } from "../support/params-json.ts";
import { ATTRIBUTION, params } from "./state.ts";

/** The ownership rule of protocol.md section 5, and limits of one answer that keep its check well within a block. */
export function defaultParams(sha256: Sha256): Params {
  return {
    minExcessBits: 20,
    minWords: 5,
    maxOwners: 64,
    tokeniserVersion: TOKENISER_VERSION,
    weightTableHash: weightTableHash(sha256),
    maxReceiptsPerSettlement: 64,
    maxOutputBytes: 16_384,
    maxRequestBytes: 65_536,
  };
}

export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const own = defaultParams(ctx.crypto.sha256);
  const given = paramsFromGenesis(Params, own, genesis);
  const tokeniser = given.tokeniserVersion;
  assert(tokeniser === TOKENISER_VERSION, `genesis: this binary has tokeniser ${TOKENISER_VERSION}, not ${tokeniser}`);
  assert(
    equalBytes(given.weightTableHash, own.weightTableHash),
    `genesis: this binary's weight table has hash ${toHex(own.weightTableHash)}, not ${toHex(given.weightTableHash)}`,
  );
  assert(given.maxOwners >= 1 && given.maxOwners <= 64, "genesis: attribution max_owners must lie in 1..64");
  const receipts = given.maxReceiptsPerSettlement;
  assert(receipts >= 1 && receipts <= 1024, "genesis: attribution max_receipts_per_settlement must lie in 1..1024");
  assert(
    given.maxOutputBytes >= 1 && given.maxRequestBytes >= 1,
    "genesis: attribution byte limits must be at least 1",
  );
  params.set(ctx.store.store(ATTRIBUTION), given);
}
