import { verifyReceiptOpening } from "@openledger/attribution";
import { createCitedFacts, fetchSessionFacts, receiptContextOf } from "@openledger/client";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined } from "@openledger/primitives";
import { loadServedModel } from "@openledger/served-model";
import type { PreparedNetwork } from "../../src/prepare-network.ts";
import type { World } from "../../src/steps/world.ts";
import type { NamedText } from "./attribution-texts.ts";
import { benchQuestions, openAnswer } from "./bench-answers.ts";
import { openHosts, type BenchHost } from "./bench-hosts.ts";
import { benchLedger, type LedgerResult } from "./bench-ledger.ts";
import { BENCH_PRICE, publishPassages, publishWords, type BenchModel } from "./bench-models.ts";
import { inPlace, startDemoNetwork } from "./bench-network.ts";
import { measureSizes, type SizeResult } from "./claim-sizes.ts";
import { percentile, round } from "./open-loop.ts";
import { runSettlements, timeDelivery, type DeliverTimes, type SettleRun } from "./settle-runs.ts";
import { claimedAnswer, repeatedAnswer, settleByHashes, settleOpened, type ClaimedAnswer, type SplitTerms } from "./settle-txs.ts";

const BATCH = 64;
/** Single answers whose settlements are timed one by one. */
const SINGLE = 64;
const ROUNDS = { warmUp: 4, counted: 8 };
/** In a block: 4 MiB hold few settlements with openings and hundreds without. */
const OPENED_PER_BLOCK = 8;
const HASHED_PER_BLOCK = 256;
const HASHING_HOSTS = 16;

/** What proof of one kind of answer takes. */
export interface KindResult {
  readonly sizes: SizeResult;
  /** `verifyReceiptOpening` alone, milliseconds. */
  readonly verifyP50Ms: number;
  readonly verifyP95Ms: number;
  /** Whole transactions of one opened answer each, inside FinalizeBlock. */
  readonly delivery: DeliverTimes;
  /** Settlements of 64 opened answers. */
  readonly opened: SettleRun;
}

/** Settled answers for each that the database books at its best: in balances as the chain does, or in lines alone. */
export interface Ratios {
  readonly hashedToBalances: number;
  readonly hashedToLines: number;
  readonly openedToBalances: number;
  readonly openedToLines: number;
}

export interface ProofResult {
  readonly retrieval: KindResult;
  readonly ngram?: KindResult;
  /** Settlements of 64 answers by their hashes. */
  readonly hashed: SettleRun;
  readonly ledger: LedgerResult | { readonly missing: string };
  readonly ratios?: Ratios;
}

export interface ProofOptions {
  /** Settlements of 64 answers: with openings, and by hashes. */
  readonly opened: number;
  readonly hashed: number;
  readonly ledgerSeconds: number;
  /** Text that n-gram models are trained on; without it that kind is left out. */
  readonly text: NamedText | undefined;
}

/** Makes real answers on the demo's network, stops its node, and settles them on its chain in this process. */
export function benchProof(options: ProofOptions, say: (text: string) => void): Promise<ProofResult> {
  return inPlace(async (place) => {
    const network = await startDemoNetwork(place);
    const made = await prepare(network, options, say);
    network.world.client.disconnect();
    await place.supervisor.stopAll();
    const { crypto } = network.world;
    const home = place.home.node;
    const measured = async (name: string, kind: MadeKind): Promise<KindResult> => {
      say(`verifying and settling ${name} answers with every opening`);
      const opened = await runSettlements(home, crypto, kind.opened, { each: BATCH, perBlock: OPENED_PER_BLOCK });
      const delivery = await timeDelivery(home, crypto, kind.single, ROUNDS);
      return { ...kind.alone, delivery, opened };
    };
    const retrieval = await measured("retrieval", made.retrieval);
    const ngram = made.ngram && (await measured("n-gram", made.ngram));
    say("settling by hashes");
    const hashed = await runSettlements(home, crypto, made.hashed, { each: BATCH, perBlock: HASHED_PER_BLOCK });
    const ledger = benchLedger(made.answers, options.ledgerSeconds, say);
    const result = { retrieval, ...(ngram === undefined ? {} : { ngram }), hashed, ledger };
    if ("missing" in ledger) return result;
    const times = ({ answersPerSecond }: SettleRun, best: number): number => round(answersPerSecond / best);
    const ratios: Ratios = {
      hashedToBalances: times(hashed, ledger.bestBalances),
      hashedToLines: times(hashed, ledger.bestLines),
      openedToBalances: times(retrieval.opened, ledger.bestBalances),
      openedToLines: times(retrieval.opened, ledger.bestLines),
    };
    return { ...result, ratios };
  });
}

