import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  allSessions,
  ClientError,
  createCitedFacts,
  fetchSessionFacts,
  outgoing,
  type ChainClient,
  type ChatRequest,
  type ReceiptFile,
  type TxSender,
} from "@openledger/client";
import {
  MsgCloseSession,
  MsgOpenSession,
  MsgOpenSessionResponse,
  QueryService as MarketQuery,
  SessionState,
  Visibility,
  type Offer,
  type Price,
  type Session,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined, type Crypto } from "@openledger/primitives";
import type { Logger } from "@openledger/telemetry";
import { createBuyerSession, type BuyerSession, type TextListener } from "./buyer-session.ts";
import { openCallLog, type CallLog } from "./call-log.ts";
import { BuyerError } from "./errors.ts";
import { isBusy, isHostFault, type Place, type Places } from "./places.ts";
import type { ReceiptShelf } from "./receipt-shelf.ts";
import { createRelay, type Relay } from "./relay.ts";
import type { SessionKeys } from "./session-keys.ts";

export interface BuyerOptions {
  readonly client: ChainClient;
  readonly sender: TxSender;
  readonly crypto: Crypto;
  readonly places: Places;
  readonly keys: SessionKeys;
  readonly shelf: ReceiptShelf;
  readonly logger: Logger;
  /** Folder of call logs. */
  readonly folder: string;
  /** The most that answers and opening fees may cost together, over all sessions of this home. */
  readonly cap: { readonly denom: string; readonly amount: bigint };
  readonly durationSeconds: bigint;
  /** Opens private sessions with these auditors; public ones when absent. */
  readonly auditors?: readonly string[];
}

/** Buys answers: opens sessions, asks, verifies, signs, and never spends above its cap. */
export interface Buyer {
  /**
   * Asks in the open session, or opens one; another host is asked when one fails. The listener is given the text of
   * external models as it comes, unverified. Throws {@link BuyerError}.
   */
  ask(request: ChatRequest, listener?: TextListener): Promise<ReceiptFile>;
  /** What was spent, in units of the cap's denom: verified receipts of all sessions, and opening fees. */
  readonly spent: bigint;
  /** The session in use, if one is open. */
  readonly sessionId: bigint | undefined;
  /** Settles when what goes to the chain by itself is there. */
  close(): Promise<void>;
}

// A session that ends sooner is not begun with: its receipts have to be settled in time.
const MARGIN_NANOS = 30_000_000_000n;

export function createBuyer(options: BuyerOptions): Buyer {
  const logs = openLogs(options);
  /** Sessions whose escrow has no room for the next answer. */
  const exhausted = new Set<bigint>();
  let current: BuyerSession | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> = Promise.resolve();

  const spent = (): bigint => {
    let sum = 0n;
    for (const log of logs.values()) sum += log.total + (log.openingFee ?? 0n);
    return sum;
  };
  const logOf = (sessionId: bigint): CallLog => {
    const known = logs.get(sessionId);
    if (known !== undefined) return known;
    const log = openLog(options, sessionId);
    logs.set(sessionId, log);
    return log;
  };

  const usable = async (place: Place): Promise<BuyerSession> => {
    if (current?.facts.offer.id !== place.offerId.toString()) current = undefined;
    if (current !== undefined && (await isUsable(options, current))) return current;
    current = undefined;
    const { offer } = await options.client.query(MarketQuery.Offer, { offerId: place.offerId });
    const found = assertDefined(offer, "the chain answers with the offer or an error");
    const mine = await ownSessions(options, place);
    // A crash may have come between the opening and its note.
    for (const { id } of mine) if (logOf(id).openingFee === undefined) logOf(id).noteOpened(BigInt(found.openingFee));
    const left = mine.filter(({ id }) => !exhausted.has(id));
    current = (await resume(options, place, left, logOf)) ?? (await openSession(options, place, found, logOf, spent()));
    return current;
  };

  const askOnce = async (place: Place, relay: Relay): Promise<ReceiptFile> => {
    try {
      const session = await usable(place);
      if (spent() >= options.cap.amount) throw capReached(options, spent());
      return await session.ask(relay.request(), relay.listener());
    } catch (error) {
      if (error instanceof ClientError) throw new BuyerError(502, "chain_unreachable", error.message);
      throw error;
    }
  };

  const leave = (hostCode: string): void => {
    const isUsedUp = hostCode === "escrow_exhausted" || hostCode === "session_outdated";
    if (isUsedUp && current !== undefined) giveUp(current.log.sessionId);
    current = undefined;
  };
  /** Where money is shared among hosts, what one of them does not earn any more comes back. */
  const giveUp = (sessionId: bigint): void => {
    exhausted.add(sessionId);
    if (options.places.hasOthers) closing = closing.then(() => closeSession(options, sessionId));
  };

  const askAnywhere = async (relay: Relay): Promise<ReceiptFile> => {
    for (let attempt = 1; ; attempt++) {
      const place = await options.places.pick();
      try {
        return await askAgain((again) => askOnce(place, again), relay, leave);
      } catch (error) {
        if (relay.isGone || !(error instanceof BuyerError) || !isHostFault(error)) throw error;
        // What was read of a refused answer cannot be taken back, so no other one follows it.
        const isSpoiled = error.code === "receipt_refused" && relay.delivered !== "";
        if (isSpoiled || !(await options.places.blame(place, error, attempt))) throw error;
        if (!isBusy(error) && current !== undefined) giveUp(current.log.sessionId);
        if (!isBusy(error)) current = undefined;
      }
    }
  };

  return {
    ask(request, listener) {
      const turn = last.then(() => askAnywhere(createRelay(request, listener)));
      last = turn.catch(() => undefined);
      return turn;
    },
    get spent() {
      return spent();
    },
    get sessionId() {
      return current?.log.sessionId;
    },
    async close() {
      await closing;
      for (const log of logs.values()) log.close();
    },
  };
}

