import { createInterface } from "node:readline/promises";
import { nodeError } from "../node-error.ts";

/** Asks at the terminal. Throws `CONFIG` that begins with `otherwise` unless the answer is yes, or when there is nobody to ask. */
export async function confirm(question: string, otherwise: string): Promise<void> {
  if (!process.stdin.isTTY) throw nodeError("CONFIG", `${otherwise}: there is no terminal to ask at; add --yes if this is what you want`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw nodeError("CONFIG", otherwise);
}
