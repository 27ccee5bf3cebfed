import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const schema = z.array(
  z.object({ question: z.string().min(1), package: z.string().min(1), marker: z.string().min(1) }),
);

/** A question about the installed packages and what answers it. */
export interface DemoQuestion {
  readonly question: string;
  /** Name of the package whose passage comes first. */
  readonly package: string;
  /** Text that stands in the passage that answers it. */
  readonly marker: string;
}

/** `main`: what the demo asks. `headings`: the check set, written after the rule was frozen and never tuned on. */
export type QuestionSet = "main" | "headings";

/** Reads a question set from `apps/demo/questions`. */
export async function demoQuestions(set: QuestionSet): Promise<DemoQuestion[]> {
  const path = join(import.meta.dirname, "..", "..", "questions", `${set}.json`);
  return schema.parse(JSON.parse(await readFile(path, "utf8")));
}
