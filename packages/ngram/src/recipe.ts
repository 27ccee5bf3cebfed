import type { Sha256 } from "@openledger/primitives";
import { NgramError } from "./errors.ts";
import { ORDER_MAX, WEIGHT_SUM } from "./rule.ts";

/** How an n-gram model is trained and sampled; its hash is the model version's recipe hash. */
export interface NgramRecipe {
  /**
   * Entry k is how often, out of 10,000 draws, a token is drawn with k tokens of context. 1 to 5 entries that sum to
   * 10,000; as many entries as the model's order, so the last one is not 0.
   */
  readonly weights: readonly number[];
}

const RECIPE_LAYOUT = 1;

/** The model's order: tokens of its longest n-grams, 1 to 5. */
export function orderOf(recipe: NgramRecipe): number {
  return recipe.weights.length;
}

/**
 * The recipe of `order` whose smoothing is `smoothingBps` (0..10,000) of 10,000: of what is left from the longest
 * context down, each context passes that share on to the next shorter one, rounded in favour of the shorter.
 *
 * @example
 * smoothedRecipe(3, 1_000).weights; // [100, 900, 9000]
 */
export function smoothedRecipe(order: number, smoothingBps: number): NgramRecipe {
  const weights: number[] = [];
  let left = WEIGHT_SUM;
  for (let length = order; length > 1; length--) {
    const weight = Math.floor((left * (WEIGHT_SUM - smoothingBps)) / WEIGHT_SUM);
    weights.unshift(weight);
    left -= weight;
  }
  weights.unshift(left);
  return checkRecipe({ weights });
}

/** The recipe itself. Throws NgramError `bad_recipe` unless it is one. */
export function checkRecipe(recipe: NgramRecipe): NgramRecipe {
  const { weights } = recipe;
  if (areWeights(weights)) return recipe;
  const wanted = `1 to ${ORDER_MAX} weights from 0 to ${WEIGHT_SUM} that sum to ${WEIGHT_SUM}, the last one above 0`;
  throw new NgramError("bad_recipe", `a recipe has ${wanted}, not [${weights.join(", ")}]`);
}

function areWeights(weights: readonly number[]): boolean {
  const inRange = weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0 && weight <= WEIGHT_SUM);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return inRange && weights.length >= 1 && weights.length <= ORDER_MAX && sum === WEIGHT_SUM && weights.at(-1) !== 0;
}

/** u8 layout 1 ‖ u8 order ‖ u16 weight per context length, shortest first. 4 to 12 bytes. */
export function encodeRecipe(recipe: NgramRecipe): Uint8Array {
  const { weights } = checkRecipe(recipe);
  return new Uint8Array([RECIPE_LAYOUT, weights.length, ...weights.flatMap((weight) => [weight >>> 8, weight & 0xff])]);
}

/** The recipe that {@link encodeRecipe} made `bytes` of, or undefined for any other bytes. */
export function parseRecipe(bytes: Uint8Array): NgramRecipe | undefined {
  const [layout, order = 0] = bytes;
  if (layout !== RECIPE_LAYOUT || order > ORDER_MAX || bytes.length !== 2 + 2 * order) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const weights = Array.from({ length: order }, (_, i) => view.getUint16(2 + 2 * i));
  return areWeights(weights) ? { weights } : undefined;
}

/** {@link parseRecipe} of bytes that must be one. Throws NgramError `bad_recipe`. */
export function decodeRecipe(bytes: Uint8Array): NgramRecipe {
  const recipe = parseRecipe(bytes);
  if (recipe !== undefined) return recipe;
  const wanted = `01, the order (1 to ${ORDER_MAX}) and two bytes per weight, which sum to ${WEIGHT_SUM}, the last one above 0`;
  throw new NgramError("bad_recipe", `an n-gram recipe is ${wanted}`);
}

/** sha256 of {@link encodeRecipe}, 32 bytes. */
export function recipeHash(recipe: NgramRecipe, sha256: Sha256): Uint8Array {
  return sha256(encodeRecipe(recipe));
}
