import { ClientError, fetchSplitFacts, outgoing, type ChainClient, type TxSender } from "@openledger/client";
import { QueryService as AttributionQuery } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgSettle,
  MsgSettleResponse,
  QueryService as MarketQuery,
  type Offer,
  type Session,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined, type Sha256 } from "@openledger/primitives";
import type { Logger } from "@openledger/telemetry";
import type { SessionBook } from "../session/session-book.ts";
import type { SessionLog } from "../session/session-log.ts";
import { chooseHead, openingsOf, settleMessage, settleUnopenedMessage, type Batch, type BatchLimits } from "./choose-batch.ts";
import type { EarlyOpenings } from "./early-openings.ts";

export interface SettlerOptions {
  readonly client: ChainClient;
  readonly sender: TxSender;
  readonly book: SessionBook;
  readonly sha256: Sha256;
  readonly logger: Logger;
  readonly offerId: bigint;
  /** Signed receipts wait at most this long ... */
  readonly settleAfterMs: number;
  /** ... or until there are this many of them. */
  readonly settleBatch: number;
  readonly early: EarlyOpenings;
}

/** Settles signed receipts in the background. */
export interface Settler {
  /** Settles now whatever is signed; returns the settlements made. */
  settleAll(): Promise<bigint[]>;
  /** Stops after the attempt under way. */
  close(): Promise<void>;
}

const TICK_MS = 250;
const BACKOFF_MIN_MS = 1_000;
const BACKOFF_MAX_MS = 60_000;
// A JSON-RPC body holds 1 MB, and base64 takes four bytes for three.
const TX_BYTES_MAX = 700_000;
// An answer to a demand holds the claims of the whole batch and again those of what it opens.
const ANSWERABLE_BYTES_MAX = TX_BYTES_MAX / 2;

interface Progress {
  /** Receipts settled as the chain last said. */
  settled: number;
  /** When signed receipts were first seen waiting. */
  waitingSinceMs: number | undefined;
  notBeforeMs: number;
  failures: number;
  ended: boolean;
}

/**
 * Before each attempt the chain says how many receipts of the session it has settled; the attempt begins there. So an
 * attempt whose outcome was lost, before or after a restart, is never repeated: the chain refuses any other beginning.
 */
export function startSettler(options: SettlerOptions): Settler {
  const { book, logger } = options;
  const progress = new Map<bigint, Progress>();
  let closed = false;
  let running: Promise<unknown> = Promise.resolve();

  const progressOf = (log: SessionLog): Progress => {
    const known = progress.get(log.sessionId);
    if (known !== undefined) return known;
    const fresh: Progress = { settled: 0, waitingSinceMs: undefined, notBeforeMs: 0, failures: 0, ended: false };
    progress.set(log.sessionId, fresh);
    return fresh;
  };

  const attempt = async (log: SessionLog, state: Progress): Promise<bigint | undefined> => {
    try {
      const settlement = await settleOnce(options, log, state);
      state.failures = 0;
      state.waitingSinceMs = undefined;
      return settlement;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      state.failures++;
      const waitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** (state.failures - 1));
      state.notBeforeMs = performance.now() + waitMs;
      logger.warn({ session: String(log.sessionId), waitMs }, `settling failed, trying again: ${error.message}`);
      return undefined;
    }
  };

  const exclusively = <T>(action: () => Promise<T>): Promise<T> => {
    const turn = running.then(action);
    running = turn.catch((error: unknown) => logger.error({ err: error }, "the settler met a defect"));
    return turn;
  };

  const tick = async (): Promise<void> => {
    for (const log of book.logs()) {
      const state = progressOf(log);
      if (!closed && isDue(options, log, state)) await attempt(log, state);
    }
  };
  const timer = setInterval(() => {
    if (!closed) exclusively(tick).catch(() => undefined);
  }, TICK_MS);

  return {
    settleAll: () =>
      exclusively(async () => {
        const made: bigint[] = [];
        for (const log of book.logs()) {
          const state = progressOf(log);
          for (let id = await attempt(log, state); id !== undefined; id = await attempt(log, state)) made.push(id);
        }
        return made;
      }),
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}

