import { allContributions } from "@openledger/client";
import { QueryService as RewardsQuery } from "@openledger/messages/openledger/rewards/v1";
import { receiptOf } from "../host/answer.ts";
import type { HonestBatch } from "../host/honest-batch.ts";
import { addUnits, type Coins } from "../money/coins.ts";
import { claimedFor, ownedFor, registeredBefore, tokensOf, type OwnedContribution } from "../money/owned-amounts.ts";
import type { Party } from "../network/parties.ts";
import type { Stage } from "../network/stage.ts";
import { DATANET_ID, PADDING_TITLE } from "../network/texts.ts";
import { awaitEvent, eventsAt } from "../verdicts/await-event.ts";
import type { Attempt, Outcome } from "./attempt.ts";

const RULE = "attribution/ownership-rule";
/** Of the fee: the most that words which only the near-copy has may earn. */
const NEAR_COPY_BPS = 200n;

type World = readonly OwnedContribution[];

/**
 * What contributors let their curators accept, measured on the same answers: by what the chain paid, and by what the rule
 * gives had the trick not been played. Each player has an account of their own.
 */
export function tricksOfContributors(batch: HonestBatch): readonly Attempt[] {
  return [
    {
      name: "copies",
      actor: "copier",
      tried: "registers Bob's text again, and the curators accept it.",
      affected: ["bob"],
      expected: [RULE],
      prepare: async (stage) => () => measure(stage, batch, "copier", { undone: withoutAll, gainBpsMax: 0n, author: "bob" }),
    },
    {
      name: "splits",
      actor: "splitter",
      tried: "registers one text as four contributions.",
      affected: [],
      expected: [RULE],
      prepare: async (stage) => () => measure(stage, batch, "splitter", { undone: asOne, gainBpsMax: 0n }),
    },
    {
      name: "pads",
      actor: "padder",
      tried: "registers rare words beside its text to be larger.",
      affected: [],
      expected: [RULE],
      prepare: async (stage) => {
        const all = await allContributions(stage.client, DATANET_ID);
        const padding = new Set(all.filter(({ title }) => title === PADDING_TITLE).map(({ sequence }) => sequence));
        const undone = (world: World): World => world.filter(({ sequence }) => !padding.has(sequence));
        return () => measure(stage, batch, "padder", { undone, gainBpsMax: 0n });
      },
    },
    {
      name: "near-copies",
      actor: "editor",
      tried: "registers Carol's text with one word in twenty replaced.",
      affected: ["carol"],
      expected: [RULE],
      prepare: async (stage) => () => measure(stage, batch, "editor", { undone: withoutAll, gainBpsMax: NEAR_COPY_BPS, author: "carol" }),
    },
  ];
}

interface Trick {
  /** The contributions as they would be without it. */
  undone(world: World, address: string): World;
  /** Of the fee, in 10,000ths: what may be gained at most. */
  readonly gainBpsMax: bigint;
  /** Whose text was taken. */
  readonly author?: Party;
}

async function measure(stage: Stage, batch: HonestBatch, actor: Party, { undone, gainBpsMax, author }: Trick): Promise<Outcome> {
  const { address } = stage.parties[actor];
  const wanted = { settlement_id: batch.settlementId.toString() };
  const { height } = await awaitEvent(stage.client, "settlement_finalized", wanted, batch.height);
  const world = registeredBefore(stage.honest);
  const other = undone(world, address);
  const lacking = tokensOf(world) - tokensOf(other);
  const earned = (party: Party): { withTrick: bigint; withoutTrick: bigint } => ({
    withTrick: claimedFor(stage.parties[party].address, batch.openings),
    withoutTrick: ownedFor(stage.parties[party].address, stage.honest, batch.openings, other, lacking),
  });
  const fee = batch.openings.reduce((sum, opening) => sum + BigInt(receiptOf(opening).amount), 0n);
  const { withTrick, withoutTrick } = earned(actor);
  const prior = await priorOf(stage, address, wanted.settlement_id, height);
  const gain = {
    ...{ withTrick, withoutTrick, fee, prior },
    ...(author === undefined ? {} : { author: { party: author, ...earned(author) } }),
  };
  const spentBefore = { [actor]: await spentOn(stage, address) };
  if ((withTrick - withoutTrick) * 10_000n > fee * gainBpsMax) return { caught: undefined, gain, spentBefore };
  const message = `its words earn ${withTrick} of the ${fee} that was paid, and ${withoutTrick} without the trick`;
  return {
    caught: { kind: "payout", codespace: "attribution", code: "ownership-rule", message, height },
    ...{ gain, spentBefore },
  };
}

function withoutAll(world: World, address: string): World {
  return world.filter(({ contributor }) => contributor !== address);
}

/** All contributions of an address as the first of them. */
function asOne(world: World, address: string): World {
  const parts = world.filter(({ contributor }) => contributor === address);
  const [first] = parts;
  return world.flatMap((one) => {
    if (one.contributor !== address) return [one];
    return one === first ? [{ ...one, documents: parts.flatMap(({ documents }) => documents) }] : [];
  });
}

/** What can be claimed beyond the share of owned words: the prior's part, by grade and size. */
async function priorOf({ client }: Stage, address: string, settlementId: string, finalHeight: bigint): Promise<bigint> {
  const { amount } = await client.query(RewardsQuery.Claimable, { address });
  const claimable = amount.reduce((sum, coin) => sum + BigInt(coin.amount), 0n);
  const payouts = await eventsAt(client, finalHeight, "payout");
  const owned = payouts.filter((one) => one["settlement_id"] === settlementId && one["role"] === "owner" && one["receiver"] === address);
  return owned.reduce((left, one) => left - BigInt(one["amount"] ?? "0"), claimable);
}

/** Bonds that are locked behind contributions, and gas, as a loss. */
async function spentOn({ client, fees }: Stage, address: string): Promise<Coins> {
  const spent: Record<string, bigint> = {};
  for (const { contributor, bond } of await allContributions(client, DATANET_ID)) {
    if (contributor === address && bond !== undefined) addUnits(spent, bond.denom, -BigInt(bond.amount));
  }
  for (const [denom, units] of fees.get(address) ?? []) addUnits(spent, denom, -units);
  return spent;
}