interface MadeKind {
  readonly alone: Pick<KindResult, "sizes" | "verifyP50Ms" | "verifyP95Ms">;
  readonly opened: readonly Uint8Array[];
  readonly single: readonly Uint8Array[];
  readonly answers: readonly ClaimedAnswer[];
}

interface Made {
  readonly retrieval: MadeKind;
  readonly ngram: MadeKind | undefined;
  readonly hashed: readonly Uint8Array[];
  readonly answers: readonly ClaimedAnswer[];
}

/** Everything that needs the running network: answers, receipts and signed settlements. */
async function prepare(network: PreparedNetwork, options: ProofOptions, say: (text: string) => void): Promise<Made> {
  const { world } = network;
  const passages = await publishPassages(network);
  // Hosts settle what they may owe at once: their own bond and escrow bound one run.
  const perHost = Math.ceil(options.hashed / HASHING_HOSTS) * BATCH;
  const funds = BigInt(Math.max(perHost, options.opened * BATCH) + SINGLE) * BENCH_PRICE;
  const hostsOf = (model: BenchModel, count: number, skipped: number): Promise<BenchHost[]> =>
    openHosts(world, count, { ...model, perCall: BENCH_PRICE, bond: funds, escrow: funds }, skipped);
  say("answering with passages");
  const retrieval = await makeKind(world, await hostsOf(passages, 2, 0), options.opened);
  let ngram: MadeKind | undefined;
  if (options.text !== undefined) {
    say(`training on ${options.text.name} and answering with words`);
    ngram = await makeKind(world, await hostsOf(await publishWords(world, options.text), 2, 2), options.opened);
  }
  say(`signing ${options.hashed} settlements by hashes`);
  const hosts = await hostsOf(passages, HASHING_HOSTS, 4);
  const { answers } = retrieval;
  const hashed = Array.from({ length: options.hashed }, (_, i) => {
    const host = assertDefined(hosts[i % HASHING_HOSTS], "a host");
    const batch = Array.from({ length: BATCH }, (_answer, at) => {
      const answer = assertDefined(answers[(i * BATCH + at) % answers.length], "an answer");
      return repeatedAnswer(answer, host, host.log.size + at);
    });
    return settleByHashes(world, host, batch);
  });
  return { retrieval, ngram, hashed, answers };
}

/** Answers of one model, settled in batches by the first host, and one by one by the second. */
async function makeKind(world: World, [first, second]: readonly BenchHost[], batches: number): Promise<MadeKind> {
  const batching = assertDefined(first, "a host of batches");
  const single = assertDefined(second, "a host of single answers");
  const { client, blobs, crypto } = world;
  const served = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, batching.offerId);
  const split: SplitTerms = { dataBps: served.source.dataBps, maxOwners: served.source.maxOwners };
  const questions = await benchQuestions();
  const openings: ReceiptOpening[] = [];
  const open = (host: BenchHost, at: number): ReceiptOpening => {
    const question = questions[openings.length % questions.length] ?? "";
    const opening = openAnswer(world, served, host, { question, index: host.log.size + at });
    openings.push(opening);
    return opening;
  };
  const opened = Array.from({ length: batches }, () => {
    return settleOpened(world, batching, Array.from({ length: BATCH }, (_, at) => open(batching, at)), split);
  });
  const alone = { sizes: measureSizes(openings), ...(await timeAlone(world, batching, openings)) };
  const answers = openings.slice(0, questions.length).map((opening) => claimedAnswer(opening, split));
  const singles = Array.from({ length: SINGLE }, () => settleOpened(world, single, [open(single, 0)], split));
  served.close();
  return { alone, opened, single: singles, answers };
}

async function timeAlone(
  { client, crypto }: World,
  host: BenchHost,
  openings: readonly ReceiptOpening[],
): Promise<{ readonly verifyP50Ms: number; readonly verifyP95Ms: number }> {
  const base = await fetchSessionFacts(client, host.sessionId);
  const cited = createCitedFacts(client);
  const list = await Promise.all(
    openings.map(async (opening, i) => ({
      opening,
      context: receiptContextOf(await cited.complete(base, opening), BigInt(i), crypto.sha256),
    })),
  );
  const times: number[] = [];
  for (const isCounted of [false, true, true]) {
    for (const { opening, context } of list) {
      const begun = performance.now();
      const verdict = verifyReceiptOpening(crypto, opening, context);
      if (isCounted) times.push(performance.now() - begun);
      if (!verdict.ok) throw new Error(`an honest opening is refused: ${verdict.message}`);
    }
  }
  times.sort((a, b) => a - b);
  return { verifyP50Ms: percentile(times, 50), verifyP95Ms: percentile(times, 95) };
}
