import { createNodeCrypto } from "@openledger/crypto";
import { verifyReceiptOpening } from "@openledger/attribution";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { expect, test } from "vitest";
import { randomAnswer } from "../scanner/random-answer.ts";
import { createRandom } from "../simulation/random.ts";
import { addFlips, flipEveryBit, flipRandomBits, NO_FLIPS } from "./flip-bits.ts";
import { kindOpening, RE_EXECUTABLE_KINDS } from "./kind-openings.ts";

const crypto = createNodeCrypto();
const SEED = process.env["OPENLEDGER_SEEDS"] ?? "4";

test.each(RE_EXECUTABLE_KINDS)("each single bit of an opening of a %s answer is refused when flipped", (kind) => {
  const { opening, context } = kindOpening(crypto, kind, SEED);
  expect(verifyReceiptOpening(crypto, opening, context)).toMatchObject({ ok: true });
  expect(opening.claim?.owners.length).toBeGreaterThan(0);
  expect(opening.claim?.passages.length).toBeGreaterThan(kind === "retrieval" ? 0 : -1);
  const { flips, accepted } = flipEveryBit(crypto, opening, context);
  expect(flips).toBe(ReceiptOpening.toBytes(opening).length * 8);
  expect(accepted).toEqual([]);
});

test("random bits of random openings are refused when flipped", () => {
  const random = createRandom(crypto.sha256, SEED);
  let tally = NO_FLIPS;
  for (let i = 0; i < 60; i++) {
    const { opening, context } = randomAnswer(crypto, `${SEED}/flip ${i}`);
    tally = addFlips(tally, flipRandomBits(crypto, opening, context, { random, flips: 32 }));
  }
  expect(tally.accepted).toEqual([]);
});