const LEAVE_CODES: readonly string[] = [
  ...["session_closed", "session_unknown", "session_lost", "unsigned_receipts", "escrow_exhausted"],
  "session_outdated",
];

/** The host may have closed or lost the session, used up its escrow, or miss a head: once more with what is true by then. */
async function askAgain(
  ask: (relay: Relay) => Promise<ReceiptFile>,
  relay: Relay,
  leaveSession: (hostCode: string) => void,
): Promise<ReceiptFile> {
  try {
    return await ask(relay);
  } catch (error) {
    const hostCode = error instanceof BuyerError ? error.hostCode : undefined;
    if (hostCode === undefined || !LEAVE_CODES.includes(hostCode)) throw error;
    leaveSession(hostCode);
    return ask(relay);
  }
}

/** What the host has signed heads for is settled all the same; the rest of the escrow returns without asking. */
async function closeSession({ sender, logger }: BuyerOptions, sessionId: bigint): Promise<void> {
  try {
    const sent = await sender.send([outgoing(MsgCloseSession, { buyer: sender.address, sessionId })]);
    logger.info({ session: String(sessionId), tx: sent.hash }, "closed a session: what it does not pay returns");
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    logger.warn({ session: String(sessionId) }, `a session could not be closed and ends when it expires: ${error.message}`);
  }
}

function openLogs(options: BuyerOptions): Map<bigint, CallLog> {
  const names = readdirSync(options.folder).filter((name) => /^\d{1,20}\.log$/.test(name));
  return new Map(names.map((name) => BigInt(name.slice(0, -4))).map((id) => [id, openLog(options, id)]));
}

function openLog({ folder, client, crypto }: BuyerOptions, sessionId: bigint): CallLog {
  return openCallLog(join(folder, `${sessionId}.log`), { sha256: crypto.sha256, chainId: client.chainId, sessionId });
}

function privacyOf({ auditors }: BuyerOptions): { readonly visibility: Visibility; readonly auditors: string[] } {
  if (auditors === undefined) return { visibility: Visibility.VISIBILITY_PUBLIC, auditors: [] };
  return { visibility: Visibility.VISIBILITY_PRIVATE, auditors: [...auditors] };
}

async function ownSessions(options: BuyerOptions, { offerId }: Place): Promise<Session[]> {
  const { client, sender, keys } = options;
  const all = await allSessions(client);
  const wanted = privacyOf(options);
  return all.filter(
    (session) =>
      session.buyer === sender.address &&
      session.offerId === offerId &&
      keys.find(session.sessionKey) !== undefined &&
      session.visibility === wanted.visibility &&
      session.auditors.length === wanted.auditors.length &&
      session.auditors.every((auditor) => wanted.auditors.includes(auditor)),
  );
}

