import {
  MsgAnswerDemand,
  MsgAnswerDemandResponse,
  type Demand,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { addressOf } from "../../support/addresses.ts";
import { amountOf, coinOf } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { secondsAfter } from "../../support/time.ts";
import { checkAnswer } from "../answer-checks.ts";
import { disownReceipt } from "../correct-settlement.ts";
import { malformedMessage, notHost, responseTimeOver } from "../errors.ts";
import { demandAnswered } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { paramsOf, requireDemand, requireOffer, requireSession, requireSettlement } from "../keeper.ts";
import { postponeFinality } from "../postpone-finality.ts";
import { MARKET, unitsHeld } from "../state.ts";
import { forgetDemand } from "../void-settlement.ts";

const CLAIMS_MAX = 1024;
const OPENINGS_MAX = 8;

/**
 * Opens what was demanded. An answer that does not hold is refused with the error of what is wrong, and the host may send
 * another until the response time is over: only silence voids, so that nobody is slashed for a mistake in a message.
 * Receipts that erased rows keep closed lose their owner amounts to the unowned part, whatever their claims say.
 */
export function createAnswerDemand(deps: Neighbours): MessageHandler<MsgAnswerDemand, MsgAnswerDemandResponse> {
  return {
    codec: MsgAnswerDemand,
    response: MsgAnswerDemandResponse,
    aminoName: "openledger/MsgAnswerDemand",
    signers: (msg) => [msg.host],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgAnswerDemand, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("host", msg.host);
  checks.range("number of claims", msg.claims.length, 1, CLAIMS_MAX);
  checks.range("number of openings", msg.openings.length, 1, OPENINGS_MAX);
}

function handle(ctx: Context, deps: Neighbours, msg: MsgAnswerDemand): MsgAnswerDemandResponse {
  const demand = requireDemand(ctx, msg.demandId);
  const settlement = requireSettlement(ctx, demand.settlementId);
  const session = requireSession(ctx, settlement.sessionId);
  if (session.host !== msg.host) throw notHost(msg.host);
  if (isOver(ctx, demand)) throw responseTimeOver(`demand ${demand.id}`);
  const terms = { session, offer: requireOffer(ctx, session.offerId), dataBps: deps.rewards.dataBps(ctx) };
  const unopened = checkAnswer(ctx, deps, terms, settlement, demand, msg);
  const checked = unopened.reduce((corrected, one) => disownReceipt(ctx, corrected, one), settlement);

  payHost(ctx, deps, demand, msg.host);
  forgetDemand(ctx, demand);
  const answered = recordAnswer(ctx, checked, demand);
  ctx.emit(demandAnswered(demand, answered, msg.host));
  return {};
}

function isOver(ctx: Context, demand: Demand): boolean {
  return ctx.block.time >= demand.deadlineTime && ctx.block.height >= demand.deadlineHeight;
}

/** The bond pays for the block space that an answer takes. */
function payHost(ctx: Context, { bank }: Neighbours, demand: Demand, host: string): void {
  const bond = coinOf(demand.bond);
  bank.sendFromModule(ctx, MARKET, addressOf(ctx.chain, host), bond);
  unitsHeld.take(ctx.store.store(MARKET), bond.denom, amountOf(bond.amount));
}

/** What was opened can be countered for one more response time. */
function recordAnswer(ctx: Context, settlement: Settlement, demand: Demand): Settlement {
  const params = paramsOf(ctx);
  const openDemands = settlement.openDemands.filter((id) => id !== demand.id);
  return postponeFinality(
    ctx,
    { ...settlement, openDemands },
    {
      time: secondsAfter(ctx.block.time, params.responseSeconds),
      height: ctx.block.height + params.responseBlocks,
    },
  );
}
