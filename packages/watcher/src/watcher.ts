import { randomInt } from "node:crypto";
import { join } from "node:path";
import {
  allSessions,
  ClientError,
  orNotFound,
  outgoing,
  type BlobClient,
  type ChainClient,
  type TxSender,
} from "@openledger/client";
import { lockDataFolder } from "@openledger/kv";
import {
  MsgDemand,
  QueryService as MarketQuery,
  type MsgCounterexample,
  type Params,
  type Session,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { OperationalError } from "@openledger/ports";
import { assertDefined, type Sha256 } from "@openledger/primitives";
import { createRevocations, sessionView } from "@openledger/served-model";
import type { Logger } from "@openledger/telemetry";
import { isReceiptAlone } from "./erased-rows.ts";
import { fileCounterexample } from "./file-counterexample.ts";
import { openJournal, type Journal } from "./journal.ts";
import { judgeReceipt, type Bench, type Finding } from "./judge-receipt.ts";
import { mayDemand, wasAnswered } from "./may-demand.ts";
import { settlementIds, shownBatch, type ShownBatch } from "./read-settlements.ts";
import { settleAccounts } from "./settle-accounts.ts";
import { watchedModels } from "./watched-models.ts";

export interface WatcherOptions {
  readonly client: ChainClient;
  readonly blobs: BlobClient;
  readonly sha256: Sha256;
  /** Signs demands and counter-examples, and holds the bonds. */
  readonly sender: TxSender;
  /** Holds the journal of what was challenged; one watcher at a time. */
  readonly folder: string;
  /** Units of the base denom that may be in bonds or lost at one time. */
  readonly budget: bigint;
  readonly logger: Logger;
  /** Pause between looks, 1,000 ms by default. */
  readonly everyMs?: number;
  /** Settlements examined in one look, 4 by default. */
  readonly settlementsPerLook?: number;
  /** Receipts judged of one settlement, 8 by default, chosen at random. */
  readonly receiptsPerSettlement?: number;
  /** Receipts demanded of one settlement without openings, 2 by default. */
  readonly demandedReceipts?: number;
  /** Models of more tokens are not watched, 50 million by default. */
  readonly manifestTokensMax?: bigint;
}

export interface WatcherReport {
  readonly examined: number;
  readonly demanded: number;
  readonly challenged: number;
  /** Settlements that differ from what was computed here without evidence that the chain takes. */
  readonly unproved: readonly { readonly settlement: bigint; readonly receipt: bigint; readonly why: string }[];
  /** Units of the base denom that are gone to hosts, and those that are gone or in bonds. */
  readonly lost: bigint;
  readonly committed: bigint;
  /** Rewards by denom. */
  readonly earned: ReadonlyMap<string, bigint>;
}

export interface Watcher {
  /** Looks once, now. Throws ClientError when the node does not answer. */
  look(): Promise<void>;
  report(): WatcherReport;
  close(): Promise<void>;
}

// The bond of an answered demand is the host's: no host may live off one watcher.
const HOST_SHARE = 4n;
const DEFER_MS = 5_000;

interface State {
  readonly options: WatcherOptions;
  readonly journal: Journal;
  readonly models: ReturnType<typeof watchedModels>;
  readonly revocations: ReturnType<typeof createRevocations>;
  readonly examined: Set<bigint>;
  /** When settlements that could not be examined are looked at again, on the clock of performance.now(). */
  readonly deferred: Map<bigint, number>;
  readonly unproved: { settlement: bigint; receipt: bigint; why: string }[];
}

/**
 * Follows all sessions: whatever was settled is answered and attributed again, and challenged where it lies. Receipts of
 * private sessions are demanded only where the sender's account is the buyer or a named auditor.
 */
export function startWatcher(options: WatcherOptions): Watcher {
  const folder = lockDataFolder(options.folder);
  const journal = openJournal(join(folder.path, "challenges.log"));
  const models = watchedModels(options, options.manifestTokensMax ?? 50_000_000n);
  const revocations = createRevocations({
    client: options.client,
    isServed: () => true,
    onErased: (contributions) => models.forget(contributions),
  });
  const state: State = {
    ...{ options, journal, models, revocations },
    ...{ examined: new Set(), deferred: new Map(), unproved: [] },
  };
  let running: Promise<void> | undefined;
  const look = (): Promise<void> => {
    running ??= lookOnce(state).finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(() => {
    if (running === undefined) look().catch((error: unknown) => options.logger.warn({ err: error }, "this look failed, looking again"));
  }, options.everyMs ?? 1_000);
  return {
    look,
    report: () => reportOf(state),
    async close() {
      clearInterval(timer);
      await running?.catch(() => undefined);
      models.close();
      journal.close();
      folder.release();
    },
  };
}

function reportOf({ journal, examined, unproved }: State): WatcherReport {
  const count = (type: string): number => journal.entries.filter((entry) => entry.type === type).length;
  return {
    ...{ examined: examined.size, demanded: count("demand"), challenged: count("counter"), unproved: [...unproved] },
    ...{ lost: journal.lost, committed: journal.committed, earned: journal.earned() },
  };
}

async function lookOnce(state: State): Promise<void> {
  const { client, sender, settlementsPerLook = 4 } = state.options;
  await settleAccounts(client, state.journal, sender.address);
  const market = assertDefined((await client.query(MarketQuery.Params, {})).params, "the market has parameters");
  // The greatest amounts first: small settlements cannot keep the watcher from them.
  const pending = await pendingSettlements(state);
  for (const { session, settlement } of pending.slice(0, settlementsPerLook)) {
    // What cannot be finished now leaves its turn to the others.
    state.deferred.set(settlement.id, performance.now() + DEFER_MS);
    try {
      await examine(state, market, session, settlement);
    } catch (error) {
      if (!(error instanceof ClientError || error instanceof OperationalError)) throw error;
      state.options.logger.warn({ settlement: String(settlement.id) }, `not examined: ${error.message}`);
    }
  }
}

interface PendingSettlement {
  readonly session: Session;
  readonly settlement: Settlement;
}

async function pendingSettlements({ options, examined, deferred, journal }: State): Promise<PendingSettlement[]> {
  const { client, sender } = options;
  const found: PendingSettlement[] = [];
  for (const session of await allSessions(client)) {
    if (session.pendingSettlements === 0) continue;
    for (const settlementId of await settlementIds(client, session.id)) {
      const isLater = (deferred.get(settlementId) ?? 0) > performance.now();
      const isDone = journal.counterOf(settlementId) !== undefined || journal.hasEnded("counter-ended", settlementId);
      if (isLater || isDone || examined.has(settlementId)) continue;
      const { settlement } = (await orNotFound(client.query(MarketQuery.Settlement, { settlementId }))) ?? {};
      if (settlement === undefined) examined.add(settlementId);
      // What a private session's buyer or auditor had opened stands on the chain for everybody.
      else if (!mayDemand(session, sender.address) && !wasAnswered(settlement)) continue;
      else if (!waitsForAnswer(journal, settlement)) found.push({ session, settlement });
    }
  }
  const amountOf = ({ settlement }: PendingSettlement): bigint => BigInt(settlement.amount?.amount ?? "0");
  return found.sort((a, b) => (amountOf(a) > amountOf(b) ? -1 : 1));
}

function waitsForAnswer(journal: Journal, settlement: Settlement): boolean {
  return journal.demandOf(settlement.id) !== undefined && settlement.openDemands.length > 0;
}

async function examine(state: State, market: Params, session: Session, settlement: Settlement): Promise<void> {
  const { options, examined } = state;
  const fields = { settlement: String(settlement.id) };
  const batch = await shownBatch(options.client, settlement);
  const isShown = batch !== undefined && !batch.openings.every(isReceiptAlone);
  if (!isShown && hasMoreToDemand(state, session, settlement)) return demand(state, market, settlement, session.host);
  if (batch === undefined) return;
  examined.add(settlement.id);
  if (!isShown) {
    options.logger.info(fields, "what was demanded quotes rows that were erased since, so only receipts were shown");
    return;
  }
  const bench = await benchFor(state, session).catch((error: unknown) => {
    if (error instanceof ClientError && error.code === "erased") return undefined;
    examined.delete(settlement.id);
    throw error;
  });
  if (bench === undefined) {
    options.logger.info(fields, "rows of its model were erased, so nobody can answer again");
    return;
  }
  const finding = await firstFinding(state, bench, settlement, batch);
  if (finding === undefined) return;
  const bond = BigInt(market.counterexampleBond);
  if (state.journal.committed + bond > options.budget) {
    examined.delete(settlement.id);
    options.logger.warn(fields, "it lies, and the budget covers no counter-example");
    return;
  }
  await fileCounterexample({ ...options, journal: state.journal, revocations: state.revocations }, settlement, finding, bond);
}

/** False when this watcher demanded before, may not, or nothing is left that nobody has demanded. */
function hasMoreToDemand({ journal, options }: State, session: Session, settlement: Settlement): boolean {
  const isLeft = settlement.demandedReceipts.length < settlement.receiptCount;
  return isLeft && mayDemand(session, options.sender.address) && journal.demandOf(settlement.id) === undefined;
}

async function benchFor({ options, models, revocations }: State, session: Session): Promise<Bench> {
  const served = await models.of(session);
  await revocations.upTo(session.openedHeight);
  await revocations.refresh();
  return {
    sha256: options.sha256,
    served,
    view: sessionView(served, revocations, session.openedHeight),
    revocationOf(ref) {
      const { whole, rows } = revocations.revocationOf(ref, session.openedHeight);
      return { revoked: whole, revokedRows: rows };
    },
    isCommons: served.isCommons,
    isErased: (ref) => revocations.isErased(ref),
  };
}

/** The first counter-example against receipts chosen at random, a voiding one before a correcting one. */
async function firstFinding(
  state: State,
  bench: Bench,
  settlement: Settlement,
  batch: ShownBatch,
): Promise<MsgCounterexample | undefined> {
  const { sender, receiptsPerSettlement = 8 } = state.options;
  let correcting: MsgCounterexample | undefined;
  const shown = batch.openings.filter((opening) => !isReceiptAlone(opening));
  for (const opening of someOf(shown, receiptsPerSettlement)) {
    // Another call of the process has its turn between two receipts.
    await new Promise((resolve) => setImmediate(resolve));
    const finding: Finding | undefined = judgeReceipt(bench, settlement, batch, opening, sender.address);
    if (finding === undefined) continue;
    const receipt = opening.receipt?.index ?? 0n;
    if (finding.expected === "nothing") state.unproved.push({ settlement: settlement.id, receipt, why: finding.why });
    else if (finding.expected === "void") return finding.message;
    else if (!settlement.corrections.some((one) => one.receipt === receipt)) correcting ??= finding.message;
  }
  return correcting;
}

async function demand(state: State, market: Params, settlement: Settlement, host: string): Promise<void> {
  const { journal, options } = state;
  const { firstIndex, receiptCount } = settlement;
  const all = Array.from({ length: receiptCount }, (_, i) => firstIndex + BigInt(i));
  const free = all.filter((index) => !settlement.demandedReceipts.includes(index));
  const receipts = someOf(free, options.demandedReceipts ?? 2).sort((a, b) => (a < b ? -1 : 1));
  const bond = BigInt(market.demandBond) * BigInt(receipts.length);
  const isCovered =
    journal.committed + bond <= options.budget && paidTo(journal, host) + bond <= options.budget / HOST_SHARE;
  if (receipts.length === 0 || !isCovered) return;
  const id = settlement.id.toString();
  journal.note({ type: "demand", settlement: id, host, receipts: receipts.map(String), bond: bond.toString() });
  const message = { challenger: options.sender.address, settlementId: settlement.id, receipts };
  const sent = await options.sender.send([outgoing(MsgDemand, message)]);
  options.logger.info({ settlement: id, receipts: receipts.length, tx: sent.hash }, "demanded openings");
}

/** Bonds of demands to one host that are out or lost. */
function paidTo(journal: Journal, host: string): bigint {
  let sum = 0n;
  for (const entry of journal.entries) {
    if (entry.type !== "demand" || entry.host !== host) continue;
    const ended = journal.entries.find((one) => one.type === "demand-ended" && one.settlement === entry.settlement);
    sum += BigInt(ended?.type === "demand-ended" ? ended.cost : entry.bond);
  }
  return sum;
}

/** At most `count` of them, chosen evenly. */
function someOf<T>(items: readonly T[], count: number): T[] {
  const left = [...items];
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(randomInt(left.length), 1));
  return chosen;
}
