import { ContributionState } from "@openledger/messages/openledger/datanet/v1";
import type { Identity, QueryContext } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { amountOf, coinOf } from "../support/amounts.ts";
import { countUnits, holdingIdentities } from "../support/holdings.ts";
import { remainingNow } from "../support/remaining.ts";
import { bondsHeld, contributions, DATANET, datanets, disputes } from "./state.ts";

/** Bonds are covered and counted, and each datanet's sums are those of what its accepted contributions have left. */
export function identities(ctx: QueryContext, bank: BankKeeper): readonly Identity[] {
  const reader = ctx.store.store(DATANET);
  const bonds = new Map<string, bigint>();
  const sums = new Map<bigint, { accepted: bigint; tokens: bigint; weight: bigint }>();
  for (const [[datanetId], contribution] of contributions.iterate(reader)) {
    const accepted = contribution.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED;
    if (accepted || contribution.state === ContributionState.CONTRIBUTION_STATE_PENDING) {
      const bond = coinOf(contribution.bond);
      countUnits(bonds, bond.denom, amountOf(bond.amount));
    }
    if (!accepted) continue;
    const sum = sums.get(datanetId) ?? { accepted: 0n, tokens: 0n, weight: 0n };
    sum.accepted += 1n;
    const { tokens, weight } = remainingNow(contribution);
    sum.tokens += tokens;
    sum.weight += weight;
    sums.set(datanetId, sum);
  }
  for (const [, { bond }] of disputes.iterate(reader)) countUnits(bonds, coinOf(bond).denom, amountOf(coinOf(bond).amount));
  const broken: string[] = [];
  let known = 0;
  for (const [id, datanet] of datanets.iterate(reader)) {
    known += 1;
    const sum = sums.get(id) ?? { accepted: 0n, tokens: 0n, weight: 0n };
    if (sum.accepted !== datanet.logSize)
      broken.push(`datanet ${id}: log of ${datanet.logSize}, ${sum.accepted} accepted`);
    if (sum.tokens !== datanet.acceptedTokens || sum.weight !== datanet.acceptedPriorWeight) {
      broken.push(`datanet ${id}: tokens or prior weight differ from its accepted contributions`);
    }
  }
  return [
    ...holdingIdentities(ctx, bank, { module: DATANET, what: "bonds of pending and accepted contributions and of open disputes", totals: bondsHeld.entries(reader), parts: bonds }),
    { says: "log, tokens and prior weight of each datanet are those of its accepted contributions", found: `${known} datanets`, broken },
  ];
}
