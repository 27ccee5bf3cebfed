import { MsgCreateOffer, MsgCreateOfferResponse, type Offer } from "@openledger/messages/openledger/market/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { addressOf } from "../../support/addresses.ts";
import { amountOf, coinOf, isDenom } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import {
  bondDenomDiffers,
  denomNotListed,
  malformedMessage,
  openingFeeTooHigh,
  priceBelowFloor,
  tooManyUnsignedCalls,
  unknownModelVersion,
  versionFrozen,
} from "../errors.ts";
import { offerCreated } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { paramsOf } from "../keeper.ts";
import { listOffer } from "../offer-index.ts";
import { priceOf } from "../price.ts";
import { MARKET, offerIds, offers, unitsHeld } from "../state.ts";

/** Offers a model version for a price, with the host's bond behind it. */
export function createCreateOffer(deps: Neighbours): MessageHandler<MsgCreateOffer, MsgCreateOfferResponse> {
  return {
    codec: MsgCreateOffer,
    response: MsgCreateOfferResponse,
    aminoName: "openledger/MsgCreateOffer",
    signers: (msg) => [msg.host],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgCreateOffer, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("host", msg.host);
  checks.text("endpoint", msg.endpoint, 1, 512);
  checks.require(/^https?:\/\/[^\s]+$/.test(msg.endpoint), "endpoint must be an http or https URL");
  if (msg.price === undefined) throw malformedMessage("price is missing");
  checks.require(isDenom(msg.price.denom), "price.denom must be a denom");
  checks.amount("price.per_call", msg.price.perCall, 1n);
  checks.amount("price.per_1k_input", msg.price.per1kInput, 0n);
  checks.amount("price.per_1k_output", msg.price.per1kOutput, 0n);
  checks.range("latency_class_ms", msg.latencyClassMs, 1n, 3_600_000n);
  checks.range("late_bps", msg.lateBps, 0, 10_000);
  checks.range("unsigned_calls", msg.unsignedCalls, 1, 1_000_000);
  checks.coin("bond", msg.bond, 1n);
  checks.amount("opening_fee", msg.openingFee, 0n);
  checks.require(isCompressedKey(msg.receiptKey), "receipt_key must be a compressed secp256k1 key of 33 bytes");
  checks.text("region", msg.region, 0, 64);
  checks.text("power_source", msg.powerSource, 0, 64);
  checks.range("capacity", msg.capacity, 0, 1_000_000);
  checks.text("operator", msg.operator, 0, 64);
}

/** True for 33 bytes in the form of a compressed secp256k1 key. */
export function isCompressedKey(key: Uint8Array): boolean {
  return key.length === 33 && (key[0] === 2 || key[0] === 3);
}

function handle(ctx: Context, deps: Neighbours, msg: MsgCreateOffer): MsgCreateOfferResponse {
  const params = paramsOf(ctx);
  const price = priceOf(msg);
  const bond = coinOf(msg.bond);
  const model = deps.models.version(ctx, msg.modelId, msg.modelVersion);
  if (model === undefined) throw unknownModelVersion(`model ${msg.modelId}@${msg.modelVersion}`);
  const freeze = deps.models.freeze(ctx, msg.modelId, msg.modelVersion);
  if (freeze !== undefined) throw versionFrozen(`model ${msg.modelId}@${msg.modelVersion} by incident ${freeze.incidentId}`);
  if (!params.listedDenoms.includes(price.denom)) throw denomNotListed(price.denom);
  if (bond.denom !== price.denom) throw bondDenomDiffers(`${bond.denom}, not ${price.denom}`);
  if (!meetsFloor(msg, model)) throw priceBelowFloor(`${price.perCall}${price.denom}`);
  if (msg.unsignedCalls > params.maxUnsignedCalls) {
    throw tooManyUnsignedCalls(`${msg.unsignedCalls} of ${params.maxUnsignedCalls}`);
  }
  const feeMax = BigInt(msg.unsignedCalls) * amountOf(price.perCall);
  if (amountOf(msg.openingFee) > feeMax) throw openingFeeTooHigh(`${msg.openingFee} of ${feeMax}`);

  const store = ctx.store.store(MARKET);
  const { host, modelId, modelVersion, endpoint, latencyClassMs, lateBps, unsignedCalls, openingFee, receiptKey } = msg;
  const offer: Offer = {
    id: offerIds.next(store),
    ...{ host, modelId, modelVersion, endpoint, price, latencyClassMs, lateBps, unsignedCalls, bond },
    bondLocked: "0",
    ...{ openingFee, receiptKey, region: msg.region, powerSource: msg.powerSource },
    ...{ capacity: msg.capacity, operator: msg.operator },
    closed: false,
    openSessions: 0n,
    openIncidents: 0n,
    createdHeight: ctx.block.height,
  };
  deps.bank.sendToModule(ctx, addressOf(ctx.chain, host), MARKET, bond);
  unitsHeld.add(store, bond.denom, amountOf(bond.amount));
  offers.set(store, offer.id, offer);
  listOffer(store, offer);
  ctx.emit(offerCreated(offer));
  return { offerId: offer.id };
}

function meetsFloor(msg: MsgCreateOffer, model: ModelVersion): boolean {
  const floor = model.floorPrice;
  if (floor === undefined || amountOf(floor.amount) === 0n) return true;
  const price = priceOf(msg);
  return floor.denom === price.denom && amountOf(price.perCall) >= amountOf(floor.amount);
}
