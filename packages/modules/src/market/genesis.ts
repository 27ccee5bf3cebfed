import { EMPTY_FRONTIER } from "@openledger/attribution";
import { Params } from "@openledger/messages/openledger/market/v1";
import { assert } from "@openledger/primitives";
import type { Context, Json } from "@openledger/state-machine";
import { isDenom, parseAmount } from "../support/amounts.ts";
import { paramsFromGenesis } from "../support/params-json.ts";
import { MAX_PERIOD_SECONDS } from "../support/time.ts";
import { MARKET, params, settlementLog } from "./state.ts";

const BOND_MAX = 10n ** 30n;

/** Windows of protocol.md section 4, response time of section 5; prices in the base denom unless genesis lists others. */
export const DEFAULT_PARAMS: Params = {
  windowSeconds: 86_400n,
  windowBlocks: 100n,
  settlePeriodSeconds: 86_400n,
  maxSessionSeconds: 2_592_000n,
  maxUnsignedCalls: 64,
  bondMultiple: 2,
  listedDenoms: [],
  maxDecisionsPerBlock: 100,
  responseSeconds: 21_600n,
  responseBlocks: 50n,
  demandBond: "100000",
  counterexampleBond: "1000000",
  recordSeconds: 2_592_000n,
};

export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const given = paramsFromGenesis(Params, DEFAULT_PARAMS, genesis);
  const listedDenoms = given.listedDenoms.length === 0 ? [ctx.chain.baseDenom] : given.listedDenoms;
  assert(listedDenoms.every(isDenom), "genesis: market listed_denoms must be denoms");
  assertPeriod("window_seconds", given.windowSeconds);
  assertPeriod("settle_period_seconds", given.settlePeriodSeconds);
  assertPeriod("max_session_seconds", given.maxSessionSeconds);
  assertPeriod("record_seconds", given.recordSeconds);
  assert(
    given.windowBlocks >= 1n && given.windowBlocks <= 1n << 40n,
    "genesis: market window_blocks must lie in 1..2^40",
  );
  assert(given.maxUnsignedCalls >= 1, "genesis: market max_unsigned_calls must be at least 1");
  assert(given.bondMultiple >= 2, "genesis: market bond_multiple must be at least 2");
  const decisions = given.maxDecisionsPerBlock;
  assert(decisions >= 1 && decisions <= 10_000, "genesis: market max_decisions_per_block must lie in 1..10000");
  assertPeriod("response_seconds", given.responseSeconds);
  assert(
    given.responseBlocks >= 1n && given.responseBlocks <= 1n << 40n,
    "genesis: market response_blocks must lie in 1..2^40",
  );
  assertBond("demand_bond", given.demandBond);
  assertBond("counterexample_bond", given.counterexampleBond);
  const store = ctx.store.store(MARKET);
  params.set(store, { ...given, listedDenoms });
  settlementLog.set(store, EMPTY_FRONTIER);
}

/** A challenge without a bond would cost its victim more than its author. */
function assertBond(name: string, units: string): void {
  const bond = parseAmount(units);
  assert(
    bond !== undefined && bond >= 1n && bond <= BOND_MAX,
    `genesis: market ${name} must be decimal digits in 1..${BOND_MAX}`,
  );
}

function assertPeriod(name: string, seconds: bigint): void {
  assert(
    seconds >= 1n && seconds <= MAX_PERIOD_SECONDS,
    `genesis: market ${name} must lie in 1..${MAX_PERIOD_SECONDS}`,
  );
}
