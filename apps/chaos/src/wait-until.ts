import { setTimeout as delay } from "node:timers/promises";
import { chaosError } from "./errors.ts";

const POLL_MS = 250;

/** Asks again and again until there is an answer; a question that throws counts as none yet. Throws `TIMEOUT`. */
export async function waitUntil<T>(what: string, patienceMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + patienceMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await delay(POLL_MS);
  }
  throw chaosError("TIMEOUT", `${what}: not within ${Math.round(patienceMs / 1_000)} s${last instanceof Error ? ` (${last.message})` : ""}`, last);
}
