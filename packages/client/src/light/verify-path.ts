/** From one trusted block to another height, over as few blocks in between as the validators allow. */
import { CometError, type LightBlock, type LightOptions } from "@openledger/comet";
import type { Crypto } from "@openledger/primitives";
import { verifyStepAcross, type JudgedRotation } from "./crossings.ts";
import { LightError } from "./light-error.ts";

/** What a path is verified with. */
export interface PathRules {
  readonly crypto: Crypto;
  readonly options: LightOptions;
  /** Nanoseconds since the Unix epoch. */
  readonly now: bigint;
  /** Where breaks are; none for a chain without open breaks. */
  readonly rotations?: readonly JudgedRotation[] | undefined;
}

/** Fetches the block of a height. Throws LightError. */
export type FetchBlock = (height: bigint) => Promise<LightBlock>;

/** Pivots lie at 9/16 of the way: a block that is at hand already lies at more than a half. */
const PIVOT_NUMERATOR = 9n;
const PIVOT_DENOMINATOR = 16n;

/**
 * One step of CometBFT's `Verify`. Throws LightError `expired`, `not-enough-trust` or `invalid-header`, with the CometError
 * as cause.
 */
export function verifyStep({ crypto, options, now, rotations = [] }: PathRules, trusted: LightBlock, next: LightBlock): void {
  try {
    verifyStepAcross(crypto, rotations, trusted, next, options, now);
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    const step = `from header ${trusted.header.height} to ${next.header.height}: ${error.message}`;
    if (error.code === "TRUST_EXPIRED") throw new LightError("expired", step, { cause: error });
    if (error.code === "NOT_ENOUGH_TRUST") throw new LightError("not-enough-trust", step, { cause: error });
    throw new LightError("invalid-header", step, { cause: error });
  }
}

/** Every header from `trusted` to `target`; returns them, both included. Throws LightError. */
export async function verifySequentially(
  rules: PathRules,
  trusted: LightBlock,
  target: LightBlock,
  fetchBlock: FetchBlock,
): Promise<readonly LightBlock[]> {
  const trace = [trusted];
  let last = trusted;
  for (let at = trusted.header.height + 1n; at <= target.header.height; at++) {
    const next = at === target.header.height ? target : await fetchBlock(at);
    verifyStep(rules, last, next);
    trace.push(next);
    last = next;
  }
  return trace;
}

/**
 * Skips to `target` when enough trusted validators signed it, else over blocks in between (CometBFT's `verifySkipping`);
 * returns the verified blocks, both ends included. Throws LightError.
 */
export async function verifySkipping(
  rules: PathRules,
  trusted: LightBlock,
  target: LightBlock,
  fetchBlock: FetchBlock,
): Promise<readonly LightBlock[]> {
  const trace = [trusted];
  // From the target down to the nearest candidate; what was fetched for a jump that failed serves the next one.
  const candidates = [target];
  let verified = trusted;
  let depth = 0;
  for (;;) {
    const candidate = candidates[depth] as LightBlock;
    if (canStep(rules, verified, candidate)) {
      trace.push(candidate);
      if (depth === 0) return trace;
      verified = candidate;
      candidates.length = depth;
      depth = 0;
      continue;
    }
    depth++;
    if (depth === candidates.length) {
      const distance = candidate.header.height - verified.header.height;
      candidates.push(await fetchBlock(verified.header.height + (distance * PIVOT_NUMERATOR) / PIVOT_DENOMINATOR));
    }
  }
}

/** False when a block in between may help; any other failure is thrown. */
function canStep(rules: PathRules, trusted: LightBlock, next: LightBlock): boolean {
  try {
    verifyStep(rules, trusted, next);
    return true;
  } catch (error) {
    if (error instanceof LightError && error.code === "not-enough-trust") return false;
    throw error;
  }
}
