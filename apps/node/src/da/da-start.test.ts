import { expect, test } from "vitest";
import { daStartOf } from "./da-start.ts";

const RULE = { window: 300n, bytesPerWindow: 1_000, gasPerWindow: 1_000n, startHeight: 700n, daBlockSeconds: 6n };

test("where genesis says what is owed it says from which DA height on, and another one is refused", () => {
  expect([daStartOf(undefined, 5n), daStartOf(RULE, 1n), daStartOf(RULE, 700n)]).toEqual([5n, 700n, 700n]);
  for (const given of [2n, 699n, 701n]) expect(() => daStartOf(RULE, given)).toThrow("the chain begins at DA height 700 by its genesis");
});
