import type { Coins } from "../money/coins.ts";
import type { Party } from "../network/parties.ts";
import type { Stage } from "../network/stage.ts";

/**
 * Who said no: the chain to a transaction, its verdict about a counter-example or about a demand, or the ownership rule
 * when it divided the money.
 */
export type CaughtKind = "transaction" | "counter-example" | "demand" | "payout";

/** What stopped an attempt. */
export interface Caught {
  readonly kind: CaughtKind;
  readonly codespace: string;
  /** The chain's number for a refused transaction, the stable reason of a verdict otherwise. */
  readonly code: number | string;
  readonly message: string;
  readonly height: bigint;
}

/** Units of the fee currency that the owned part of the same answers gives, with the trick and had it not been played. */
export interface Gain {
  readonly withTrick: bigint;
  readonly withoutTrick: bigint;
  /** What the buyer paid for the answers. */
  readonly fee: bigint;
  /** Of the datanet's prior: what its curators let in earns here, by grade and size. */
  readonly prior: bigint;
  /** What the one whose text was taken earns by the same answers, with the trick and without. */
  readonly author?: { readonly party: Party; readonly withTrick: bigint; readonly withoutTrick: bigint };
}

export interface Outcome {
  /** Undefined: it went through. */
  readonly caught: Caught | undefined;
  /** What a buyer's client that checks says to the receipt before it signs; null: nothing, since it cannot see this. */
  readonly buyersClient?: { readonly check: string; readonly message: string } | null;
  /** Units that a void settlement burned and gave to the treasury. */
  readonly burned?: Coins;
  readonly treasury?: Coins;
  /** What the trick cost beside balances that change now: bonds and gas of contributions registered before. */
  readonly spentBefore?: Partial<Record<Party, Coins>>;
  readonly gain?: Gain;
}

/** One way to cheat. */
export interface Attempt {
  readonly name: string;
  readonly actor: Party;
  /** A sentence. */
  readonly tried: string;
  /** Whose balances are compared before and after, beside the actor's. */
  readonly affected: readonly Party[];
  /** `codespace/code` of what must catch it; anything else counts as not caught. */
  readonly expected: readonly string[];
  /** Does what is honest about it, such as opening a session, and returns the lie, whose cost is measured. */
  prepare(stage: Stage): Promise<() => Promise<Outcome>>;
}
