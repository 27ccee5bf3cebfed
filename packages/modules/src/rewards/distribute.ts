import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Datanet } from "@openledger/messages/openledger/datanet/v1";
import type { ManifestEntry, ModelVersion } from "@openledger/messages/openledger/model/v1";
import { assert, assertDefined } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { addressOf } from "../support/addresses.ts";
import { amountOf, makeCoin } from "../support/amounts.ts";
import { credit } from "./credit.ts";
import type { Distributed, DistributedParts, Distribution } from "./distribution.ts";
import { payoutEvent, type Payout } from "./events.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { fillPool } from "./pools.ts";
import { shareWithCurators, splitFee, splitModelPart, splitUnowned } from "./split.ts";
import { paramsOf, REWARDS, unitsHeld } from "./state.ts";

const FEE_COLLECTOR = "fee_collector";
const TREASURY = "treasury";

interface Deps {
  readonly bank: BankKeeper;
  readonly datanets: DatanetKeeper;
}

/** Divides a fee as protocol.md sections 5 and 6 say, to the unit. */
export function distribute(ctx: Context, deps: Deps, distribution: Distribution): Distributed {
  const payouts = payoutsOf(ctx, deps, distribution);
  const parts = partsOf(payouts);
  const sum = Object.values(parts).reduce((total: bigint, part: bigint) => total + part, 0n);
  const due = amountOf(distribution.fee.amount) - (distribution.withheld ?? 0n);
  assert(sum === due, `payouts of ${sum} for a fee of ${distribution.fee.amount}, of which ${due} are to be paid`);
  moveCoins(ctx, deps, distribution, parts);
  for (const payout of payouts) {
    book(ctx, deps, distribution.fee.denom, payout);
    ctx.emit(payoutEvent(distribution.source, distribution.fee.denom, payout));
  }
  return { parts, payouts: payouts.length };
}

function payoutsOf(ctx: Context, deps: Deps, distribution: Distribution): readonly Payout[] {
  const { fee, owned, model, host, buyer, withheld = 0n } = distribution;
  const parts = splitFee(amountOf(fee.amount), paramsOf(ctx));
  const ownedSum = owned.reduce((sum, { amount: units }) => sum + units, 0n);
  const unowned = splitUnowned(
    parts.data,
    ownedSum + withheld,
    model.manifest.map((entry) => (sharedWeight(ctx, deps, entry) > 0n ? entry.priorBps : 0)),
  );

  const payouts: Payout[] = [];
  const perCurator = new Map<Datanet, bigint>();
  const datanets = new Map<bigint, Datanet>();
  let dust = 0n;
  const withCurators = (payout: Payout & { readonly datanetId: bigint }): void => {
    const datanet = datanets.get(payout.datanetId) ?? datanetOf(ctx, deps, payout.datanetId);
    datanets.set(payout.datanetId, datanet);
    const income = shareWithCurators(payout.amount, datanet.curatorBps, datanet.curators.length);
    payouts.push({ ...payout, amount: income.net });
    perCurator.set(datanet, (perCurator.get(datanet) ?? 0n) + income.perCurator);
    dust += income.dust;
  };
  for (const { owner, datanetId, amount: units } of owned) {
    withCurators({ role: "owner", receiver: owner, amount: units, datanetId });
  }
  model.manifest.forEach(({ datanetId, version }, i) => {
    const receiver = `datanet/${datanetId}@${version}`;
    const units = assertDefined(unowned.priors[i], "each manifest entry has a prior");
    withCurators({ role: "prior", receiver, amount: units, datanetId, version });
  });
  // A curator is paid once per datanet: many owners times many curators would be work that no transaction pays for.
  for (const [{ id, curators }, units] of perCurator) {
    for (const receiver of curators) payouts.push({ role: "curator", receiver, amount: units, datanetId: id });
  }
  payouts.push({ role: "buyer", receiver: buyer, amount: unowned.returned });
  payouts.push({ role: "host", receiver: host, amount: parts.host });
  payouts.push(...modelPayouts(parts.model, model));
  payouts.push({ role: "stakers", receiver: deps.bank.moduleAddress(ctx, FEE_COLLECTOR), amount: parts.stakers });
  // Only the base denom has a supply that this chain may shrink.
  const burns = fee.denom === ctx.chain.baseDenom;
  payouts.push({ role: "burn", receiver: "", amount: burns ? parts.burn : 0n });
  const treasury = parts.treasury + dust + (burns ? 0n : parts.burn);
  payouts.push({ role: "treasury", receiver: deps.bank.moduleAddress(ctx, TREASURY), amount: treasury });
  return payouts.filter((payout) => payout.amount > 0n);
}

