import { Claim, Match, Receipt, Span } from "@openledger/messages/openledger/attribution/v1";
import { createGasMeter, sdkErrors } from "@openledger/state-machine";
import { assertDefined, gas } from "@openledger/primitives";
import { expect, test } from "vitest";
import { datanetKeeper } from "../datanet/module.ts";
import { modelKeeper } from "../model/module.ts";
import { ALICE_TEXT, answer, openLoop } from "../support/loop.fixture.ts";
import { hostKey, publicKeyOf } from "../support/messages.fixture.ts";
import { createAttributionKeeper } from "./keeper.ts";
import { evidenceGas, openingGas } from "./opening-gas.ts";

const request = [
  { role: "user", text: "a b" },
  { role: "", text: "" },
];
const output = new Uint8Array(9);

test("each message, each token and each cited token is paid for", () => {
  const spans = [3, 40].map((tokenCount) => Span.create({ match: Match.create({ tokenCount }) }));
  const receipt = Receipt.create({ inputTokens: 2n, outputTokens: 5n });
  expect(openingGas({ receipt: undefined, request: [], claim: undefined, output })).toBe(0n);
  const claim = Claim.create({ spans: [...spans, Span.create({})] });
  expect(openingGas({ receipt, request, claim, output })).toBe(1323n);
});

test("each passage of an output and each leaf of evidence against it is paid for", () => {
  const claim = Claim.create({ passages: [4n, 7n] });
  expect(openingGas({ receipt: undefined, request: [], claim, output })).toBe(20_000n);
  expect(evidenceGas(40)).toBe(100_000n);
});

test("token counts that cannot be are paid for by the bytes at hand, so that gas stays a number", () => {
  const receipt = Receipt.create({ inputTokens: (1n << 64n) - 1n, outputTokens: (1n << 64n) - 1n });
  expect(openingGas({ receipt, request, claim: undefined, output })).toBe(1000n + 40n * (23n + 9n));
});

test("an opening is paid for before it is checked", () => {
  const loop = openLoop();
  const opening = answer(loop, ALICE_TEXT);
  const ctx = loop.world.context();
  const model = assertDefined(modelKeeper.version(ctx, 1n, 1n), "the model is published");
  const presented = { opening, sessionId: loop.sessionId, index: 0n, model, receiptKey: publicKeyOf(hostKey), dataBps: 4000, openedHeight: 1n };
  const limit = openingGas(opening);
  const meter = createGasMeter(gas(limit - 1n));
  const { verifyAnswer } = createAttributionKeeper(datanetKeeper);
  const outOfGas = expect.objectContaining({ codespace: "sdk", code: sdkErrors.outOfGas.code });
  expect(() => verifyAnswer({ ...ctx, gas: meter }, presented)).toThrow(outOfGas);
  const enough = createGasMeter(gas(limit));
  expect(verifyAnswer({ ...ctx, gas: enough }, presented).owned).toHaveLength(1);
  expect(enough.consumed).toBe(limit);
});
