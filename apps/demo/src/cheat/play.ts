import type { Progress } from "../progress/progress.ts";
import type { Attempt, Caught, Outcome } from "./attempts/attempt.ts";
import { changeOf, type Coins } from "./money/coins.ts";
import { readWealth } from "./money/wealth.ts";
import type { Party } from "./network/parties.ts";
import type { Stage } from "./network/stage.ts";

/** An attempt with what came of it. */
export interface Played {
  readonly attempt: Attempt;
  /** What caught it, if that is what was to catch it. */
  readonly caught: Caught | undefined;
  readonly outcome: Outcome;
  /** Changes by party, gas included, and what was burned or went to the treasury; units by denom. */
  readonly cost: ReadonlyMap<Party | "burned" | "treasury", Coins>;
}

/** Plays attempts one after the other, a line of progress each. */
export async function playAll(stage: Stage, attempts: readonly Attempt[], progress: Progress): Promise<Played[]> {
  const played: Played[] = [];
  for (const attempt of attempts) {
    played.push(
      await progress.step(`${attempt.actor} ${attempt.name}`, async (detail) => {
        const one = await play(stage, attempt);
        const { caught } = one;
        detail(caught === undefined ? "NOT CAUGHT" : `${caught.codespace}/${caught.code} at height ${caught.height}`);
        return one;
      }),
    );
  }
  return played;
}

async function play(stage: Stage, attempt: Attempt): Promise<Played> {
  const parties = [...new Set([attempt.actor, ...attempt.affected])];
  const cheat = await attempt.prepare(stage);
  const before = await readWealth(stage, parties);
  const outcome = await cheat();
  const after = await readWealth(stage, parties);
  const cost = new Map<Party | "burned" | "treasury", Coins>();
  for (const party of parties) {
    const change = outcome.spentBefore?.[party] ?? changeOf(before.get(party) ?? {}, after.get(party) ?? {});
    if (Object.keys(change).length > 0) cost.set(party, change);
  }
  if (outcome.burned !== undefined) cost.set("burned", outcome.burned);
  if (outcome.treasury !== undefined) cost.set("treasury", outcome.treasury);
  const { caught } = outcome;
  const isExpected = caught !== undefined && attempt.expected.includes(`${caught.codespace}/${caught.code}`);
  return { attempt, outcome, cost, caught: isExpected ? caught : undefined };
}
