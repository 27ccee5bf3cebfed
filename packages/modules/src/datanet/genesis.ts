import { assert } from "@openledger/primitives";
import { Params } from "@openledger/messages/openledger/datanet/v1";
import type { Context, Json } from "@openledger/state-machine";
import { parseAddress } from "../support/addresses.ts";
import { parseAmount } from "../support/amounts.ts";
import { paramsFromGenesis } from "../support/params-json.ts";
import { MAX_PERIOD_SECONDS } from "../support/time.ts";
import { DATANET, params } from "./state.ts";

const MAX_TURN_BLOCKS = 1_000_000n;

/**
 * Bonds in the chain's base denom; a fee of 1,000 units burned per rejection; one week for a review. In a dispute the owner
 * has one week, the challenger then three days, and governance thirty; no turn ends within 100 blocks.
 */
export const DEFAULT_PARAMS: Params = {
  maxCurators: 16,
  maxCuratorBps: 500,
  minBondPerKib: "1",
  rejectionFee: "1000",
  reviewPeriodSeconds: 604_800n,
  maxContributionBytes: 67_108_864n,
  maxDocuments: 10_000,
  commonsAuthority: "",
  disputeBond: "1000000",
  disputeOwnerSeconds: 604_800n,
  disputeEscalationSeconds: 259_200n,
  disputeDecisionSeconds: 2_592_000n,
  disputeTurnBlocks: 100n,
};

export function initGenesis(ctx: Context, genesis: Json | undefined): void {
  const given = paramsFromGenesis(Params, DEFAULT_PARAMS, genesis);
  assert(given.maxCurators >= 1 && given.maxCurators <= 64, "genesis: datanet max_curators must lie in 1..64");
  assert(given.maxCuratorBps <= 500, "genesis: datanet max_curator_bps must be at most 500");
  assert(parseAmount(given.minBondPerKib) !== undefined, "genesis: datanet min_bond_per_kib must be an amount");
  assert(parseAmount(given.rejectionFee) !== undefined, "genesis: datanet rejection_fee must be an amount");
  // Without a bond anybody could keep the places of a contribution's disputes for nothing.
  assert((parseAmount(given.disputeBond) ?? 0n) >= 1n, "genesis: datanet dispute_bond must be an amount of at least 1");
  const isTurn = given.disputeTurnBlocks >= 1n && given.disputeTurnBlocks <= MAX_TURN_BLOCKS;
  assert(isTurn, `genesis: datanet dispute_turn_blocks must lie in 1..${MAX_TURN_BLOCKS}`);
  checkPeriods(given);
  // Token and chunk counts stay safe integers for the attribution package.
  assert(given.maxContributionBytes <= 1n << 40n, "genesis: datanet max_contribution_bytes must be at most 2^40");
  if (given.commonsAuthority !== "") {
    const isAddress = parseAddress(ctx.chain, given.commonsAuthority) !== undefined;
    assert(isAddress, "genesis: datanet commons_authority must be an address of this chain, or empty");
  }
  params.set(ctx.store.store(DATANET), given);
}

function checkPeriods(given: Params): void {
  const periods = {
    review_period_seconds: given.reviewPeriodSeconds,
    dispute_owner_seconds: given.disputeOwnerSeconds,
    dispute_escalation_seconds: given.disputeEscalationSeconds,
    dispute_decision_seconds: given.disputeDecisionSeconds,
  };
  for (const [name, seconds] of Object.entries(periods)) {
    const isPeriod = seconds >= 1n && seconds <= MAX_PERIOD_SECONDS;
    assert(isPeriod, `genesis: datanet ${name} must lie in 1..${MAX_PERIOD_SECONDS}`);
  }
}
