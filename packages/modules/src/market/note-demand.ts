import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Session } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import { amountOf } from "../support/amounts.ts";
import type { DistributedParts, Neighbours } from "./expected-keepers.ts";

/** Tells the demand ledger what a paid fee of a session cost its buyer, and what came back at once. */
export function noteDemand(
  ctx: Context,
  { demand }: Pick<Neighbours, "demand">,
  { id: sessionId, buyer }: Session,
  fee: Coin,
  parts: DistributedParts,
): void {
  const { denom } = fee;
  const { returned, stakers, treasury, burned } = parts;
  const toProtocol = stakers + treasury + burned;
  demand.spendEscrow(ctx, { sessionId, denom, units: amountOf(fee.amount) - returned, toProtocol });
  demand.returnEscrow(ctx, { sessionId, buyer, denom, units: returned });
}
