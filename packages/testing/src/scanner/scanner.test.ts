import { createNodeCrypto } from "@openledger/crypto";
import { tokenise, TOKEN_BREAK, TOKEN_GAP, TOKEN_WORD, verifyReceiptOpening } from "@openledger/attribution";
import { toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createRandom } from "../simulation/random.ts";
import { compareClaims } from "./compare-claims.ts";
import { randomAnswer } from "./random-answer.ts";
import { inventMixture } from "./random-texts.ts";
import { slowTokens } from "./slow-tokens.ts";

const crypto = createNodeCrypto();
const SEED = process.env["OPENLEDGER_SEEDS"] ?? "4";

test("the production code and a scanner that knows nothing of it make the same claims, to the byte", async () => {
  const { differences, statuses } = await compareClaims(crypto, { seed: SEED, pairs: 400 });
  expect(differences).toEqual([]);
  expect(Object.keys(statuses)).toHaveLength(6);
});

test("random pairs verify", () => {
  for (let i = 0; i < 60; i++) {
    const { opening, context } = randomAnswer(crypto, `${SEED}/pair ${i}`);
    expect(verifyReceiptOpening(crypto, opening, context)).toMatchObject({ ok: true });
  }
});

test("two readings of the tokeniser's rule split any bytes alike", () => {
  const random = createRandom(crypto.sha256, SEED);
  for (let i = 0; i < 600; i++) {
    const text = toUtf8(inventMixture(random, [], 3));
    const bytes = random.chance(30) ? random.bytes(80) : random.chance(30) ? text.map((byte) => (random.chance(5) ? random.below(256) : byte)) : text;
    const tokens = tokenise(bytes);
    const flags = slowTokens(bytes).map(({ text: word, isWord, isApart }) => (isWord ? TOKEN_WORD : 0) | (word === undefined ? TOKEN_BREAK : 0) | (isApart ? TOKEN_GAP : 0));
    expect(slowTokens(bytes).map(({ start, end }) => [start, end])).toEqual(Array.from(tokens.start, (start, at) => [start, tokens.end[at]]));
    expect(flags).toEqual([...tokens.flags]);
  }
});
