import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { ContributionState } from "@openledger/messages/openledger/datanet/v1";
import { MsgCloseOffer } from "@openledger/messages/openledger/market/v1";
import { QueryService as RewardsQuery } from "@openledger/messages/openledger/rewards/v1";
import type { Crypto } from "@openledger/primitives";
import { readState } from "../simulation/sim-world.ts";
import { actAsBuilder, foundDatanets } from "./founding.ts";
import { openMarketWorld, TERMS, type MarketWorld } from "./market-world.ts";
import { coalitionName, NAMES, type Coalition, type Name } from "./people.ts";
import { actAsBuyer, demandOwn, newBuyerMind, type BuyerMind } from "./strategies/buyers.ts";
import { actAsGriefer, actAsWatcher } from "./strategies/challengers.ts";
import { actAsContributor, hasSquatters } from "./strategies/contributors.ts";
import { actAsCurator } from "./strategies/curators.ts";
import { actAsHost, offerModels, withdrawOffers } from "./strategies/hosts.ts";

const BUYERS = ["buyer0", "buyer1", "buyer2"] as const satisfies readonly Name[];
const HOSTS = ["host0", "liar", "host1", "host2"] as const satisfies readonly Name[];
const AUTHORS = ["author1", "author2", "contributor1", "contributor2"] as const satisfies readonly Name[];
const CURATORS = ["curator0", "curator1", "curator2"] as const satisfies readonly Name[];
const CHALLENGERS = ["challenger1", "challenger2"] as const satisfies readonly Name[];
const OFFER_AT = 30;
const WITHDRAW_AT = 35;
const DRAIN_BLOCKS = 40;

/** How a run ended. Units are of both denoms together: offers are priced in either, one for one. */
export interface MarketRun {
  readonly seed: string;
  readonly coalition: string;
  readonly blocks: number;
  readonly denom: string;
  readonly hasSquatters: boolean;
  /** What each person gained or lost, bonds that are still held included. */
  readonly gained: Readonly<Record<Name, bigint>>;
  /** Income out of data: owned tokens, priors and curators' shares. */
  readonly dataIncome: Readonly<Record<Name, bigint>>;
  /** Answers to questions of each buyer. */
  readonly answered: Readonly<Record<string, number>>;
  /** Tallies of the book, as objects. */
  readonly tallies: Readonly<Record<"calls" | "unsigned" | "openingFees" | "bondsLost" | "rewards" | "refunds", Readonly<Record<string, bigint>>>>;
  readonly actions: Readonly<Record<string, { readonly taken: number; readonly refused: Readonly<Record<string, number>> }>>;
  readonly transactions: number;
  /** What must not be: books that differ, broken invariants, money that waits for ever. */
  readonly faults: readonly string[];
}

export interface MarketRunOptions {
  readonly crypto: Crypto;
  readonly seed: string;
  readonly blocks: number;
  readonly coalition: Coalition;
}

/** Plays a market for some blocks, then lets everything end, and counts. */
export function playMarket({ crypto, seed, blocks, coalition }: MarketRunOptions): MarketRun {
  const world = openMarketWorld({ crypto, seed, coalition });
  const minds = new Map<Name, BuyerMind>(BUYERS.map((name) => [name, newBuyerMind()]));
  foundDatanets(world);
  const before = wealthOf(world);
  for (let block = 0; block < blocks && world.differences.length === 0; block++) playBlock(world, minds, false);
  for (let block = 0; block < DRAIN_BLOCKS && world.differences.length === 0; block++) {
    if (block === 0) closeOffers(world);
    playBlock(world, minds, true);
  }
  const after = wealthOf(world);
  const { book } = world;
  const record = (tally: ReadonlyMap<string, bigint>): Record<string, bigint> => Object.fromEntries(tally);
  const transactions = [...book.actions.values()].reduce((sum, { taken, refused }) => sum + taken + [...refused.values()].reduce((all, one) => all + one, 0), 0);
  return {
    ...{ seed, coalition: coalitionName(coalition), blocks, denom: world.denom, hasSquatters: hasSquatters(world), transactions },
    gained: byName((name) => after[name] - before[name]),
    dataIncome: dataIncomeOf(world),
    answered: Object.fromEntries([...minds].map(([name, { answered }]) => [name, answered])),
    tallies: {
      ...{ calls: record(book.calls), unsigned: record(book.unsigned), openingFees: record(book.openingFees) },
      ...{ bondsLost: record(book.bondsLost), rewards: record(book.rewards), refunds: record(book.refunds) },
    },
    actions: Object.fromEntries([...book.actions].map(([action, { taken, refused }]) => [action, { taken, refused: Object.fromEntries(refused) }])),
    faults: [...world.differences, ...leftovers(world)],
  };
}

