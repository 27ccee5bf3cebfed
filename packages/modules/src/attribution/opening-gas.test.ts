import { Claim, Match, Span } from "@openledger/messages/openledger/attribution/v1";
import { createGasMeter, sdkErrors } from "@openledger/state-machine";
import { assertDefined, gas } from "@openledger/primitives";
import { expect, test } from "vitest";
import { datanetKeeper } from "../datanet/module.ts";
import { modelKeeper } from "../model/module.ts";
import { ALICE_TEXT, answer, openLoop } from "../support/loop.fixture.ts";
import { hostKey, publicKeyOf } from "../support/messages.fixture.ts";
import { createAttributionKeeper } from "./keeper.ts";
import { openingGas } from "./opening-gas.ts";

test("each message and each cited token is paid for", () => {
  const spans = [3, 40].map((tokenCount) => Span.create({ match: Match.create({ tokenCount }) }));
  const request = [{ role: "user", text: "" }, { role: "", text: "" }];
  expect(openingGas({ request: [], claim: undefined })).toBe(0n);
  expect(openingGas({ request, claim: Claim.create({ spans: [...spans, Span.create({})] }) })).toBe(1043n);
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
