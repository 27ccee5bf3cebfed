import { MsgClaimRewards, MsgClaimRewardsResponse } from "@openledger/messages/openledger/rewards/v1";
import { addressToBytes } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { addressOf } from "../../support/addresses.ts";
import { makeCoin } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { creditsOf, drawsOfAccount, sumByDenom } from "../claim.ts";
import { malformedMessage, nothingToClaim } from "../errors.ts";
import { rewardsClaimed } from "../events.ts";
import type { DatanetKeeper } from "../expected-keepers.ts";
import { takeDraw } from "../pools.ts";
import { claimables, claimCursors, REWARDS, unitsHeld } from "../state.ts";

interface Deps {
  readonly bank: BankKeeper;
  readonly datanets: DatanetKeeper;
}

/** Pays an account all it was credited with, and what its contributions have earned in prior pools. */
export function createClaimRewards(deps: Deps): MessageHandler<MsgClaimRewards, MsgClaimRewardsResponse> {
  return {
    codec: MsgClaimRewards,
    response: MsgClaimRewardsResponse,
    aminoName: "openledger/MsgClaimRewards",
    signers: (msg) => [msg.claimant],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgClaimRewards, chain: ChainConfig): void {
  messageChecks(malformedMessage, chain).address("claimant", msg.claimant);
}

function handle(ctx: Context, deps: Deps, msg: MsgClaimRewards): MsgClaimRewardsResponse {
  const store = ctx.store.store(REWARDS);
  const address = addressToBytes(ctx.chain.bech32Prefix, msg.claimant);
  const cursor = claimCursors.get(store, address);
  const credits = creditsOf(ctx, msg.claimant);
  const { draws, next } = drawsOfAccount(ctx, deps.datanets, msg.claimant, cursor);
  const drawn = draws.map((draw) => [draw.pool.denom, draw.units] as const);
  const sums = sumByDenom([...credits, ...drawn]);
  // A claim that only moves the cursor is worth its gas: the account has more contributions than one claim visits.
  if (sums.length === 0 && next === undefined && cursor === undefined) throw nothingToClaim(msg.claimant);

  for (const [denom] of credits) claimables.delete(store, [address, denom]);
  for (const draw of draws) takeDraw(ctx, draw);
  if (next === undefined) claimCursors.delete(store, address);
  else claimCursors.set(store, address, next);
  for (const [denom, units] of sums) {
    unitsHeld.take(store, denom, units);
    deps.bank.sendFromModule(ctx, REWARDS, addressOf(ctx.chain, msg.claimant), makeCoin(denom, units));
  }
  const amount = sums.map(([denom, units]) => makeCoin(denom, units));
  ctx.emit(rewardsClaimed(msg.claimant, amount));
  return { amount };
}
