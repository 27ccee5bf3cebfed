import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  allSessions,
  ClientError,
  fetchSessionFacts,
  outgoing,
  type ChatRequest,
  type ReceiptFile,
} from "@openledger/client";
import {
  MsgCloseSession,
  MsgOpenSession,
  MsgOpenSessionResponse,
  QueryService as MarketQuery,
  SessionState,
  type Offer,
  type Session,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { askAgain } from "./ask-again.ts";
import { capReached, type BuyerOptions } from "./buyer-options.ts";
import { createBuyerSession, type BuyerSession, type TextListener } from "./buyer-session.ts";
import { openCallLog, type CallLog } from "./call-log.ts";
import { BuyerError } from "./errors.ts";
import { chainRefusal, explainFreeze, isFrozenVersion } from "./frozen-version.ts";
import { isBusy, isHostFault, type Place } from "./places.ts";
import { createRelay, type Relay } from "./relay.ts";
import { privacyOf, sessionTerms } from "./session-terms.ts";

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
  /** Resolves when the receipts of all answers so far are on the shelf. */
  filed(): Promise<void>;
  /** Settles when what goes to the chain by itself is there. */
  close(): Promise<void>;
}

// A session that ends sooner is not begun with: its receipts have to be settled in time.
const MARGIN_NANOS = 30_000_000_000n;
const LOOK_MS = 2_000;

export function createBuyer(options: BuyerOptions): Buyer {
  const logs = openLogs(options);
  /** Sessions whose escrow has no room for the next answer. */
  const exhausted = new Set<bigint>();
  /** Sessions of this run: one that is left may still have receipts to file and a head to post. */
  const sessions = new Set<BuyerSession>();
  let current: BuyerSession | undefined;
  let lookedMs = 0;
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
    if (current !== undefined && isUsable(current)) {
      lookAgain(current);
      return current;
    }
    current = undefined;
    const { offer } = await options.client.query(MarketQuery.Offer, { offerId: place.offerId });
    const found = assertDefined(offer, "the chain answers with the offer or an error");
    const mine = await ownSessions(options, place);
    // A crash may have come between the opening and its note.
    for (const { id } of mine) if (logOf(id).openingFee === undefined) logOf(id).noteOpened(BigInt(found.openingFee));
    const left = mine.filter(({ id }) => !exhausted.has(id));
    current = (await resume(options, place, found, left, logOf)) ?? (await openSession(options, place, found, logOf, spent()));
    sessions.add(current);
    void options.cited.warm(current.facts);
    lookedMs = performance.now();
    return current;
  };
  /** Whether the session was closed elsewhere. No call waits for the chain to say so: the host refuses such calls anyway. */
  const lookAgain = (session: BuyerSession): void => {
    if (performance.now() - lookedMs < LOOK_MS) return;
    lookedMs = performance.now();
    options.client.query(MarketQuery.Session, { sessionId: session.log.sessionId }).then(
      ({ session: chain }) => {
        if (current === session && (chain === undefined || !isOpen(chain))) current = undefined;
      },
      () => undefined,
    );
  };

  const askOnce = async (place: Place, relay: Relay): Promise<ReceiptFile> => {
    try {
      const session = await usable(place);
      if (spent() >= options.cap.amount) throw capReached(options, spent());
      return await session.ask(relay.request(), relay.listener());
    } catch (error) {
      if (error instanceof ClientError) throw chainRefusal(error);
      throw error;
    }
  };

  const leave = (hostCode: string): void => {
    const isUsedUp = hostCode === "escrow_exhausted" || hostCode === "session_outdated";
    if (isUsedUp && current !== undefined) giveUp(current.log.sessionId);
    current = undefined;
  };
  /** What its signed receipts do not pay comes back. */
  const end = (sessionId: bigint): void => {
    exhausted.add(sessionId);
    closing = closing.then(() => closeSession(options, sessionId));
  };
  /** Only where money is shared among hosts, another one waits for what this one does not earn. */
  const giveUp = (sessionId: bigint): void => {
    if (options.places.hasOthers) end(sessionId);
    else exhausted.add(sessionId);
  };

  const askAnywhere = async (relay: Relay): Promise<ReceiptFile> => {
    for (let attempt = 1; ; attempt++) {
      const place = await options.places.pick();
      try {
        return await askAgain((again) => askOnce(place, again), relay, leave);
      } catch (error) {
        if (!(error instanceof BuyerError)) throw error;
        if (isFrozenVersion(error)) {
          if (current !== undefined) end(current.log.sessionId);
          current = undefined;
          // The words of one version do not go on with those of another.
          const isFree = !relay.isGone && relay.delivered === "";
          if (isFree && (await options.places.blame(place, error, attempt))) continue;
          throw await explainFreeze(options.client, place.offerId, error);
        }
        if (relay.isGone || !isHostFault(error)) throw error;
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
    async filed() {
      for (const session of sessions) await session.filed();
    },
    async close() {
      await closing;
      await Promise.allSettled([...sessions].map((session) => session.finished()));
      for (const session of sessions) session.stop();
      for (const log of logs.values()) log.close();
    },
  };
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
  offer: Offer,
  sessions: readonly Session[],
  logOf: (sessionId: bigint) => CallLog,
): Promise<BuyerSession | undefined> {
  for (const session of sessions.toReversed()) {
    const bought = await sessionOf(options, place, session, offer, logOf(session.id));
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

async function sessionOf(
  options: BuyerOptions,
  { host }: Place,
  session: Session,
  offer: Offer,
  log: CallLog,
): Promise<BuyerSession> {
  const { client, crypto, keys, shelf, cited } = options;
  const facts = await fetchSessionFacts(client, session.id);
  const key = assertDefined(keys.find(session.sessionKey), "own sessions have their key here");
  const { unsignedCalls } = offer;
  return createBuyerSession({ client, crypto, host, cited, facts, key, log, shelf, chain: session, unsignedCalls });
}

async function openSession(
  options: BuyerOptions,
  place: Place,
  offer: Offer,
  logOf: (sessionId: bigint) => CallLog,
  spent: bigint,
): Promise<BuyerSession> {
  const { client, sender, keys, logger } = options;
  const terms = await sessionTerms(options, offer, logOf, spent);
  const message = { buyer: sender.address, offerId: offer.id, sessionKey: keys.fresh().publicKey, ...terms };
  const sent = await sender.send([outgoing(MsgOpenSession, message)]);
  const { sessionId } = sent.response(MsgOpenSessionResponse);
  logOf(sessionId).noteOpened(BigInt(offer.openingFee));
  const { denom = "", amount = "" } = terms.escrow ?? {};
  logger.info({ session: String(sessionId), escrow: `${amount}${denom}`, tx: sent.hash }, "opened a session");
  const { session } = await client.query(MarketQuery.Session, { sessionId });
  return sessionOf(options, place, assertDefined(session, "a session that was just opened is in state"), offer, logOf(sessionId));
}

function isUsable({ log, chain }: BuyerSession): boolean {
  return !log.isRefused && isOpen(chain) && BigInt(chain.escrow?.amount ?? "0") > log.total;
}

function isOpen({ state, expiresTime }: Session): boolean {
  return state === SessionState.SESSION_STATE_OPEN && BigInt(Date.now()) * 1_000_000n + MARGIN_NANOS < expiresTime;
}
