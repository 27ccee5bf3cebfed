import { receiptHash } from "@openledger/attribution";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgAnswerDemand, MsgCounterexample, MsgDemand, MsgSettle, QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { assertDefined, toHex, type Crypto } from "@openledger/primitives";
import { settleMessage } from "../simulation/answering.ts";
import { eventsOf } from "../simulation/auditor.ts";
import { contradictionOf, judge, pendingSettlement, stated } from "./game-watcher.ts";
import { gameSource, makeCall, openCall, signedOpening, type GameCall } from "./game-host.ts";
import { GAME_DENOM, HOST_BOND, openGameWorld, refreshed, type GameWorld } from "./game-world.ts";
import { otherWork } from "../chain/other-work.ts";
import { griefHost, GRIEFS } from "./grief-host.ts";
import { PLAYS, type Play } from "./plays.ts";

const GAMES_PER_CHAIN = 25;
const KINDS = ["ngram", "retrieval"] as const;
const BLOCKS_MAX = 16;

/** How one game ended. */
export interface GameResult {
  readonly play: string;
  readonly shape: "openings" | "hashes";
  readonly isLie: boolean;
  /** What the chain decided in the end. */
  readonly outcome: "refused" | "voided" | "corrected" | "final" | "open";
  /** Code of the refusal or reason of the void, empty else. */
  readonly why: string;
}

export interface GamesReport {
  readonly games: number;
  readonly lies: number;
  /** Lies that were refused at settlement, and those that a challenge voided. */
  readonly refused: number;
  readonly voided: number;
  /** Honest games that were paid, some of them corrected, and false challenges that they stood. */
  readonly paid: number;
  readonly corrected: number;
  readonly griefs: number;
  /** By play: how often each was tried as a lie and how it was caught. */
  readonly plays: Readonly<Record<string, { readonly lies: number; readonly caughtBy: Readonly<Record<string, number>> }>>;
  /** What must not be: uncaught lies, slashed honest hosts, units made or lost, broken invariants. Empty when all is well. */
  readonly failures: readonly string[];
}

export interface GamesOptions {
  readonly crypto: Crypto;
  readonly seed: string;
  readonly games: number;
  onGame?(done: number, result: GameResult): void;
}

/** Random games: a host plays, whoever watches judges, griefers try honest hosts; everything follows from the seed. */
export async function playGames({ crypto, seed, games, onGame }: GamesOptions): Promise<GamesReport> {
  const results: GameResult[] = [];
  const failures: string[] = [];
  let griefs = 0;
  for (let first = 0; first < games; first += GAMES_PER_CHAIN) {
    let world = openGameWorld(crypto, `${seed}/chain ${first}`, KINDS[(first / GAMES_PER_CHAIN) % 2] ?? "ngram");
    const before = suppliesOf(world);
    const ledger = { slashed: 0n };
    for (let game = first; game < Math.min(games, first + GAMES_PER_CHAIN); game++) {
      world = refreshed(world);
      const played = playOne(world, ledger);
      griefs += played.griefs;
      results.push(played.result);
      if (!endsRight(played.result)) failures.push(`game ${game}: ${JSON.stringify(played.result)}`);
      onGame?.(game + 1, played.result);
      await otherWork();
    }
    failures.push(...faultsOf(refreshed(world), before, ledger).map((fault) => `games from ${first}: ${fault}`));
  }
  return { ...tally(results), griefs, failures };
}

function endsRight({ isLie, outcome, play }: GameResult): boolean {
  if (isLie) return outcome === "refused" || outcome === "voided";
  return outcome === "final" || (outcome === "corrected" && PLAYS.some(({ name, isForgivable }) => name === play && isForgivable === true));
}

interface Ledger {
  slashed: bigint;
}

function playOne(world: GameWorld, ledger: Ledger): { readonly result: GameResult; readonly griefs: number } {
  const play = world.random.chance(25) ? PLAYS[0] : world.random.pick(PLAYS);
  const shape = play.isSilent === true || world.random.chance(50) ? "hashes" : "openings";
  const call = makeCall(world);
  const honest = signedOpening(world, openCall(world, call, gameSource(world)));
  const opening = play.answer?.(world, call) ?? honest;
  const differs = hashOf(world, opening) !== hashOf(world, honest);
  const isLie = (differs && play.isForgivable !== true) || play.settle !== undefined || play.isSilent === true;
  const base = { play: play.name, shape, isLie } as const;
  note(world, opening);
  const { code, codespace, log, id } = settle(world, shape, call, play);
  if (code !== 0) {
    // The buyer never signed this answer, so the right one takes its place in the log.
    const result: GameResult = { ...base, outcome: "refused", why: `${codespace} ${code}: ${log}` };
    unnote(world);
    note(world, honest);
    const again = settle(world, "openings", call, PLAYS[0]);
    const end = again.code === 0 ? outcomeOf(world, again.id, ledger) : { outcome: "refused", why: again.log };
    const isPaid = end.outcome === "final";
    return { result: isPaid ? result : { ...base, isLie: false, outcome: "open", why: `then honest: ${end.why}` }, griefs: 0 };
  }
  challenge(world, id, call, play, shape, opening);
  let griefs = 0;
  if (!isLie && play === PLAYS[0]) griefs += Number(griefHost(world, pendingSettlement(world, id), [opening], call, world.random.pick(GRIEFS)));
  return { result: { ...base, ...outcomeOf(world, id, ledger) }, griefs };
}

