import OpenAI from "openai";
import { cpuSecondsOf } from "@openledger/testing";
import { percentile } from "../open-loop.ts";

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** One side of a comparison. */
export interface Side {
  readonly firstTokenMs: Spread;
  readonly totalMs: Spread;
}

export interface Comparison {
  readonly calls: number;
  /** Mean bytes of an answer. */
  readonly answerBytes: number;
  readonly direct: Side;
  readonly market: Side;
  /** Market less direct, percentile by percentile. */
  readonly added: Side;
  /** Milliseconds of processor time per answer, by process; absent where the system does not tell. */
  readonly cpuMsPerAnswer: Readonly<Record<string, number>>;
}

/** What is compared: the same questions at both URLs. */
export interface CompareOptions {
  readonly directUrl: string;
  readonly marketUrl: string;
  readonly model: string;
  readonly questions: readonly string[];
  readonly seconds: number;
  readonly mostCalls: number;
  readonly pids: Readonly<Record<string, number>>;
}

const WARM_UP = 20;
const CALLS_MIN = 5;

interface Timed {
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly text: string;
}

/** Asks both sides in turns through an unmodified client, streaming, so that the machine's other work meets both alike. */
export async function compareCalls(options: CompareOptions): Promise<Comparison> {
  const { directUrl, marketUrl, model, questions, mostCalls } = options;
  const clientOf = (url: string): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });
  const [direct, market] = [clientOf(directUrl), clientOf(marketUrl)];
  const sides = { direct: [] as Timed[], market: [] as Timed[] };
  const ask = async (at: number): Promise<void> => {
    const content = questions[at % questions.length] ?? "";
    const order = at % 2 === 0 ? (["direct", "market"] as const) : (["market", "direct"] as const);
    for (const side of order) sides[side].push(await timed(side === "direct" ? direct : market, model, content));
    const [one, other] = [sides.direct.at(-1)?.text, sides.market.at(-1)?.text];
    if (one !== other) throw new Error(`the two sides answer differently to ${JSON.stringify(content)}`);
  };
  const warmUp = Math.min(WARM_UP, Math.floor(mostCalls / 4));
  for (let at = 0; at < warmUp; at++) await ask(at);
  sides.direct.length = 0;
  sides.market.length = 0;
  const cpuBefore = cpuOf(options.pids);
  const endMs = performance.now() + options.seconds * 1_000;
  let calls = 0;
  for (; calls < mostCalls && (calls < CALLS_MIN || performance.now() < endMs); calls++) await ask(warmUp + calls);
  const cpuAfter = cpuOf(options.pids);
  const [directSide, marketSide] = [sideOf(sides.direct), sideOf(sides.market)];
  const bytes = sides.market.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return {
    calls,
    answerBytes: Math.round(bytes / calls),
    direct: directSide,
    market: marketSide,
    added: { firstTokenMs: less(marketSide.firstTokenMs, directSide.firstTokenMs), totalMs: less(marketSide.totalMs, directSide.totalMs) },
    cpuMsPerAnswer: Object.fromEntries(
      Object.entries(cpuAfter).map(([name, seconds]) => [name, cents(((seconds - (cpuBefore[name] ?? 0)) * 1_000) / calls)]),
    ),
  };
}

async function timed(client: OpenAI, model: string, content: string): Promise<Timed> {
  const begun = performance.now();
  let firstTokenMs: number | undefined;
  let text = "";
  const stream = await client.chat.completions.create({ model, stream: true, messages: [{ role: "user", content }] });
  for await (const chunk of stream) {
    const piece = chunk.choices[0]?.delta.content ?? "";
    if (piece !== "") firstTokenMs ??= performance.now() - begun;
    text += piece;
  }
  const totalMs = performance.now() - begun;
  return { firstTokenMs: firstTokenMs ?? totalMs, totalMs, text };
}

function cpuOf(pids: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pids).flatMap(([name, pid]) => {
      const seconds = cpuSecondsOf(pid);
      return seconds === undefined ? [] : [[name, seconds]];
    }),
  );
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: percentile(sorted, 50), p95: percentile(sorted, 95), p99: percentile(sorted, 99) };
}

function sideOf(times: readonly Timed[]): Side {
  return { firstTokenMs: spreadOf(times.map((one) => one.firstTokenMs)), totalMs: spreadOf(times.map((one) => one.totalMs)) };
}

function less(a: Spread, b: Spread): Spread {
  return { p50: cents(a.p50 - b.p50), p95: cents(a.p95 - b.p95), p99: cents(a.p99 - b.p99) };
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
