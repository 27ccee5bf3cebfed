import {
  MsgDemand,
  MsgDemandResponse,
  type Demand,
  type Params,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { addressOf } from "../../support/addresses.ts";
import { amountOf, coinOf, makeCoin } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { secondsAfter } from "../../support/time.ts";
import {
  alreadyDemanded,
  malformedMessage,
  openingsAttached,
  receiptNotInSettlement,
  receiptsPrivate,
  windowOver,
} from "../errors.ts";
import { demandMade } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { paramsOf, requireSession, requireSettlement } from "../keeper.ts";
import { postponeFinality } from "../postpone-finality.ts";
import { maySeeReceipts } from "../private-sessions.ts";
import { demandIds, demandQueue, demands, MARKET, unitsHeld } from "../state.ts";

const DEMANDED_RECEIPTS_MAX = 8;

/** Demands the openings of some receipts of a pending settlement, for a bond per receipt. */
export function createDemand(deps: Neighbours): MessageHandler<MsgDemand, MsgDemandResponse> {
  return {
    codec: MsgDemand,
    response: MsgDemandResponse,
    aminoName: "openledger/MsgDemand",
    signers: (msg) => [msg.challenger],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgDemand, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("challenger", msg.challenger);
  checks.range("number of receipts", msg.receipts.length, 1, DEMANDED_RECEIPTS_MAX);
  const ascends = msg.receipts.every((index, i) => i === 0 || index > (msg.receipts[i - 1] ?? 0n));
  checks.require(ascends, "receipts must ascend");
}

function handle(ctx: Context, deps: Neighbours, msg: MsgDemand): MsgDemandResponse {
  const settlement = requireSettlement(ctx, msg.settlementId);
  const params = paramsOf(ctx);
  if (!maySeeReceipts(requireSession(ctx, settlement.sessionId), msg.challenger)) throw receiptsPrivate(msg.challenger);
  if (settlement.opened) throw openingsAttached(`settlement ${settlement.id}`);
  if (isWindowOver(ctx, settlement)) throw windowOver(`settlement ${settlement.id}`);
  for (const index of msg.receipts) {
    const isIn = index >= settlement.firstIndex && index < settlement.firstIndex + BigInt(settlement.receiptCount);
    if (!isIn) throw receiptNotInSettlement(`receipt ${index}`);
    if (settlement.demandedReceipts.includes(index)) throw alreadyDemanded(`receipt ${index}`);
  }

  const store = ctx.store.store(MARKET);
  const demand = newDemand(ctx, msg, params);
  const bond = coinOf(demand.bond);
  deps.bank.sendToModule(ctx, addressOf(ctx.chain, msg.challenger), MARKET, bond);
  unitsHeld.add(store, bond.denom, amountOf(bond.amount));
  demands.set(store, demand.id, demand);
  demandQueue.set(store, [demand.deadlineTime, demand.id], true);
  const demanded = [...settlement.demandedReceipts, ...demand.receipts];
  demanded.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const waiting = { ...settlement, openDemands: [...settlement.openDemands, demand.id], demandedReceipts: demanded };
  postponeFinality(ctx, waiting, { time: demand.deadlineTime, height: demand.deadlineHeight });
  ctx.emit(demandMade(demand, settlement));
  return { demandId: demand.id };
}

function isWindowOver(ctx: Context, settlement: Settlement): boolean {
  return ctx.block.time >= settlement.windowTime && ctx.block.height >= settlement.windowHeight;
}

function newDemand(ctx: Context, msg: MsgDemand, params: Params): Demand {
  const { settlementId, challenger, receipts } = msg;
  return {
    id: demandIds.next(ctx.store.store(MARKET)),
    ...{ settlementId, challenger, receipts },
    bond: makeCoin(ctx.chain.baseDenom, amountOf(params.demandBond) * BigInt(receipts.length)),
    deadlineTime: secondsAfter(ctx.block.time, params.responseSeconds),
    deadlineHeight: ctx.block.height + params.responseBlocks,
  };
}
