import type { DenomConservation } from "../../steps/conservation.ts";
import type { Gain, Outcome } from "../attempts/attempt.ts";
import type { HonestLine } from "../money/honest-parties.ts";
import type { Coins } from "../money/coins.ts";
import type { Played } from "../play.ts";

/** Decimal text of units, by denom. */
type CoinsText = Readonly<Record<string, string>>;

export interface AttemptReport {
  readonly name: string;
  readonly actor: string;
  readonly tried: string;
  /** Null: nothing caught it, or something else than what should have. */
  readonly caughtBy: {
    readonly kind: string;
    readonly codespace: string;
    readonly code: number | string;
    readonly message: string;
    readonly height: string;
  } | null;
  /** By party, `burned` and `treasury`: changes with gas, in units. */
  readonly cost: Readonly<Record<string, CoinsText>>;
  /** What a checking buyer's client says before it signs; null: nothing; absent: no receipt of a lie reached a buyer. */
  readonly buyersClient?: Outcome["buyersClient"];
  /** Units for the same answers: of the owned part with and without the trick, the fee, and the prior's part. */
  readonly gain?: Readonly<Record<"withTrick" | "withoutTrick" | "fee" | "prior", string>> & {
    /** Whose text was taken, and what the owned part of the same answers gives them with and without the trick. */
    readonly author?: Readonly<Record<"party" | "withTrick" | "withoutTrick", string>>;
  };
}

/** What `npm run cheat -- --json` prints. Units and heights are decimal text. */
export interface CheatReport {
  readonly format: "openledger.cheat/1";
  /** Everything was caught, no honest party lost anything beyond stated fees, and no unit was made or lost. */
  readonly ok: boolean;
  readonly height: string;
  readonly seconds: number;
  readonly attempts: readonly AttemptReport[];
  readonly conservation: readonly (Readonly<Record<"denom" | "genesis" | "burned" | "supply" | "sumOfBalances", string>> & {
    readonly holds: boolean;
  })[];
  readonly honest: readonly Readonly<Record<"party" | "denom" | "change" | "gas" | "answers" | "lost", string>>[];
}

export function createCheatReport(facts: {
  readonly played: readonly Played[];
  readonly conservation: readonly DenomConservation[];
  readonly honest: readonly HonestLine[];
  readonly height: bigint;
  readonly seconds: number;
}): CheatReport {
  const { played, conservation, honest } = facts;
  const isCaught = played.every(({ caught }) => caught !== undefined);
  const isConserved = conservation.length > 0 && conservation.every(({ holds }) => holds);
  const isUnharmed = honest.every(({ lost }) => lost <= 0n);
  return {
    format: "openledger.cheat/1",
    ok: isCaught && isConserved && isUnharmed,
    height: facts.height.toString(),
    seconds: facts.seconds,
    attempts: played.map(attemptReport),
    conservation: conservation.map(({ denom, genesis, burned, supply, sumOfBalances, holds }) => ({
      ...{ denom, genesis: `${genesis}`, burned: `${burned}`, supply: `${supply}`, sumOfBalances: `${sumOfBalances}`, holds },
    })),
    honest: honest.map(({ party, denom, change, gas, answers, lost }) => ({
      ...{ party, denom, change: `${change}`, gas: `${gas}`, answers: `${answers}`, lost: `${lost}` },
    })),
  };
}

function attemptReport({ attempt, caught, cost, outcome }: Played): AttemptReport {
  const { buyersClient, gain } = outcome;
  const { name, actor, tried } = attempt;
  return {
    ...{ name, actor, tried },
    caughtBy: caught === undefined ? null : { ...caught, height: caught.height.toString() },
    cost: Object.fromEntries([...cost].map(([party, coins]) => [party, coinsText(coins)])),
    ...(buyersClient === undefined ? {} : { buyersClient }),
    ...(gain === undefined ? {} : { gain: gainReport(gain) }),
  };
}

function gainReport({ withTrick, withoutTrick, fee, prior, author }: Gain): NonNullable<AttemptReport["gain"]> {
  const units = { withTrick: `${withTrick}`, withoutTrick: `${withoutTrick}`, fee: `${fee}`, prior: `${prior}` };
  if (author === undefined) return units;
  const { party, withTrick: beside, withoutTrick: alone } = author;
  return { ...units, author: { party, withTrick: `${beside}`, withoutTrick: `${alone}` } };
}

function coinsText(coins: Coins): CoinsText {
  return Object.fromEntries(Object.entries(coins).map(([denom, units]) => [denom, units.toString()]));
}
