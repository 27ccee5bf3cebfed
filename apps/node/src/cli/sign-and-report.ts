import { createInterface } from "node:readline/promises";
import type { OutgoingMessage, SendOptions, SentTx } from "@openledger/client";
import { nodeError } from "../node-error.ts";
import { openSigning, type SignFlags, type SigningContext } from "./chain-flags.ts";

/** What a command is about to sign, in words and as messages. */
export interface Intent {
  /** One line per thing that will be true afterwards. */
  readonly words: readonly string[];
  readonly messages: readonly OutgoingMessage[];
  readonly send?: SendOptions;
  /** What came of it, one line each. */
  readonly outcome?: (sent: SentTx) => readonly string[];
}

/** Says in words what is signed, asks (unless --yes), signs, waits for the block and says what came of it. */
export async function signAndReport(
  flags: SignFlags,
  intend: (context: SigningContext) => Intent | Promise<Intent>,
): Promise<void> {
  const context = await openSigning(flags);
  try {
    const intent = await intend(context);
    process.stderr.write(`${context.address} signs on ${context.client.chainId}:\n`);
    for (const line of intent.words) process.stderr.write(`  ${line}\n`);
    if (!flags.yes) await confirm();
    const sent = await context.sender.send(intent.messages, intent.send);
    for (const line of intent.outcome?.(sent) ?? []) process.stdout.write(`${line}\n`);
    process.stdout.write(`In block ${sent.height}, gas ${sent.gasUsed}, transaction ${sent.hash}\n`);
  } finally {
    context.client.disconnect();
  }
}

async function confirm(): Promise<void> {
  if (!process.stdin.isTTY) throw nodeError("CONFIG", "nothing was signed: there is no terminal to ask at; add --yes if this is what you want");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question("Sign this? [y/N] ");
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw nodeError("CONFIG", "nothing was signed");
}
