import { DOLLAR_DENOM } from "../steps/demo-terms.ts";
import type { OfferTerms } from "../steps/offer.ts";
import type { ModelSpec } from "../steps/publish.ts";

/** Name under which the spoken model is bought. */
export const SPOKEN_MODEL = "coast-reader";
/** What the engine calls itself. */
export const ENGINE_MODEL = "reader";
/** The most that the listener spends. */
export const LISTENER_CAP = 4_000_000n;
/** Least price of a call. */
export const FLOOR_PRICE: ModelSpec["floorPrice"] = { denom: DOLLAR_DENOM, amount: 5_000n };
/** Passages that the engine is given with a question. */
export const CONTEXT_PASSAGES = 3;

const COMMON = { denom: DOLLAR_DENOM, per1kInput: 1_000n, openingFee: 2_000n, bond: 20_000_000n, capacity: 8, powerSource: "unknown" } as const;

/** Three hosts of one model version; the first one is the cheapest. */
export const SPOKEN_HOSTS: readonly (OfferTerms & { readonly role: "harbour" | "meadow" | "summit" })[] = [
  { ...COMMON, role: "harbour", perCall: 8_000n, per1kOutput: 40_000n, latencyClassMs: 30_000n, region: "this machine", operator: "Harbour" },
  { ...COMMON, role: "meadow", perCall: 10_000n, per1kOutput: 50_000n, latencyClassMs: 20_000n, region: "this machine", operator: "Meadow" },
  { ...COMMON, role: "summit", perCall: 16_000n, per1kOutput: 60_000n, latencyClassMs: 15_000n, region: "this machine", operator: "Summit" },
];
