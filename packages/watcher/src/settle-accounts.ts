import { orNotFound, type ChainClient } from "@openledger/client";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import type { Journal } from "./journal.ts";
import { rewardOf, searchTxs } from "./read-settlements.ts";

/** Notes what became of the watcher's demands and counter-examples, by what the chain says. Throws ClientError. */
export async function settleAccounts(client: ChainClient, journal: Journal, own: string): Promise<void> {
  for (const id of journal.touched()) {
    const demand = journal.demandOf(id);
    const counter = journal.counterOf(id);
    const waitsForDemand = demand !== undefined && !journal.hasEnded("demand-ended", id);
    const waitsForCounter = counter !== undefined && !journal.hasEnded("counter-ended", id);
    if (!waitsForDemand && !waitsForCounter) continue;
    const isPending = (await orNotFound(client.query(MarketQuery.Settlement, { settlementId: id }))) !== undefined;
    const settlement = id.toString();
    if (waitsForDemand) {
      const answered = await wasAnswered(client, id, own);
      if (answered || !isPending) journal.note({ type: "demand-ended", settlement, cost: answered ? demand.bond : "0" });
    }
    if (waitsForCounter) {
      const outcome = await outcomeOf(client, id, own);
      if (outcome !== undefined || !isPending) {
        const cost = outcome === "stands" ? counter.bond : "0";
        journal.note({ type: "counter-ended", settlement, outcome: outcome ?? "too-late", cost });
      }
    }
    if (!isPending && !journal.hasEnded("earned", id)) await noteReward(client, journal, id, own);
  }
}

async function noteReward(client: ChainClient, journal: Journal, id: bigint, own: string): Promise<void> {
  const mine = (await eventsOf(client, "demand_made", id)).find((fields) => fields["challenger"] === own);
  const { deadline_height: height, deadline_time: time } = mine ?? {};
  const deadline = height === undefined || time === undefined ? undefined : { height: Number(height), time: BigInt(time) };
  const reward = await rewardOf(client, id, deadline);
  if (reward?.challenger !== own) return;
  journal.note({ type: "earned", settlement: id.toString(), denom: reward.denom, amount: reward.amount });
}

/** The bond of an answered demand is the host's, that of any other comes back. */
async function wasAnswered(client: ChainClient, id: bigint, own: string): Promise<boolean> {
  const made = await eventsOf(client, "demand_made", id);
  const mine = made.flatMap((fields) => (fields["challenger"] === own ? [fields["demand_id"]] : []));
  const answered = await eventsOf(client, "demand_answered", id);
  return answered.some((fields) => mine.includes(fields["demand_id"]));
}

async function outcomeOf(client: ChainClient, id: bigint, own: string): Promise<string | undefined> {
  const judged = await eventsOf(client, "counterexample_judged", id);
  return judged.find((fields) => fields["challenger"] === own)?.["outcome"];
}

async function eventsOf(client: ChainClient, type: string, id: bigint): Promise<Readonly<Record<string, string>>[]> {
  const found = await searchTxs(client, `${type}.settlement_id`, id);
  return found
    .flatMap(({ events }) => events)
    .filter((event) => event.type === type && event.attributes["settlement_id"] === `${id}`)
    .map(({ attributes }) => attributes);
}