function playBlock(world: MarketWorld, minds: ReadonlyMap<Name, BuyerMind>, isLast: boolean): void {
  const at = world.block % TERMS.blocksPerEpoch;
  if (!isLast) {
    actAsBuilder(world);
    for (const name of AUTHORS) actAsContributor(world, name);
    for (const name of CURATORS) actAsCurator(world, name);
    if (at === OFFER_AT) for (const name of HOSTS) offerModels(world, name, name === "liar" ? ["open"] : ["open", "closed"]);
    if (at === WITHDRAW_AT) for (const name of HOSTS) if (world.isMalicious(name)) withdrawOffers(world, name);
    if (at === OFFER_AT) for (const mind of minds.values()) mind.avoided.clear();
  }
  for (const [name, mind] of minds) {
    actAsBuyer(world, name, mind, isLast);
    if (world.isMalicious(name)) demandOwn(world, name);
  }
  for (const name of HOSTS) actAsHost(world, name);
  for (const name of CHALLENGERS) if (world.isMalicious(name)) actAsGriefer(world, name);
  actAsWatcher(world, "watcher");
  world.runBlock();
}

function closeOffers(world: MarketWorld): void {
  for (const { host, id, closed } of world.book.offers) {
    if (!closed) world.send(host, MsgCloseOffer, { host: world.people[host].address, offerId: id }, "close offer");
  }
}

function byName<T>(of: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Record<Name, T>;
}

/** Balances, what is claimable, and bonds of contributions that the chain still holds. */
function wealthOf(world: MarketWorld): Record<Name, bigint> {
  const { chain, people } = world;
  const bonds = new Map<string, bigint>();
  for (const { state, contributor, bond } of readState(chain).contributions) {
    const isHeld = state === ContributionState.CONTRIBUTION_STATE_ACCEPTED || state === ContributionState.CONTRIBUTION_STATE_PENDING;
    if (isHeld) bonds.set(contributor, (bonds.get(contributor) ?? 0n) + BigInt(bond?.amount ?? "0"));
  }
  return byName((name) => {
    const { address } = people[name];
    const { balances } = chain.query(BankQuery.AllBalances, { address, pagination: { limit: 100n } });
    return [...balances, ...claimableOf(world, address)].reduce((sum, { amount }) => sum + BigInt(amount), bonds.get(address) ?? 0n);
  });
}

function claimableOf({ chain }: MarketWorld, address: string): readonly { readonly amount: string }[] {
  return chain.query(RewardsQuery.Claimable, { address }).amount;
}

/** What is claimable, nobody having claimed, less hosts' and publishers' parts: hosts and builders give no data. */
function dataIncomeOf(world: MarketWorld): Record<Name, bigint> {
  return byName((name) => {
    if (HOSTS.some((host) => host === name) || name === "builder") return 0n;
    return claimableOf(world, world.people[name].address).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  });
}

/** At the end nothing waits: every session has ended, every settlement is decided. */
function leftovers({ book }: MarketWorld): string[] {
  return [
    ...[...book.sessions.values()].map(({ id }) => `session ${id} has not ended`),
    ...[...book.settlements.values()].map(({ id }) => `settlement ${id} is pending`),
  ];
}
