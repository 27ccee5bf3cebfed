import { z } from "zod";

const TIMEOUT_MS = 5_000;

/** Asks a CometBFT by URI and reads its result. Throws what fetch and the schema throw. */
export async function askComet<T>(rpcUrl: string, path: string, result: z.ZodType<T>): Promise<T> {
  const response = await fetch(`${rpcUrl}/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const answer: unknown = await response.json();
  return z.object({ result }).parse(answer).result;
}