const hashOf = ({ crypto }: GameWorld, opening: ReceiptOpening): string => toHex(receiptHash(crypto.sha256, stated(opening).receipt));

function note({ receipts, session }: GameWorld, opening: ReceiptOpening): void {
  receipts.set(session.id, [...(receipts.get(session.id) ?? []), opening]);
}

function unnote({ receipts, session }: GameWorld): void {
  receipts.set(session.id, (receipts.get(session.id) ?? []).slice(0, -1));
}

interface Settled {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly id: bigint;
}

function settle(world: GameWorld, shape: GameResult["shape"], { index }: GameCall, play: Play): Settled {
  const opened = settleMessage(world, world.session, Number(index), Number(index) + 1);
  const bare = {
    ...{ ...opened, openings: [], receiptHashes: opened.openings.map((one) => receiptHash(world.crypto.sha256, stated(one).receipt)) },
    owned: opened.owners.map((line) => ({ ...line, datanetId: 1n })),
  };
  const message = shape === "openings" ? opened : bare;
  const { code, codespace, log, events } = world.send("host", MsgSettle, play.settle?.(world, message) ?? message);
  const [submitted] = code === 0 ? eventsOf(events, "settlement_submitted") : [];
  return { code, codespace, log, id: BigInt(submitted?.["settlement_id"] ?? 0) };
}

/** The watcher examines what was opened and demands what was not; now and then a buyer who holds the opening is first. */
function challenge(world: GameWorld, id: bigint, call: GameCall, play: Play, shape: GameResult["shape"], opening: ReceiptOpening): void {
  const batch = [opening];
  if (shape === "hashes") {
    const contradiction = world.random.chance(30) ? contradictionOf(world, pendingSettlement(world, id), batch, opening) : undefined;
    if (contradiction !== undefined) return void world.send("buyer", MsgCounterexample, contradiction);
    const made = world.send("watcher", MsgDemand, { challenger: world.players.watcher.address, settlementId: id, receipts: [call.index] });
    const [demand] = eventsOf(made.events, "demand_made");
    if (play.isSilent === true) return;
    const demandId = BigInt(demand?.["demand_id"] ?? 0);
    const answer = { host: world.players.host.address, demandId, claims: batch.map(stated), openings: batch };
    if (world.send("host", MsgAnswerDemand, answer).code !== 0) return;
  }
  const finding = judge(world, pendingSettlement(world, id), batch, opening);
  if (finding !== undefined && finding.expected !== "nothing") world.send("watcher", MsgCounterexample, finding.message);
}

/** Lets blocks pass until the settlement is decided. */
function outcomeOf(world: GameWorld, id: bigint, ledger: Ledger): Pick<GameResult, "outcome" | "why"> {
  let isCorrected = false;
  for (let i = 0; i < BLOCKS_MAX; i++) {
    const events = world.takeEvents();
    const about = (type: string) => eventsOf(events, type).find((one) => one["settlement_id"] === `${id}`);
    isCorrected ||= about("counterexample_judged")?.["outcome"] === "correct";
    const voided = about("settlement_voided");
    const final = about("settlement_finalized");
    ledger.slashed += BigInt(voided?.["slashed"] ?? 0);
      if (voided !== undefined) return { outcome: "voided", why: voided["reason"] ?? "" };
    if (final !== undefined) return { outcome: isCorrected ? "corrected" : "final", why: "" };
    world.pass(1, 4n);
  }
  return { outcome: "open", why: "" };
}

function suppliesOf({ chain }: GameWorld): ReadonlyMap<string, bigint> {
  const { supply } = chain.query(BankQuery.TotalSupply, {});
  return new Map(supply.map(({ denom, amount }) => [denom, BigInt(amount)]));
}

/** Units of the paid denom move and are never made or burned; the host's bond is smaller by what it was slashed. */
function faultsOf(world: GameWorld, before: ReadonlyMap<string, bigint>, { slashed }: Ledger): string[] {
  const faults = [...world.chain.machine.invariants()];
  const now = suppliesOf(world).get(GAME_DENOM) ?? 0n;
  if (now !== before.get(GAME_DENOM)) faults.push(`${now}${GAME_DENOM} exist, before it were ${before.get(GAME_DENOM)}`);
  const { offers } = world.chain.query(MarketQuery.Offers, {});
  const bond = BigInt(assertDefined(offers[0], "an offer").bond?.amount ?? "0");
  if (bond !== HOST_BOND - slashed) faults.push(`the host's bond is ${bond} after ${slashed} were slashed`);
  return faults;
}

function tally(results: readonly GameResult[]): Omit<GamesReport, "failures" | "griefs"> {
  const plays: Record<string, { lies: number; caughtBy: Record<string, number> }> = {};
  const count = (outcome: GameResult["outcome"], isLie: boolean): number =>
    results.filter((one) => one.outcome === outcome && one.isLie === isLie).length;
  for (const { play, isLie, outcome, why } of results) {
    const of = (plays[play] ??= { lies: 0, caughtBy: {} });
    if (!isLie) continue;
    of.lies++;
    const by = outcome === "refused" ? `refused ${why.split(":")[0] ?? ""}` : `${outcome} ${why}`;
    of.caughtBy[by] = (of.caughtBy[by] ?? 0) + 1;
  }
  const lies = results.filter(({ isLie }) => isLie).length;
  const [refused, voided] = [count("refused", true), count("voided", true)];
  const [final, corrected] = [count("final", false), count("corrected", false)];
  return { games: results.length, lies, refused, voided, paid: final + corrected, corrected, plays };
}
