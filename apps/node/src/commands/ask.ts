import { parseUrl } from "../cli/parse-arguments.ts";
import { readableSpanList, renderAnswer } from "../cli/render-answer.ts";
import type { Command } from "commander";
import { z } from "zod";
import { nodeError } from "../node-error.ts";

interface AskFlags {
  readonly buyer: string;
  readonly json: boolean;
}

const DEFAULT_BUYER = "http://127.0.0.1:8081";

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  x_openledger: z.object({
    ...{ receipt: z.string(), amount: z.string(), denom: z.string(), session: z.string(), index: z.string() },
    owners: z.array(z.object({ owner: z.string(), amount: z.string() })),
    spans: readableSpanList,
  }),
});

/** `openledgerd ask`: one question through the buyer's proxy, with whose words the answer is made of. */
export function registerAsk(program: Command): void {
  program
    .command("ask <question>")
    .description("ask through the buyer's proxy and see whose words the answer is made of, and who is paid")
    .option("--buyer <url>", "the proxy that `openledgerd buy` runs", DEFAULT_BUYER)
    .option("--json", "print the answer as JSON", false)
    .action(async (question: string, flags: AskFlags) => {
      if (question.trim() === "") throw nodeError("CONFIG", "the question is empty; every answer is paid for, so write one");
      const buyer = parseUrl(flags.buyer, "--buyer");
      const body = await call(`${buyer}/v1/models`).then((models) => ask(buyer, question, modelOf(models)));
      if (flags.json) {
        process.stdout.write(`${JSON.stringify(body)}\n`);
        return;
      }
      const result = completion.safeParse(body);
      if (!result.success) throw nodeError("CONFIG", `${buyer} does not answer as a buyer's proxy does`);
      const { choices, x_openledger: receipt } = result.data;
      const answer = { text: choices[0]?.message.content ?? "", ...receipt };
      process.stdout.write(renderAnswer(answer, process.stdout.isTTY));
      process.stdout.write(`Check it: npx openledgerd verify ${receipt.session}/${receipt.index}${buyer === DEFAULT_BUYER ? "" : ` --buyer ${buyer}`}\n`);
    });
}

function ask(buyer: string, question: string, model: string): Promise<unknown> {
  const body = JSON.stringify({ model, messages: [{ role: "user", content: question }] });
  return call(`${buyer}/v1/chat/completions`, { method: "POST", body, headers: { "content-type": "application/json" } });
}

function modelOf(models: unknown): string {
  const result = z.object({ data: z.array(z.object({ id: z.string() })).min(1) }).safeParse(models);
  if (!result.success) throw nodeError("CONFIG", "the buyer's proxy offers no model");
  return result.data.data[0]?.id ?? "";
}

async function call(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) }).catch((error: unknown) => {
    throw nodeError("CONFIG", `no buyer's proxy answers at ${new URL(url).origin}; start one with "openledgerd buy" (npm start does), or name another --buyer`, error);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const refusal = z.object({ error: z.object({ message: z.string(), code: z.string() }) }).safeParse(body);
  const why = refusal.success ? `${refusal.data.error.message} (${refusal.data.error.code})` : `HTTP ${response.status}`;
  throw nodeError("CONFIG", why);
}