/** The newest session that still takes calls, after whatever was missed in it is known. */
async function resume(
  options: BuyerOptions,
  place: Place,
  sessions: readonly Session[],
  logOf: (sessionId: bigint) => CallLog,
): Promise<BuyerSession | undefined> {
  for (const session of sessions.toReversed()) {
    const bought = await sessionOf(options, place, session, logOf(session.id));
    if (!isOpen(session) || bought.log.isRefused) continue;
    if (BigInt(session.escrow?.amount ?? "0") <= bought.log.total) continue;
    try {
      await bought.recover();
      return bought;
    } catch (error) {
      if (!(error instanceof BuyerError) || error.code === "host_unreachable") throw error;
      options.logger.warn({ session: String(session.id) }, `the session is left: ${error.message}`);
    }
  }
  return undefined;
}

async function sessionOf(options: BuyerOptions, { host }: Place, session: Session, log: CallLog): Promise<BuyerSession> {
  const { client, crypto, keys, shelf } = options;
  const facts = await fetchSessionFacts(client, session.id);
  const key = assertDefined(keys.find(session.sessionKey), "own sessions have their key here");
  return createBuyerSession({ client, crypto, host, cited: createCitedFacts(client), facts, key, log, shelf });
}

async function openSession(
  options: BuyerOptions,
  place: Place,
  offer: Offer,
  logOf: (sessionId: bigint) => CallLog,
  spent: bigint,
): Promise<BuyerSession> {
  const { client, sender, keys, cap, logger } = options;
  const price = assertDefined(offer.price, "an offer has a price");
  if (price.denom !== cap.denom) {
    throw new BuyerError(402, "spending_cap", `the offer is priced in ${price.denom}, and --max allows ${cap.denom} only`);
  }
  const fee = BigInt(offer.openingFee);
  const escrow = (options.places.hasOthers ? await sharedEscrow(options, price, logOf, spent) : cap.amount - spent) - fee;
  if (escrow < BigInt(price.perCall)) throw capReached(options, spent);
  const message = {
    buyer: sender.address,
    offerId: offer.id,
    escrow: { denom: cap.denom, amount: escrow.toString() },
    sessionKey: keys.fresh().publicKey,
    ...privacyOf(options),
    durationSeconds: await duration(options),
  };
  const sent = await sender.send([outgoing(MsgOpenSession, message)]);
  const { sessionId } = sent.response(MsgOpenSessionResponse);
  logOf(sessionId).noteOpened(fee);
  logger.info({ session: String(sessionId), escrow: `${escrow}${cap.denom}`, tx: sent.hash }, "opened a session");
  const { session } = await client.query(MarketQuery.Session, { sessionId });
  return sessionOf(options, place, assertDefined(session, "a session that was just opened is in state"), logOf(sessionId));
}

/** Answers that a session should have room for before half of the money is kept for another host. */
const ROOM_CALLS = 20n;

/**
 * Escrow and opening fee of a session beside others: half of what is neither spent nor held by sessions that have not ended
 * yet, or all of it when half is little. So spent and held money together never pass the cap.
 */
async function sharedEscrow(
  { client, sender, keys, cap }: BuyerOptions,
  price: Price,
  logOf: (sessionId: bigint) => CallLog,
  spent: bigint,
): Promise<bigint> {
  let free = cap.amount - spent;
  for (const session of await allSessions(client)) {
    if (session.buyer !== sender.address || keys.find(session.sessionKey) === undefined) continue;
    if (session.escrow?.denom === cap.denom) free -= BigInt(session.escrow.amount) - logOf(session.id).total;
  }
  const room = ROOM_CALLS * (BigInt(price.perCall) + BigInt(price.per1kInput || "0") + BigInt(price.per1kOutput || "0"));
  return free / 2n >= room ? free / 2n : free;
}

async function duration({ client, durationSeconds }: BuyerOptions): Promise<bigint> {
  const { params } = await client.query(MarketQuery.Params, {});
  const most = params?.maxSessionSeconds ?? durationSeconds;
  return durationSeconds < most ? durationSeconds : most;
}

async function isUsable({ client }: BuyerOptions, bought: BuyerSession): Promise<boolean> {
  if (bought.log.isRefused) return false;
  const { session } = await client.query(MarketQuery.Session, { sessionId: bought.log.sessionId });
  return session !== undefined && isOpen(session) && BigInt(session.escrow?.amount ?? "0") > bought.log.total;
}

function isOpen({ state, expiresTime }: Session): boolean {
  return state === SessionState.SESSION_STATE_OPEN && BigInt(Date.now()) * 1_000_000n + MARGIN_NANOS < expiresTime;
}

function capReached({ cap }: BuyerOptions, spent: bigint): BuyerError {
  const sums = `${spent} of ${cap.amount} ${cap.denom} are spent`;
  return new BuyerError(402, "spending_cap", `${sums}, which leaves too little for an answer; start again with a larger --max`);
}