function isDue(options: SettlerOptions, log: SessionLog, state: Progress): boolean {
  const waiting = log.signedSize - state.settled;
  const now = performance.now();
  if (state.ended || waiting <= 0) return false;
  state.waitingSinceMs ??= now;
  if (now < state.notBeforeMs) return false;
  return waiting >= options.settleBatch || now - state.waitingSinceMs >= options.settleAfterMs;
}

async function settleOnce(options: SettlerOptions, log: SessionLog, state: Progress): Promise<bigint | undefined> {
  const { sender, book, logger } = options;
  const session = await book.onChain(log.sessionId);
  if (session === undefined) {
    if (log.signedSize > state.settled && !state.ended) {
      logger.warn({ session: String(log.sessionId) }, "the session has ended; what was not settled in time is lost");
    }
    state.ended = true;
    return undefined;
  }
  state.settled = Number(session.logSize);
  if (log.signedSize <= state.settled) return undefined;
  const message = await messageOf(options, log, session);
  const sent = await sender.send([outgoing(MsgSettle, message)]);
  const { settlementId } = sent.response(MsgSettleResponse);
  const receipts = Math.max(message.openings.length, message.receiptHashes.length);
  state.settled += receipts;
  logger.info({ session: String(session.id), settlement: String(settlementId), receipts, tx: sent.hash }, "settled");
  return settlementId;
}

/** The longest batch that can be settled, with its openings where they may be attached. */
async function messageOf(options: SettlerOptions, log: SessionLog, session: Session): Promise<MsgSettle> {
  const { client, sha256, early } = options;
  const { limits, dataBps } = await settleTerms(client, session);
  const batchOf = (maxBytes: number): Batch => {
    const first = Number(session.logSize);
    const head = chooseHead(log, first, { ...limits, maxBytes });
    if (head === undefined) {
      throw new ClientError("query", "the bond that is free covers no signed batch yet, or a batch passes the chain's limits");
    }
    return { host: session.host, prefix: client.chain.bech32Prefix, first, head };
  };
  if (early.mayOpen(session)) {
    const batch = batchOf(TX_BYTES_MAX);
    if (await early.mayAttach(openingsOf(log, batch))) return settleMessage(sha256, log, batch);
  }
  return settleUnopenedMessage(sha256, log, batchOf(ANSWERABLE_BYTES_MAX), { dataBps, maxOwners: limits.maxOwners });
}

interface SettleTerms {
  readonly limits: Omit<BatchLimits, "maxBytes">;
  readonly dataBps: number;
}

async function settleTerms(client: ChainClient, session: Session): Promise<SettleTerms> {
  const [attribution, market, split, offer] = await Promise.all([
    client.query(AttributionQuery.Params, {}),
    client.query(MarketQuery.Params, {}),
    fetchSplitFacts(client),
    client.query(MarketQuery.Offer, { offerId: session.offerId }),
  ]);
  const limits = assertDefined(attribution.params, "the attribution module has parameters");
  const multiple = BigInt(assertDefined(market.params, "the market has parameters").bondMultiple);
  const maxAmount = coveredBy(assertDefined(offer.offer, "an open session has its offer"), multiple, BigInt(split.dataBps));
  const { maxReceiptsPerSettlement: maxReceipts, maxOwners } = limits;
  return { limits: { maxReceipts, maxOwners, maxAmount }, dataBps: split.dataBps };
}

/** The greatest amount whose data share, times the multiple, the free bond covers. */
function coveredBy(offer: Offer, multiple: bigint, dataBps: bigint): bigint {
  const free = BigInt(offer.bond?.amount ?? "0") - BigInt(offer.bondLocked || "0");
  return multiple === 0n || dataBps === 0n ? (1n << 127n) - 1n : ((free / multiple) * 10_000n) / dataBps;
}