/** The model part: a line per named receiver, a line per ancestor, and what remains for the publisher. */
function modelPayouts(part: bigint, model: ModelVersion): readonly Payout[] {
  const { royalties, ancestors, publisher } = splitModelPart(part, model);
  const amountAt = (amounts: readonly bigint[], i: number): bigint => assertDefined(amounts[i], "each royalty has an amount");
  return [
    ...model.royalties.map(({ receiver }, i) => ({ role: "royalty" as const, receiver, amount: amountAt(royalties, i), model })),
    ...model.ancestors.map((ancestor, i) => ({
      ...{ role: "royalty" as const, receiver: ancestor.receiver, amount: amountAt(ancestors, i), model, ancestor },
    })),
    { role: "model", receiver: model.publisher, amount: publisher, model },
  ];
}

/** One movement per destination: what is claimed later goes to the module's account in one sum. */
function moveCoins(ctx: Context, { bank }: Deps, { payer, fee, buyer }: Distribution, parts: DistributedParts): void {
  const coin = (units: bigint): Coin => makeCoin(fee.denom, units);
  const held = parts.owned + parts.priors + parts.curators + parts.host + parts.model;
  if (held > 0n) bank.sendBetweenModules(ctx, payer, REWARDS, coin(held));
  if (parts.returned > 0n) bank.sendFromModule(ctx, payer, addressOf(ctx.chain, buyer), coin(parts.returned));
  if (parts.stakers > 0n) bank.sendBetweenModules(ctx, payer, FEE_COLLECTOR, coin(parts.stakers));
  if (parts.burned > 0n) bank.burnFromModule(ctx, payer, coin(parts.burned));
  if (parts.treasury > 0n) bank.sendBetweenModules(ctx, payer, TREASURY, coin(parts.treasury));
  unitsHeld.add(ctx.store.store(REWARDS), fee.denom, held);
}

/** Books what is claimed later: prior income in its pool, the rest on accounts. */
function book(ctx: Context, deps: Deps, denom: string, payout: Payout): void {
  switch (payout.role) {
    case "buyer":
    case "stakers":
    case "treasury":
    case "burn":
      return;
    case "prior": {
      const datanetId = assertDefined(payout.datanetId, "a prior names its datanet");
      const version = assertDefined(payout.version, "a prior names its version");
      return fillPool(ctx, { datanetId, version, denom }, payout.amount, sharedWeight(ctx, deps, { datanetId, version }));
    }
    default:
      credit(ctx, payout.receiver, denom, payout.amount);
  }
}

function partsOf(payouts: readonly Payout[]): DistributedParts {
  const sum = (...roles: readonly Payout["role"][]): bigint =>
    payouts.reduce((total, payout) => (roles.includes(payout.role) ? total + payout.amount : total), 0n);
  return {
    owned: sum("owner"),
    priors: sum("prior"),
    curators: sum("curator"),
    returned: sum("buyer"),
    host: sum("host"),
    model: sum("model", "royalty"),
    stakers: sum("stakers"),
    treasury: sum("treasury"),
    burned: sum("burn"),
  };
}

function datanetOf(ctx: Context, deps: Deps, id: bigint): Datanet {
  return assertDefined(deps.datanets.datanet(ctx, id), `a fee names datanet ${id}, which exists`);
}

/** Weight that shares the prior of a datanet version; 0 when all of it was struck, so that nobody is left to earn it. */
function sharedWeight(ctx: Context, deps: Deps, { datanetId, version }: Pick<ManifestEntry, "datanetId" | "version">): bigint {
  const name = `a manifest names datanet ${datanetId}@${version}, which exists`;
  const { priorWeight, struckWeight } = assertDefined(deps.datanets.version(ctx, datanetId, version), name);
  return priorWeight - struckWeight;
}
