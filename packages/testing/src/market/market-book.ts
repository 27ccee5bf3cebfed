import { rowsRoot } from "@openledger/attribution";
import { MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { MsgOpenSession, MsgSettle, Session, Visibility } from "@openledger/messages/openledger/market/v1";
import { MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { assertDefined, toHex } from "@openledger/primitives";
import type { AbciEvent, ExecTxResult } from "@openledger/state-machine";
import { eventsOf } from "../simulation/auditor.ts";
import type { Attempt } from "../simulation/sim-world.ts";
import type { MarketWorld } from "./market-world.ts";
import type { Name } from "./people.ts";

/** Models over public datanets, whose receipts come with openings, and over one that is quoted on demand and allows private sessions. */
export type ModelSort = "open" | "closed";

export interface BookOffer {
  readonly id: bigint;
  readonly host: Name;
  readonly modelId: bigint;
  readonly sort: ModelSort;
  closed: boolean;
}

/** What a malicious buyer and its host agree on for a session. */
export type Pact = "leave authors out" | "void it ourselves";

export interface BookSession {
  readonly id: bigint;
  /** What settling needs to know of it. */
  readonly session: Session;
  readonly buyer: Name;
  readonly host: Name;
  readonly offer: BookOffer;
  readonly openedAt: number;
  readonly isPrivate: boolean;
  readonly escrow: bigint;
  readonly pact: Pact | undefined;
  /** Receipts that the buyer's last head covers, and those that were settled. */
  signed: number;
  settled: number;
  isSettling: boolean;
  isClosing: boolean;
  hasEnded: boolean;
}

export interface BookSettlement {
  readonly id: bigint;
  readonly session: BookSession;
  readonly first: number;
  readonly count: number;
  readonly isOpened: boolean;
  /** False when the host shows nobody its receipts without a demand. */
  readonly isShown: boolean;
  /** How it differs from what an honest host settles. */
  readonly lie: string;
  isExamined: boolean;
  readonly demandedBy: Name[];
}

export interface BookDemand {
  readonly id: bigint;
  readonly settlement: BookSettlement;
  readonly by: Name;
  readonly receipt: number;
  isOpen: boolean;
}

export interface BookContribution {
  readonly datanetId: bigint;
  readonly seq: bigint;
  readonly registrant: Name;
  /** Rows root, lower-case hex. */
  readonly root: string;
  readonly reviewedBy: Set<Name>;
}

export interface BookDispute {
  readonly id: bigint;
  readonly owner: Name;
  isOpen: boolean;
}

/** Units that went from one person to another, or calls, by the names of both. */
export type Tally = Map<string, bigint>;

/** All that people remember of the blocks so far, out of the chain's events. */
export interface MarketBook {
  /** Those that take sessions or have some. */
  offers: BookOffer[];
  /** Those that have not ended. */
  readonly sessions: Map<bigint, BookSession>;
  /** Those that are pending. */
  readonly settlements: Map<bigint, BookSettlement>;
  readonly demands: Map<bigint, BookDemand>;
  /** Those that wait for curators. */
  contributions: BookContribution[];
  /** `datanet/seq` of the first registration, by rows root. */
  readonly firstOf: Map<string, string>;
  /** The newest that was accepted, by who registered it. */
  readonly newestOf: Map<Name, BookContribution>;
  readonly disputes: BookDispute[];
  /** What the sender of a session, settlement or demand meant by it, until the chain numbers it. */
  readonly intents: Map<string, { readonly pact?: Pact | undefined; readonly lie?: string; readonly isShown?: boolean }>;
  /** Answers delivered, by `buyer>host`. */
  readonly calls: Tally;
  /** Of them those that the buyer never signed. */
  readonly unsigned: Tally;
  readonly openingFees: Tally;
  /** Demand and counter-example bonds by `challenger>host`. */
  readonly bondsLost: Tally;
  /** Challengers' parts of slashed bonds by `challenger>host`. */
  readonly rewards: Tally;
  /** What void settlements returned, by `buyer>host`. */
  readonly refunds: Tally;
  /** How often each action was taken, and refused by code. */
  readonly actions: Map<string, { taken: number; refused: Map<string, number> }>;
}

export function createBook(): MarketBook {
  const tallies = { calls: new Map(), unsigned: new Map(), openingFees: new Map(), bondsLost: new Map(), rewards: new Map(), refunds: new Map() };
  return { ...tallies, offers: [], sessions: new Map(), settlements: new Map(), demands: new Map(), contributions: [], firstOf: new Map(), newestOf: new Map(), disputes: [], intents: new Map(), actions: new Map() };
}

export function add(tally: Tally, key: string, units: bigint): void {
  tally.set(key, (tally.get(key) ?? 0n) + units);
}

type Attributes = Readonly<Record<string, string>>;
type Sent = { readonly attempt: Attempt; readonly result: ExecTxResult };

/** Takes a block into the book. */
export function noteBlock(world: MarketWorld, sent: readonly Sent[], events: readonly AbciEvent[]): void {
  for (const { attempt, result } of sent) {
    const counts = world.book.actions.get(attempt.action) ?? { taken: 0, refused: new Map<string, number>() };
    world.book.actions.set(attempt.action, counts);
    const code = `${result.codespace} ${result.code}`;
    if (result.code === 0) counts.taken++;
    else counts.refused.set(code, (counts.refused.get(code) ?? 0) + 1);
    if (result.code === 0) noteOpenings(world, attempt, result.events);
    if (result.code === 0) noteChanges(world, result.events);
    else if (attempt.message.typeUrl === MsgSettle.typeUrl) mayTryAgain(world, MsgSettle.decode(attempt.message.value));
  }
  noteChanges(world, events);
}

function mayTryAgain({ book }: MarketWorld, { sessionId }: MsgSettle): void {
  const session = book.sessions.get(sessionId);
  if (session !== undefined) session.isSettling = false;
}

/** What a message began. */
function noteOpenings(world: MarketWorld, { message, account }: Attempt, events: readonly AbciEvent[]): void {
  const { book } = world;
  for (const { datanet_id: datanetId = "", seq = "" } of eventsOf(events, "contribution_registered")) {
    const root = toHex(rowsRoot(world.crypto.sha256, assertDefined(MsgContribute.decode(message.value).rows, "rows")));
    const registrant = nameOf(world, account.address);
    book.contributions.push({ datanetId: BigInt(datanetId), seq: BigInt(seq), registrant, root, reviewedBy: new Set() });
    if (!book.firstOf.has(root)) book.firstOf.set(root, `${datanetId}/${seq}`);
  }
  for (const { offer_id: id = "", host, model_id: modelId = "" } of eventsOf(events, "offer_created")) {
    const sort = world.models.get(BigInt(modelId)) ?? "open";
    book.offers.push({ id: BigInt(id), host: nameOf(world, host), modelId: BigInt(modelId), sort, closed: false });
  }
  for (const { model_id: id = "" } of eventsOf(events, "model_published")) {
    world.models.set(BigInt(id), MsgPublishModel.decode(message.value).manifest.length > 1 ? "open" : "closed");
  }
  for (const opened of eventsOf(events, "session_opened")) noteSession(world, MsgOpenSession.decode(message.value), opened);
}

function noteSession(world: MarketWorld, { visibility, escrow }: MsgOpenSession, opened: Attributes): void {
  const { book } = world;
  const id = BigInt(opened["session_id"] ?? "");
  const offer = assertDefined(book.offers.find((one) => one.id === BigInt(opened["offer_id"] ?? "")), "a known offer");
  const [buyer, host] = [nameOf(world, opened["buyer"]), offer.host];
  const session = Session.create({ id, offerId: offer.id, buyer: opened["buyer"], host: opened["host"], modelId: offer.modelId, modelVersion: 1n });
  const key = `session ${buyer} ${offer.id}`;
  book.sessions.set(id, {
    ...{ id, session, buyer, host, offer, openedAt: world.block, isPrivate: visibility === Visibility.VISIBILITY_PRIVATE },
    ...{ escrow: BigInt(escrow?.amount ?? "0"), pact: book.intents.get(key)?.pact, signed: 0, settled: 0 },
    ...{ isSettling: false, isClosing: false, hasEnded: false },
  });
  book.intents.delete(key);
  add(book.openingFees, `${buyer}>${host}`, unitsOf(opened["opening_fee"]));
}

/** What became of things that were there. */
function noteChanges(world: MarketWorld, events: readonly AbciEvent[]): void {
  noteDecisions(world, events);
  for (const submitted of eventsOf(events, "settlement_submitted")) noteSettlement(world, submitted);
  noteDemands(world, events);
  for (const { dispute_id: id = "", owner, state } of eventsOf(events, "dispute_turn")) {
    const known = world.book.disputes.find((one) => `${one.id}` === id);
    if (known === undefined) world.book.disputes.push({ id: BigInt(id), owner: nameOf(world, owner), isOpen: true });
    else known.isOpen = state === "open";
  }
  for (const judged of eventsOf(events, "counterexample_judged")) {
    const { session } = settlementOf(world, judged["settlement_id"]);
    if (judged["outcome"] === "stands") add(world.book.bondsLost, `${nameOf(world, judged["challenger"])}>${session.host}`, unitsOf(judged["bond"]));
  }
  for (const voided of eventsOf(events, "settlement_voided")) {
    const settlement = settlementOf(world, voided["settlement_id"]);
    const { buyer, host } = settlement.session;
    decide(world, settlement, true);
    add(world.book.rewards, `${nameOf(world, voided["challenger"])}>${host}`, unitsOf(voided["challenger_reward"]));
    add(world.book.refunds, `${buyer}>${host}`, unitsOf(voided["returned"]));
  }
  for (const { settlement_id: id } of eventsOf(events, "settlement_finalized")) decide(world, settlementOf(world, id), false);
}

/** Contributions, offers and sessions that are decided, closed or over. */
function noteDecisions(world: MarketWorld, events: readonly AbciEvent[]): void {
  const { book } = world;
  for (const type of ["contribution_accepted", "contribution_rejected", "contribution_lapsed"]) {
    for (const { datanet_id: datanetId, seq } of eventsOf(events, type)) {
      const one = book.contributions.find((known) => `${known.datanetId}/${known.seq}` === `${datanetId}/${seq}`);
      if (one !== undefined && type === "contribution_accepted") book.newestOf.set(one.registrant, one);
      book.contributions = book.contributions.filter((other) => other !== one);
    }
  }
  for (const { offer_id: id } of eventsOf(events, "offer_closed")) {
    for (const offer of book.offers) if (`${offer.id}` === id) offer.closed = true;
  }
  for (const { session_id: id } of eventsOf(events, "session_closing")) sessionOf(world, id).isClosing = true;
  for (const { session_id: id } of eventsOf(events, "session_ended")) endSession(world, sessionOf(world, id));
}

/** What an ended session leaves: calls that nobody signed, and no receipt that was signed and not settled. */
function endSession({ book, receipts, differences }: MarketWorld, session: BookSession): void {
  const { id, signed, settled, pact, buyer, host } = session;
  session.hasEnded = true;
  const owed = (receipts.get(id)?.length ?? 0) - signed;
  if (owed > 0) add(book.unsigned, `${buyer}>${host}`, BigInt(owed));
  if (signed > settled && pact === undefined) differences.push(`session ${id} settled ${settled} of ${signed} signed receipts`);
  book.sessions.delete(id);
  receipts.delete(id);
  const used = new Set([...book.sessions.values()].map(({ offer }) => offer.id));
  book.offers = book.offers.filter((offer) => !offer.closed || used.has(offer.id));
}

/** Every lie about a public session is void, and nothing else is but what its own parties let lapse. */
function decide({ book, differences }: MarketWorld, { id, lie, session }: BookSettlement, isVoid: boolean): void {
  if (lie !== "" && !isVoid) differences.push(`settlement ${id} of ${session.host} ${lie} and was paid`);
  if (lie === "" && isVoid && session.pact === undefined) differences.push(`settlement ${id} of ${session.host} is honest and void`);
  book.settlements.delete(id);
  for (const demand of [...book.demands.values()]) if (demand.settlement.id === id) book.demands.delete(demand.id);
}

function noteSettlement(world: MarketWorld, submitted: Attributes): void {
  const { book } = world;
  const id = BigInt(submitted["settlement_id"] ?? "");
  const session = sessionOf(world, submitted["session_id"]);
  const { lie = "", isShown = true } = book.intents.get(`settle ${session.id}`) ?? {};
  const [first, count] = [Number(submitted["first_index"]), Number(submitted["receipt_count"])];
  session.settled = first + count;
  session.isSettling = false;
  const isOpened = session.offer.sort === "open" && isShown;
  book.settlements.set(id, { id, session, first, count, lie, isShown, isOpened, isExamined: false, demandedBy: [] });
}

function noteDemands(world: MarketWorld, events: readonly AbciEvent[]): void {
  const { book } = world;
  for (const made of eventsOf(events, "demand_made")) {
    const id = BigInt(made["demand_id"] ?? "");
    const settlement = settlementOf(world, made["settlement_id"]);
    const by = nameOf(world, made["challenger"]);
    settlement.demandedBy.push(by);
    book.demands.set(id, { id, settlement, by, receipt: Number(made["receipts"]), isOpen: true });
  }
  for (const answered of eventsOf(events, "demand_answered")) {
    const demand = assertDefined(book.demands.get(BigInt(answered["demand_id"] ?? "")), "a known demand");
    demand.isOpen = false;
    add(book.bondsLost, `${demand.by}>${nameOf(world, answered["host"])}`, unitsOf(answered["bond"]));
  }
}

function nameOf({ names }: MarketWorld, address = ""): Name {
  return assertDefined(names.get(address), "everybody has a name");
}

function sessionOf({ book }: MarketWorld, id = ""): BookSession {
  return assertDefined(book.sessions.get(BigInt(id)), "a known session");
}

function settlementOf({ book }: MarketWorld, id = ""): BookSettlement {
  return assertDefined(book.settlements.get(BigInt(id)), "a known settlement");
}

/** Units of a coin's text, or of a bare number. */
function unitsOf(coin = ""): bigint {
  return BigInt(/^\d+/.exec(coin)?.[0] ?? "0");
}
