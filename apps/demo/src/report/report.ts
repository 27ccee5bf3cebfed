import { createCitedFacts, fetchSessionFacts, findSettlement, verifyReceiptFile, type ReadableSpan, type ReceiptCheck, type ReceiptFile } from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { fromBase64, toHex } from "@openledger/primitives";
import type { AnsweredQuestion } from "../steps/ask.ts";
import { settledTwice, settlementOf } from "../steps/await-settlements.ts";
import type { ChainHistory } from "../steps/chain-history.ts";
import { checkConservation, type AccountBalance, type DenomConservation } from "../steps/conservation.ts";
import { genesisCoins } from "../steps/genesis-coins.ts";
import type { World } from "../steps/world.ts";
import { marketChecks, marketReport, type MarketInput, type MarketReport } from "./market-report.ts";

/** One answer as it is reported. Amounts are units of the denom, as decimal text. */
export interface QuestionReport {
  readonly question: string;
  readonly answer: string;
  /** Where it is known what must answer: whether that came first, and whether its passage is in the answer. */
  readonly expected: { readonly package: string; readonly isFirst: boolean; readonly hasPassage: boolean } | null;
  readonly spans: readonly (ReadableSpan & { readonly contributor: string })[];
  readonly owners: readonly { readonly owner: string; readonly contributor: string; readonly amount: string }[];
  readonly amount: string;
  readonly denom: string;
  readonly receipt: {
    readonly session: string;
    readonly index: string;
    readonly checks: Readonly<Record<string, ReceiptCheck["state"]>>;
  };
  readonly settlement: { readonly id: string; readonly height: string; readonly isFinal: boolean } | null;
}

/** What `--json` prints. Heights, ids and amounts are decimal text. */
export interface DemoReport extends MarketReport {
  readonly format: "openledger.demo-report/1";
  readonly chainId: string;
  readonly height: string;
  /** App hash after block `height`, lower-case hex. */
  readonly appHash: string;
  readonly contributions: number;
  readonly owners: number;
  readonly modelVersion: string;
  readonly artifactRoot: string;
  readonly questions: readonly QuestionReport[];
  readonly settlements: readonly {
    readonly id: string;
    readonly amount: string;
    readonly denom: string;
    readonly parts: Readonly<Record<string, string>>;
    readonly isComplete: boolean;
  }[];
  /** Of every account, before the questions and after the claims; by denom. */
  readonly balances: { readonly before: readonly BalanceReport[]; readonly after: readonly BalanceReport[] };
  readonly conservation: readonly {
    readonly denom: string;
    readonly genesis: string;
    /** Minted by the issuer of a gate. */
    readonly entered: string;
    readonly burned: string;
    readonly supply: string;
    readonly sumOfBalances: string;
    readonly holds: boolean;
  }[];
  readonly checks: readonly DemoCheck[];
  readonly endpoints: Readonly<Record<string, string>>;
  /** Seconds by step. */
  readonly durations: Readonly<Record<string, number>>;
  readonly ok: boolean;
}

export interface BalanceReport {
  readonly address: string;
  /** Who it is, or empty. */
  readonly name: string;
  readonly coins: Readonly<Record<string, string>>;
}

