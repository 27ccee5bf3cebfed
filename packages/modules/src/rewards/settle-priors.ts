import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Context } from "@openledger/state-machine";
import { credit } from "./credit.ts";
import { priorsSettled } from "./events.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { drawsOf, takeDraw, type Draw } from "./pools.ts";

/**
 * Pools that are looked into at most. What further ones owe is drawn by whoever wins the contribution; of one that is struck
 * it stays in the pools for good, held and counted, since nobody earns for it any more.
 */
export const MAX_SETTLED_POOLS = 2_048;

/**
 * Credits `receiver` with what a contribution has earned in prior pools so far, oldest version first, before it changes
 * hands or stops earning. What is less than a unit stays in the pools.
 */
export function settlePriors(ctx: Context, datanets: DatanetKeeper, contribution: Contribution, receiver: string): void {
  const draws: Draw[] = [];
  let looked = 0;
  for (const draw of drawsOf(ctx, datanets, contribution)) {
    if (draw.units > 0n) draws.push(draw);
    looked += 1;
    if (looked >= MAX_SETTLED_POOLS) break;
  }
  for (const draw of draws) {
    takeDraw(ctx, draw);
    credit(ctx, receiver, draw.pool.denom, draw.units);
    ctx.emit(priorsSettled(contribution, receiver, draw));
  }
}
