import type { Crypto } from "@openledger/primitives";
import {
  addFlips,
  createRandom,
  flipEveryBit,
  flipRandomBits,
  kindOpening,
  NO_FLIPS,
  otherWork,
  randomAnswer,
  RE_EXECUTABLE_KINDS,
  type FlipTally,
} from "@openledger/testing";

const OPENINGS_PER_KIND = 5;
const RANDOM_OPENINGS = 1_000;
const FLIPS_EACH = 32;

export interface FlipsReport {
  /** Every bit of each opening. */
  readonly everyBit: FlipTally & { readonly openings: number };
  /** Some bits of each opening. */
  readonly randomBits: FlipTally & { readonly openings: number };
}

/** Flips every bit of ten openings of both model kinds, and 32 random bits of a thousand random openings. */
export async function flipOpenings(crypto: Crypto, seed: string, detail: (text: string) => void): Promise<FlipsReport> {
  let every = NO_FLIPS;
  let openings = 0;
  for (const kind of RE_EXECUTABLE_KINDS) {
    for (let i = 0; i < OPENINGS_PER_KIND; i++) {
      const { opening, context } = kindOpening(crypto, kind, `${seed}/flips ${i}`);
      every = addFlips(every, flipEveryBit(crypto, opening, context));
      openings++;
      detail(`every bit of ${openings} openings, ${every.flips} flips`);
      await otherWork();
    }
  }
  const random = createRandom(crypto.sha256, `${seed}/flips`);
  let some = NO_FLIPS;
  for (let i = 0; i < RANDOM_OPENINGS; i++) {
    const { opening, context } = randomAnswer(crypto, `${seed}/flip ${i}`);
    some = addFlips(some, flipRandomBits(crypto, opening, context, { random, flips: FLIPS_EACH }));
    detail(`every bit of ${openings} openings, ${FLIPS_EACH} bits of ${i + 1}`);
    await otherWork();
  }
  detail(`${every.flips} flips of every bit of ${openings} openings, ${some.flips} of ${RANDOM_OPENINGS}`);
  return { everyBit: { ...every, openings }, randomBits: { ...some, openings: RANDOM_OPENINGS } };
}
