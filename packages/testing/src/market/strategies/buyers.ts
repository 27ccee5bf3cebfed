import { secp256k1 } from "@noble/curves/secp256k1.js";
import { MsgCloseSession, MsgDemand, MsgOpenSession, Visibility } from "@openledger/messages/openledger/market/v1";
import { toHex, toUtf8 } from "@openledger/primitives";
import { sessionKeyOf } from "../../simulation/answering.ts";
import type { BookOffer, BookSession, ModelSort } from "../market-book.ts";
import { TERMS, type MarketWorld } from "../market-world.ts";
import type { Name } from "../people.ts";
import { serve } from "./hosts.ts";
import { served } from "../serving.ts";

const CALLS_PER_SESSION = 6;
const BLOCKS_PER_SESSION = 16;
const QUESTIONS_MAX = 3;

/** What a buyer has in mind. */
export interface BuyerMind {
  /** Questions of a buyer that wait for an answer, by sort of model. */
  readonly questions: Record<ModelSort, number>;
  /** Hosts that took a session and gave nothing. */
  readonly avoided: Set<string>;
  readonly opening: Map<ModelSort, number>;
  /** How a malicious buyer uses a session. */
  readonly plans: Map<bigint, "never sign" | "sign and close" | "small escrow" | "fair">;
  answered: number;
}

export function newBuyerMind(): BuyerMind {
  return { questions: { open: 0, closed: 0 }, avoided: new Set(), opening: new Map(), plans: new Map(), answered: 0 };
}

/** A buyer's block: new questions, answers, heads, sessions. `isLast` when nothing new begins. */
export function actAsBuyer(world: MarketWorld, name: Name, mind: BuyerMind, isLast: boolean): void {
  const random = world.roll(name, "questions");
  if (random.chance(35) && !isLast) {
    const sort: ModelSort = random.chance(30) ? "closed" : "open";
    mind.questions[sort] = Math.min(QUESTIONS_MAX, mind.questions[sort] + 1);
  }
  for (const sort of ["open", "closed"] as const) useSession(world, name, mind, sort, isLast);
}

function useSession(world: MarketWorld, name: Name, mind: BuyerMind, sort: ModelSort, isLast: boolean): void {
  const session = [...world.book.sessions.values()].find((one) => one.buyer === name && one.offer.sort === sort && !one.isClosing && !one.hasEnded);
  if (session === undefined) {
    const isOpening = (mind.opening.get(sort) ?? -9) >= world.block - 1;
    if (!isLast && !isOpening && mind.questions[sort] > 0) openOne(world, name, mind, sort);
    return;
  }
  const plan = world.isMalicious(name) ? planOf(world, name, mind, session) : "fair";
  if (mind.questions[sort] > 0 && served(world, session) < CALLS_PER_SESSION) ask(world, mind, session, plan);
  const isUsed = served(world, session) >= CALLS_PER_SESSION || world.block - session.openedAt >= BLOCKS_PER_SESSION || isLast;
  const isRefused = plan !== "fair" && (plan === "sign and close" || served(world, session) >= TERMS.unsignedCalls);
  if (!isUsed && !isRefused && !mind.avoided.has(session.host)) return;
  world.send(name, MsgCloseSession, { buyer: world.people[name].address, sessionId: session.id }, "close session");
}

function ask(world: MarketWorld, mind: BuyerMind, session: BookSession, plan: ReturnType<typeof planOf>): void {
  const opening = serve(world, session);
  if (opening === undefined) {
    // An honest host refuses a buyer that owes heads; from others nothing comes, and no head leaves.
    if (plan === "fair") mind.avoided.add(session.host);
    return;
  }
  mind.questions[session.offer.sort] -= 1;
  mind.answered += 1;
  if (plan !== "never sign") session.signed = served(world, session);
}

function planOf(world: MarketWorld, name: Name, mind: BuyerMind, session: BookSession): "never sign" | "sign and close" | "small escrow" | "fair" {
  if (session.pact !== undefined) return "fair";
  if (session.escrow < TERMS.pricePerCall) return "small escrow";
  const known = mind.plans.get(session.id);
  if (known !== undefined) return known;
  const plan = world.roll(name, "plan").pick(["never sign", "never sign", "sign and close", "fair"] as const);
  mind.plans.set(session.id, plan);
  return plan;
}

/** The host is chosen by a rank of its own, so that one that leaves the market changes nobody else's choice. */
function openOne(world: MarketWorld, name: Name, mind: BuyerMind, sort: ModelSort): void {
  const { crypto, seed, block, book } = world;
  const newest = book.offers.findLast((offer) => offer.sort === sort)?.modelId;
  const partner = partnerHost(world, name);
  const rank = ({ host }: BookOffer): string => toHex(crypto.sha256(toUtf8(`${seed}/${block}/${name}/${sort}/${host}`)));
  const [offer] = book.offers
    .filter((one) => one.sort === sort && one.modelId === newest && !one.closed && (!mind.avoided.has(one.host) || one.host === partner))
    .sort((a, b) => Number(b.host === partner) - Number(a.host === partner) || (rank(a) < rank(b) ? -1 : 1));
  if (offer === undefined) return;
  const isMalicious = world.isMalicious(name);
  const random = world.roll(name, `session for ${sort}`);
  const isSmall = isMalicious && partner === undefined && random.chance(15);
  const isPact = partner === offer.host;
  const isPrivate = isPact && sort === "closed";
  if (isPact) book.intents.set(`session ${name} ${offer.id}`, { pact: isPrivate ? "leave authors out" : random.chance(70) ? "void it ourselves" : undefined });
  mind.opening.set(sort, block);
  world.send(name, MsgOpenSession, {
    ...{ buyer: world.people[name].address, offerId: offer.id, durationSeconds: 60n },
    escrow: { denom: world.denom, amount: String(isSmall ? TERMS.pricePerCall / 2n : TERMS.pricePerCall * BigInt(CALLS_PER_SESSION)) },
    sessionKey: secp256k1.getPublicKey(sessionKeyOf(crypto, world.people[name].address), true),
    visibility: isPrivate ? Visibility.VISIBILITY_PRIVATE : Visibility.VISIBILITY_PUBLIC,
  }, isPrivate ? "open private session" : isSmall ? "open session below one call" : "open session");
}

function partnerHost(world: MarketWorld, name: Name): Name | undefined {
  return world.isMalicious(name) ? world.coalition.find((seat) => seat.startsWith("host")) : undefined;
}

/** By their pact the buyer demands what its host will not open: the batch is void, and half of the bond comes back. */
export function demandOwn(world: MarketWorld, name: Name): void {
  for (const settlement of world.book.settlements.values()) {
    const { session, demandedBy, first, id } = settlement;
    if (session.buyer !== name || session.pact !== "void it ourselves" || demandedBy.length > 0 || settlement.isExamined) continue;
    settlement.isExamined = true;
    world.send(name, MsgDemand, { challenger: world.people[name].address, settlementId: id, receipts: [BigInt(first)] }, "demand of one's own host");
  }
}
