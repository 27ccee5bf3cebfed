import { parseReceiptFile, type ReceiptFile } from "@openledger/client";
import OpenAI from "openai";
import { z } from "zod";
import { demoError } from "../home/demo-home.ts";
import type { AskedQuestion } from "../load-demo-corpus.ts";

/** A question with its answer and receipt. */
export interface AnsweredQuestion extends AskedQuestion {
  readonly file: ReceiptFile;
}

const listSchema = z.object({
  receipts: z.array(z.object({ session: z.string(), index: z.string(), question: z.string() })),
});
const LIST_LIMIT = 200;

/**
 * Asks what was not asked before, through an unmodified OpenAI client, every other answer as a stream; then fetches all
 * receipts from the buyer's proxy, which has them on disk.
 */
export async function askQuestions(
  proxyUrl: string,
  questions: readonly AskedQuestion[],
  onAnswer: (done: number, of: number) => void,
): Promise<AnsweredQuestion[]> {
  const openai = new OpenAI({ baseURL: `${proxyUrl}/v1`, apiKey: "none-needed-on-loopback", maxRetries: 0, timeout: 60_000 });
  const model = (await openai.models.list()).data[0]?.id;
  if (model === undefined) throw demoError("CHECK", `${proxyUrl}/v1/models lists no model`);
  const before = await receiptPlaces(proxyUrl);
  let done = 0;
  for (const [at, { question }] of questions.entries()) {
    if (!before.has(question)) await askOne(openai, model, question, at % 2 === 1);
    done += 1;
    onAnswer(done, questions.length);
  }
  return answered(proxyUrl, questions);
}

async function askOne(openai: OpenAI, model: string, question: string, isStreamed: boolean): Promise<void> {
  const messages = [{ role: "user" as const, content: question }];
  if (!isStreamed) {
    await openai.chat.completions.create({ model, messages });
    return;
  }
  const stream = await openai.chat.completions.create({ model, messages, stream: true });
  for await (const _chunk of stream) {
    // Reading to the end is what a client does; the answer's text comes with the receipt.
  }
}

/** The questions with their newest receipts, as the proxy holds them now. */
export async function answered(proxyUrl: string, questions: readonly AskedQuestion[]): Promise<AnsweredQuestion[]> {
  const places = await receiptPlaces(proxyUrl);
  return Promise.all(
    questions.map(async (asked) => {
      const place = places.get(asked.question);
      if (place === undefined) throw demoError("CHECK", `the proxy holds no receipt for "${asked.question}"`);
      return { ...asked, file: await receiptFile(proxyUrl, place) };
    }),
  );
}

interface Place {
  readonly session: string;
  readonly index: string;
}

/** Where the newest receipt of each question lies. */
async function receiptPlaces(proxyUrl: string): Promise<Map<string, Place>> {
  const { receipts } = listSchema.parse(await getJson(`${proxyUrl}/openledger/v1/receipts?limit=${LIST_LIMIT}`));
  return new Map(receipts.toReversed().map(({ question, session, index }) => [question, { session, index }]));
}

/** The receipt as a file, with what the chain says of its settlement now. */
export async function receiptFile(proxyUrl: string, { session, index }: Place): Promise<ReceiptFile> {
  return parseReceiptFile(await getJson(`${proxyUrl}/openledger/v1/receipts/${session}/${index}`));
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  if (!response.ok) throw demoError("CHECK", `${url} answers ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
