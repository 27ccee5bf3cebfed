import { Params } from "@openledger/messages/openledger/accountability/v1";
import { assert } from "@openledger/primitives";
import type { Context, Json } from "@openledger/state-machine";
import { parseAmount } from "../support/amounts.ts";
import { paramsFromGenesis } from "../support/params-json.ts";
import { MAX_PERIOD_SECONDS } from "../support/time.ts";
import { ACCOUNTABILITY, params } from "./state.ts";

/** Three days to answer, seven to escalate, four weeks for governance; 10 OPEN behind each report. */
export const DEFAULT_PARAMS: Params = {
  deposit: "10000000",
  responseSeconds: 259_200n,
  responseBlocks: 100n,
  escalationSeconds: 604_800n,
  escalationBlocks: 100n,
  decisionSeconds: 2_419_200n,
  recordSeconds: 2_592_000n,
  maxOpenPerReporter: 8,
  maxOpenPerSubject: 16,
  maxTurnsPerBlock: 100,
};

const BLOCKS_MAX = 1n << 40n;

export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const given = paramsFromGenesis(Params, DEFAULT_PARAMS, genesis);
  const deposit = parseAmount(given.deposit);
  assert(deposit !== undefined && deposit >= 1n, "genesis: accountability deposit must be decimal digits of at least 1");
  const within = (name: string, value: bigint, most: bigint): void =>
    assert(value >= 1n && value <= most, `genesis: accountability ${name} must lie in 1..${most}`);
  within("response_seconds", given.responseSeconds, MAX_PERIOD_SECONDS);
  within("response_blocks", given.responseBlocks, BLOCKS_MAX);
  within("escalation_seconds", given.escalationSeconds, MAX_PERIOD_SECONDS);
  within("escalation_blocks", given.escalationBlocks, BLOCKS_MAX);
  within("decision_seconds", given.decisionSeconds, MAX_PERIOD_SECONDS);
  within("record_seconds", given.recordSeconds, MAX_PERIOD_SECONDS);
  within("max_open_per_reporter", BigInt(given.maxOpenPerReporter), 1_000n);
  within("max_open_per_subject", BigInt(given.maxOpenPerSubject), 1_000n);
  within("max_turns_per_block", BigInt(given.maxTurnsPerBlock), 10_000n);
  params.set(ctx.store.store(ACCOUNTABILITY), given);
}
