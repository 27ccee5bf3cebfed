import { ClientError, findDemands, orNotFound, outgoing, type ChainClient, type TxSender } from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgAnswerDemand, QueryService as MarketQuery, type Demand, type Settlement } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import type { Revocations } from "@openledger/served-model";
import type { Logger } from "@openledger/telemetry";
import type { SessionBook } from "../session/session-book.ts";
import type { SessionLog } from "../session/session-log.ts";

export interface DemandAnswererOptions {
  readonly client: ChainClient;
  readonly sender: TxSender;
  readonly book: SessionBook;
  readonly logger: Logger;
  readonly everyMs: number;
  readonly revocations: Pick<Revocations, "isErased" | "refresh">;
}

/** Opens receipts for those who demand them, in the background: a host that does not is void when the response time is over. */
export interface DemandAnswerer {
  /** Stops after the look under way. */
  close(): Promise<void>;
}

const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 30_000;

/**
 * What the chain says is all that is remembered: a demand that it no longer holds is decided, any other is answered, so
 * that a gateway that was killed goes on where it was.
 */
export function startDemandAnswerer(options: DemandAnswererOptions): DemandAnswerer {
  const decided = new Set<bigint>();
  const retries = new Map<bigint, { failures: number; notBeforeMs: number }>();
  const ended = new Set<bigint>();

  const attempt = async (log: SessionLog, demandId: bigint): Promise<void> => {
    const retry = retries.get(demandId) ?? { failures: 0, notBeforeMs: 0 };
    if (performance.now() < retry.notBeforeMs) return;
    try {
      await answerOnce(options, log, demandId);
      decided.add(demandId);
      retries.delete(demandId);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const waitMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** retry.failures);
      retries.set(demandId, { failures: retry.failures + 1, notBeforeMs: performance.now() + waitMs });
      options.logger.warn({ demand: String(demandId), waitMs }, `a demand is not answered, trying again: ${error.message}`);
    }
  };

  const look = async (): Promise<void> => {
    for (const log of options.book.logs()) {
      if (ended.has(log.sessionId)) continue;
      const session = await options.book.onChain(log.sessionId);
      if (session === undefined) ended.add(log.sessionId);
      if ((session?.pendingSettlements ?? 0) === 0) continue;
      for (const { demandId } of await findDemands(options.client, log.sessionId)) {
        if (!decided.has(demandId)) await attempt(log, demandId);
      }
    }
  };

  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = look()
      .catch((error: unknown) => {
        if (error instanceof ClientError) options.logger.warn(`the chain cannot be asked for demands: ${error.message}`);
        else options.logger.error({ err: error }, "the answerer of demands met a defect");
      })
      .finally(() => {
        busy = false;
      });
  }, options.everyMs);
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Answers a demand that the chain still holds. Throws ClientError. */
async function answerOnce(options: DemandAnswererOptions, log: SessionLog, demandId: bigint): Promise<void> {
  const { client, sender, logger, revocations } = options;
  const { demand } = (await orNotFound(client.query(MarketQuery.Demand, { demandId }))) ?? {};
  if (demand === undefined) return;
  const { settlement } = await client.query(MarketQuery.Settlement, { settlementId: demand.settlementId });
  await revocations.refresh();
  const pending = assertDefined(settlement, "a demand is about a pending settlement");
  const message = answerMessage(log, demand, pending, { host: sender.address, revocations });
  const sent = await sender.send([outgoing(MsgAnswerDemand, message)]);
  logger.info({ demand: String(demandId), receipts: demand.receipts.length, tx: sent.hash }, "answered a demand");
}

function answerMessage(
  log: SessionLog,
  demand: Demand,
  settlement: Settlement,
  { host, revocations }: { readonly host: string; readonly revocations: Pick<Revocations, "isErased"> },
): MsgAnswerDemand {
  const first = Number(settlement.firstIndex);
  const claims = Array.from({ length: settlement.receiptCount }, (_, i) => {
    const { receipt, claim } = log.opening(first + i);
    return { receipt, claim };
  });
  const openings = demand.receipts.map((index) => {
    const opening = log.opening(Number(index));
    // Erased rows may not go on the chain: the receipt stands alone for them.
    const isGone = opening.contributions.some(({ leaf }) => leaf !== undefined && revocations.isErased(leaf));
    return isGone ? ReceiptOpening.create({ receipt: opening.receipt }) : opening;
  });
  return MsgAnswerDemand.create({ host, demandId: demand.id, claims, openings });
}