/** Something that must hold for the demo to count as done. */
export interface DemoCheck {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** What the report is made of. */
export interface ReportInput {
  readonly world: World;
  readonly model: ModelVersion;
  readonly contributions: number;
  readonly answers: readonly AnsweredQuestion[];
  readonly market: Omit<MarketInput, "answers">;
  readonly history: ChainHistory;
  readonly before: readonly AccountBalance[];
  readonly after: readonly AccountBalance[];
  readonly names: ReadonlyMap<string, string>;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly durations: Readonly<Record<string, number>>;
}

/** Puts the report together and checks, from chain state and receipts alone, that everything is as it must be. */
export async function createReport(input: ReportInput): Promise<DemoReport> {
  const { world, model, answers, history, names } = input;
  const coins = genesisCoins(world.home.node);
  const conservation = await checkConservation(world.client, coins, input.after, history);
  const verifications = await verifyAll(world, answers);
  const questions = answers.map((answer, at) => questionReport(answer, verifications[at] ?? [], history, names));
  const twice = await settledTwice(world, history);
  const market = await marketReport(world, { ...input.market, answers }, history.height);
  const spoken = await spokenChecks(input);
  const checks = [...checksOf(questions, history, conservation, twice), ...spoken, ...marketChecks(market)];
  const { header } = (await world.client.comet.block(Number(history.height) + 1)).block;
  return {
    format: "openledger.demo-report/1",
    chainId: world.client.chainId,
    height: history.height.toString(),
    appHash: toHex(header.appHash),
    contributions: input.contributions,
    owners: (await world.keys.contributors.owners()).size,
    modelVersion: `model/${model.modelId}@${model.version}`,
    artifactRoot: toHex(model.artifactRoot),
    questions,
    settlements: history.finals.map(({ id, amount, denom, parts, isComplete }) => ({
      ...{ id, amount: amount.toString(), denom, isComplete },
      parts: textValues(parts),
    })),
    balances: { before: balanceReports(input.before, names), after: balanceReports(input.after, names) },
    conservation: conservation.map(({ denom, holds, ...units }) => ({
      denom,
      genesis: units.genesis.toString(),
      entered: units.entered.toString(),
      burned: units.burned.toString(),
      supply: units.supply.toString(),
      sumOfBalances: units.sumOfBalances.toString(),
      holds,
    })),
    checks,
    endpoints: input.endpoints,
    durations: input.durations,
    ...market,
    ok: checks.every(({ holds }) => holds),
  };
}

/** Verifies each receipt against facts that come from the node, not from the receipt. */
async function verifyAll(world: World, answers: readonly Pick<AnsweredQuestion, "file">[]): Promise<ReceiptCheck[][]> {
  const cited = createCitedFacts(world.client);
  const base = new Map<string, ReturnType<typeof fetchSessionFacts>>();
  return Promise.all(
    answers.map(async ({ file }) => {
      const { sessionId } = file.readable;
      const facts = base.get(sessionId) ?? fetchSessionFacts(world.client, BigInt(sessionId));
      base.set(sessionId, facts);
      const trusted = await cited.complete(await facts, ReceiptOpening.fromBytes(fromBase64(file.opening)));
      const settlement = await findSettlement(world.client, BigInt(sessionId), BigInt(file.readable.index));
      return verifyReceiptFile(world.crypto, file, settlement === undefined ? trusted : { ...trusted, settlement });
    }),
  );
}

/** The answer that the second host ended verifies and is settled like all others. */
async function spokenChecks({ world, market, history }: ReportInput): Promise<DemoCheck[]> {
  const { session, index, file } = market.failover.resumed;
  const [checks = []] = await verifyAll(world, [{ file }]);
  const failing = checks.filter(({ state }) => state !== "holds").map(({ name, state }) => `${name} ${state}`);
  const isFinal = settlementOf(history, session, BigInt(index))?.isFinal === true;
  const detail = failing.length > 0 ? failing.join(", ") : `receipt ${session}/${index}, ${isFinal ? "paid" : "not paid yet"}`;
  return [{ name: "the receipt of the second host verifies and is paid", holds: failing.length === 0 && isFinal, detail }];
}

function questionReport(
  { question, package: expected, marker, file }: AnsweredQuestion,
  checks: readonly ReceiptCheck[],
  history: ChainHistory,
  names: ReadonlyMap<string, string>,
): QuestionReport {
  const { readable } = file;
  const nameOf = (address: string): string => names.get(address) ?? "";
  const settled = settlementOf(history, readable.sessionId, BigInt(readable.index));
  return {
    question,
    answer: readable.answer,
    expected:
      expected === undefined
        ? null
        : { package: expected, isFirst: firstSource(file) === expected, hasPassage: readable.answer.includes(marker ?? "") },
    spans: readable.spans.map((span) => ({ ...span, contributor: nameOf(span.owner) })),
    owners: readable.owners.map(({ owner, amount }) => ({ owner, contributor: nameOf(owner), amount })),
    amount: readable.amount,
    denom: readable.denom,
    receipt: {
      session: readable.sessionId,
      index: readable.index,
      checks: Object.fromEntries(checks.map(({ name, state }) => [name, state])),
    },
    settlement: settled === undefined ? null : { ...settled, height: settled.height.toString() },
  };
}

/** Title that the answer begins with: its first line is the bold label `**title: heading**` of the first passage. */
function firstSource({ readable }: ReceiptFile): string {
  return /^\*\*([^*:\s]+)/.exec(readable.answer)?.[1] ?? "";
}

function checksOf(
  questions: readonly QuestionReport[],
  history: ChainHistory,
  conservation: readonly DenomConservation[],
  twice: readonly string[],
): DemoCheck[] {
  const expected = questions.flatMap((one) => (one.expected === null ? [] : [one.expected]));
  const first = expected.filter(({ isFirst }) => isFirst).length;
  const passages = expected.filter(({ hasPassage }) => hasPassage).length;
  const good = questions.filter(({ receipt }) => Object.values(receipt.checks).every((state) => state === "holds"));
  const final = questions.filter(({ settlement }) => settlement?.isFinal === true);
  const whole = history.finals.filter(({ isComplete }) => isComplete);
  const outOf = (part: readonly unknown[], all: readonly unknown[]): string => `${part.length} of ${all.length}`;
  const ofUse = [
    { name: "the right package comes first", holds: first * 12 >= expected.length * 11, detail: `${first} of ${expected.length}` },
    { name: "its passage is in the answer", holds: passages * 12 >= expected.length * 9, detail: `${passages} of ${expected.length}` },
  ];
  return [
    ...(expected.length === 0 ? [] : ofUse),
    { name: "receipts verify against the chain", holds: good.length === questions.length, detail: outOf(good, questions) },
    { name: "receipts are in final settlements", holds: final.length === questions.length, detail: outOf(final, questions) },
    { name: "parts of each settlement sum to its amount", holds: whole.length === history.finals.length, detail: outOf(whole, history.finals) },
    { name: "no receipt is settled twice", holds: twice.length === 0, detail: twice.join("; ") || `${history.submitted.length} settlements` },
    ...conservation.map(({ denom, holds, sumOfBalances, supply, genesis, entered, burned }) => ({
      name: `conservation of ${denom}`,
      holds,
      detail: `balances ${sumOfBalances} = supply ${supply} = genesis ${genesis}${entered === 0n ? "" : ` + entered ${entered}`} - burned ${burned}`,
    })),
  ];
}

function balanceReports(balances: readonly AccountBalance[], names: ReadonlyMap<string, string>): BalanceReport[] {
  return balances.map(({ address, module, coins }) => ({
    address,
    name: names.get(address) ?? (module === "" ? "" : `module ${module}`),
    coins: textValues(coins),
  }));
}

function textValues(record: Readonly<Record<string, bigint>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value.toString()]));
}
