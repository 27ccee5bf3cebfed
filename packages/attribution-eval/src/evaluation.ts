import type { AttackResult } from "./attacks/measure-attacks.ts";
import type { HostResult } from "./attacks/measure-hosts.ts";
import type { CounterfactualResult } from "./counterfactual/measure-counterfactual.ts";
import type { RetrievalResult } from "./retrieval/measure-retrieval.ts";
import type { PlantedResult } from "./spans/planted-spans.ts";
import type { RespacedResult } from "./spans/respaced.ts";
import type { Estimate } from "./statistics/interval.ts";

/** What the rule credits on texts of one set, in outputs made of another's. */
export interface SpanResult {
  readonly set: string;
  /** Where the outputs' other text is from. */
  readonly unrelatedSet: string;
  /** N of the rule. */
  readonly manifestTokens: number;
  readonly planted: readonly PlantedResult[];
  /** Share of the tokens of the other set's text that is credited to anybody. */
  readonly unrelated: Estimate;
  readonly respaced: readonly RespacedResult[];
}

/** Everything that was measured. */
export interface Evaluation {
  readonly seed: number;
  readonly isQuick: boolean;
  readonly sets: readonly { readonly name: string; readonly origin: string; readonly contributors: number; readonly bytes: number }[];
  readonly spans: readonly SpanResult[];
  readonly counterfactual: readonly CounterfactualResult[];
  readonly retrieval: readonly RetrievalResult[];
  readonly attacks: readonly AttackResult[];
  readonly hosts: readonly HostResult[];
}

/** A required number and what was measured. */
export interface Bar {
  readonly name: string;
  readonly set: string;
  readonly required: string;
  readonly measured: string;
  readonly isMet: boolean;
}
