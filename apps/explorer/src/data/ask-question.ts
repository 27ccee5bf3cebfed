import { z } from "zod/mini";
import { endpoints, patterns } from "../paths.ts";
import { fetchJson, RequestError } from "./fetch-json.ts";

/** Longest question that the ask box sends, in characters. */
export const QUESTION_LENGTH_MAX = 2000;

/** Where the answer to a question stands: its session's log and its place in it. */
export interface AnswerPlace {
  readonly session: string;
  readonly index: string;
}

const models = z.object({ data: z.array(z.object({ id: z.string() })) });
const completion = z.object({ x_openledger: z.object({ receipt: z.string() }) });

/** Asks through the buyer's proxy, which pays, checks and signs. Throws RequestError. */
export async function askQuestion(question: string): Promise<AnswerPlace> {
  const model = models.safeParse(await fetchJson(endpoints.models())).data?.data[0]?.id;
  if (model === undefined) throw new RequestError("no-model", "The buyer's proxy knows no model to ask. Is a host serving one?");
  const json = await fetchJson(endpoints.ask(), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model, messages: [{ role: "user", content: question }] }),
  });
  const answer = completion.safeParse(json);
  const [session = "", index = ""] = answer.data?.x_openledger.receipt.split("/").slice(-2) ?? [];
  if (patterns.number.test(session) && patterns.number.test(index)) return { session, index };
  throw new RequestError("unexpected-shape", "The answer came without a receipt, so nothing shows whose words it holds. Ask again.");
}
