import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgAnswerDemand, MsgCloseOffer, MsgCreateOffer, MsgSettle } from "@openledger/messages/openledger/market/v1";
import { stated } from "../../games/game-watcher.ts";
import { receiptKeyOf } from "../../simulation/answering.ts";
import { libraryOf } from "../library.ts";
import type { BookSession, ModelSort } from "../market-book.ts";
import { TERMS, type MarketWorld } from "../market-world.ts";
import type { Name } from "../people.ts";
import { answerCall, honestLines, openingsOf, served, settlementOf, wholeDataPart } from "../serving.ts";

const LIAR_LIES_PERCENT = 40;
const OPEN_DATANET = 1n;
const CLOSED_DATANET = 3n;
const SETTLE_AFTER_BLOCKS = 20;

type HostPlan = "fair" | "give nothing" | "pay a friend" | "omit authors" | "withhold" | "race" | "forge a head";

const PLANS: Readonly<Record<ModelSort, readonly [HostPlan, ...HostPlan[]]>> = {
  open: ["give nothing", "pay a friend", "pay a friend", "omit authors", "omit authors", "race", "forge a head", "fair"],
  closed: ["give nothing", "pay a friend", "withhold", "withhold", "race", "fair"],
};

/** How a host deals with a session, from its first call to its settlement. */
export function hostPlanOf(world: MarketWorld, { host, buyer, offer, openedAt, pact }: BookSession): HostPlan {
  const fate = world.fate(`${host} for ${buyer} in ${openedAt}, ${offer.sort}`);
  if (host === "liar") return fate.chance(LIAR_LIES_PERCENT) ? "omit authors" : "fair";
  return world.isMalicious(host) && pact === undefined ? fate.pick(PLANS[offer.sort]) : "fair";
}

/** Answers a call, unless too much is unsigned, the escrow is too small, or the host gives nothing. */
export function serve(world: MarketWorld, session: BookSession): ReceiptOpening | undefined {
  const count = served(world, session);
  if (count - session.signed >= TERMS.unsignedCalls) return undefined;
  if (BigInt(count + 1) * TERMS.pricePerCall > session.escrow) return undefined;
  const plan = hostPlanOf(world, session);
  if (plan === "give nothing") return undefined;
  if (plan !== "omit authors") return answerCall(world, session);
  const friends = new Set<string>(world.isMalicious(session.host) ? world.coalition.map((seat) => world.people[seat].address) : []);
  return answerCall(world, session, libraryOf(world, session.offer.modelId).sourceOf(friends));
}

/** A host's block: answers demands, settles what is signed. */
export function actAsHost(world: MarketWorld, name: Name): void {
  for (const { id, settlement, receipt, isOpen } of world.book.demands.values()) {
    const { session, first, count, lie } = settlement;
    if (session.host !== name || !isOpen || lie !== "" || session.pact === "void it ourselves") continue;
    const batch = openingsOf(world, session, first, count);
    const openings = batch.filter((_, i) => first + i === receipt);
    world.send(name, MsgAnswerDemand, { host: world.people[name].address, demandId: id, claims: batch.map(stated), openings }, "answer a demand");
  }
  for (const session of world.book.sessions.values()) {
    if (session.host !== name || session.hasEnded || session.isSettling || session.signed <= session.settled) continue;
    if (session.isClosing || world.block - session.openedAt >= SETTLE_AFTER_BLOCKS) settle(world, name, session);
  }
}

function settle(world: MarketWorld, name: Name, session: BookSession): void {
  const { book } = world;
  const plan = hostPlanOf(world, session);
  const datanet = session.offer.sort === "open" ? OPEN_DATANET : CLOSED_DATANET;
  const isByHashes = session.offer.sort === "closed";
  const intent = (lie: string, isShown = true): void => void book.intents.set(`settle ${session.id}`, { lie, isShown });
  const say = (message: MsgSettle, action: string): void => {
    session.isSettling = true;
    world.send(name, MsgSettle, message, action);
  };
  if (session.pact === "leave authors out") {
    intent("", false);
    return say(settlementOf(world, session, []), "settle without authors");
  }
  if (session.pact === "void it ourselves") {
    intent("", false);
    return say(settlementOf(world, session, wholeDataPart(world, session, name, datanet)), "settle what will be void");
  }
  if (plan === "pay a friend") {
    const friend = world.coalition.find((seat) => seat !== name && seat.startsWith("contributor")) ?? name;
    intent("pays a friend", false);
    return say(settlementOf(world, session, wholeDataPart(world, session, friend, datanet)), "settle for a friend");
  }
  const honest = isByHashes ? settlementOf(world, session, honestLines(world, session, CLOSED_DATANET)) : settlementOf(world, session);
  if (plan === "forge a head" && world.block % 3 !== 0) {
    const { head, signature = new Uint8Array(64) } = honest.head ?? {};
    const forged = { ...honest, head: { head, signature: signature.map((byte, i) => (i === 5 ? byte ^ 1 : byte)) } };
    world.send(name, MsgSettle, forged, "settle with a forged head");
    return;
  }
  intent(plan === "omit authors" ? "omits authors" : "", plan !== "withhold");
  say(honest, "settle");
  if (plan === "race") world.send(name, MsgSettle, honest, "settle the same again");
}

/** Offers every new model; a malicious host withdraws under its sessions now and then. */
export function offerModels(world: MarketWorld, name: Name, sorts: readonly ModelSort[]): void {
  const { address } = world.people[name];
  for (const [modelId, sort] of world.models) {
    if (!sorts.includes(sort) || world.book.offers.some((offer) => offer.host === name && offer.modelId === modelId)) continue;
    const isNewest = ![...world.models].some(([other, of]) => of === sort && other > modelId);
    if (!isNewest) continue;
    for (const old of world.book.offers) {
      if (old.host === name && old.sort === sort && !old.closed) world.send(name, MsgCloseOffer, { host: address, offerId: old.id }, "close offer");
    }
    world.send(name, MsgCreateOffer, {
      ...{ host: address, modelId, modelVersion: 1n, endpoint: "http://127.0.0.1:8080" },
      price: { denom: world.denom, perCall: String(TERMS.pricePerCall), per1kInput: "0", per1kOutput: "0" },
      ...{ latencyClassMs: 1_000n, lateBps: 1_000, unsignedCalls: TERMS.unsignedCalls, openingFee: String(TERMS.openingFee), region: "local" },
      bond: { denom: world.denom, amount: String(TERMS.hostBond) },
      receiptKey: secp256k1.getPublicKey(receiptKeyOf(world.crypto, address), true),
    }, "offer");
  }
}

export function withdrawOffers(world: MarketWorld, name: Name): void {
  for (const offer of world.book.offers) {
    if (offer.host !== name || offer.closed || !world.roll(name, `withdraw ${offer.sort}`).chance(40)) continue;
    world.send(name, MsgCloseOffer, { host: world.people[name].address, offerId: offer.id }, "withdraw an offer under its sessions");
  }
}
