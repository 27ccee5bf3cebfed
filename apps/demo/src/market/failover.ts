import type { Invoice } from "@openledger/buyer";
import { allSessions, type ReceiptFile } from "@openledger/client";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { fromBase64 } from "@openledger/primitives";
import OpenAI from "openai";
import { z } from "zod";
import { OPENING_WORDS } from "../engine/recite.ts";
import { demoError } from "../home/demo-home.ts";
import type { HostRole } from "../home/demo-keys.ts";
import { receiptFile } from "../steps/ask.ts";
import type { World } from "../steps/world.ts";
import type { Market, SpokenHost } from "./open-market.ts";
import { SPOKEN_MODEL } from "./market-terms.ts";
import { SPOKEN_QUESTION, SPOKEN_TEXTS } from "./spoken-texts.ts";

/** An answer whose host was killed while it was being read. */
export interface Failover {
  readonly question: string;
  readonly answer: string;
  /** The host that the proxy had chosen, its session, and how much of the answer had been read when it was killed. */
  readonly killed: { readonly host: HostRole; readonly session: string; readonly afterCharacters: number };
  readonly resumed: { readonly host: string; readonly session: string; readonly index: string; readonly file: ReceiptFile };
  /** From the kill to the next word that the client read. */
  readonly silenceMs: number;
  /** The client has read the opening words and once each text that the engine was given, and nothing else. */
  readonly isWhole: boolean;
}

const KILL_AFTER_CHARACTERS = 200;
const sessionSchema = z.object({ session: z.string() });
const endSchema = z.object({ x_openledger: z.object({ session: z.string(), index: z.string(), host: z.string() }) });

/**
 * An unmodified OpenAI client reads a long answer through the listener's proxy; when it has read a part, the process of the
 * host that speaks is killed.
 */
export async function killMidStream(world: World, market: Market, detail: (text: string) => void): Promise<Failover> {
  const openai = new OpenAI({ baseURL: `${market.proxyUrl}/v1`, apiKey: "none-needed-on-loopback", maxRetries: 0, timeout: 120_000 });
  const messages = [{ role: "user" as const, content: SPOKEN_QUESTION }];
  const stream = await openai.chat.completions.create({ model: SPOKEN_MODEL, messages, stream: true });
  let answer = "";
  let end: unknown;
  let killed: (Failover["killed"] & { readonly atMs: number }) | undefined;
  let silenceMs = 0;
  for await (const chunk of stream) {
    const text = chunk.choices[0]?.delta.content ?? "";
    if (killed !== undefined && silenceMs === 0 && text !== "") silenceMs = Math.round(performance.now() - killed.atMs);
    answer += text;
    end = chunk;
    if (killed !== undefined || answer.length < KILL_AFTER_CHARACTERS) continue;
    const { host, session } = await speakingHost(world, market);
    await host.gateway.kill();
    killed = { host: host.role, session, afterCharacters: answer.length, atMs: performance.now() };
    detail(`${host.role} was killed after ${answer.length} characters`);
  }
  if (killed === undefined) throw demoError("CHECK", `the answer of ${SPOKEN_MODEL} ended after ${answer.length} characters, before its host could be killed`);
  const { session, index, host } = endSchema.parse(end).x_openledger;
  const { atMs: _atMs, ...dead } = killed;
  const file = await receiptFile(market.proxyUrl, { session, index });
  const role = market.hosts.find(({ offer }) => offer.host === host)?.role ?? host;
  detail(`${dead.host} was killed after ${dead.afterCharacters} characters, ${role} went on after ${(silenceMs / 1_000).toFixed(1)} s`);
  return { question: SPOKEN_QUESTION, answer, killed: dead, resumed: { host: role, session, index, file }, silenceMs, isWhole: isWhole(answer, file) };
}

/** Whose session the proxy uses now. */
async function speakingHost(world: World, { proxyUrl, hosts }: Market): Promise<{ readonly host: SpokenHost; readonly session: string }> {
  const response = await fetch(`${proxyUrl}/openledger/v1/session`, { signal: AbortSignal.timeout(10_000) });
  const { session: id } = sessionSchema.parse(await response.json());
  const { session } = await world.client.query(MarketQuery.Session, { sessionId: BigInt(id) });
  const host = hosts.find(({ offer }) => offer.id === session?.offerId);
  if (host === undefined) throw demoError("CHECK", `session ${id} is with none of the three hosts`);
  return { host, session: id };
}

/** The receipt commits to the passages that the second host gave its engine; both hosts choose the same ones. */
function isWhole(answer: string, { opening: encoded }: ReceiptFile): boolean {
  const [opening, ...texts] = answer.split("\n\n");
  const given = ReceiptOpening.fromBytes(fromBase64(encoded)).claim?.passages.length;
  return opening === OPENING_WORDS && new Set(texts).size === given && texts.length === given && texts.every((text) => SPOKEN_TEXTS.includes(text));
}

/** Waits until the session of the killed host has ended, so that its whole escrow is back. */
export async function awaitEnd(world: World, { killed }: Failover, patienceMs: number): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const open = (await allSessions(world.client)).some(({ id }) => id.toString() === killed.session);
    if (!open) return;
    if (Date.now() > end) throw demoError("TIMEOUT", `session ${killed.session} of the killed host has not ended within ${patienceMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Units of the killed host's session that answers have cost. */
export function lostWith(invoice: Invoice): bigint {
  const answers = invoice.lines.filter(({ what, state }) => what === "settlement" && state !== "void");
  return answers.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}
