import fc from "fast-check";
import { expect, test } from "vitest";
import { anyWeights } from "./texts.fixture.ts";
import { checkRecipe, decodeRecipe, encodeRecipe, smoothedRecipe } from "./index.ts";

test("smoothing passes its share on from each context to the next shorter one", () => {
  expect(smoothedRecipe(3, 1_000).weights).toEqual([100, 900, 9_000]);
  expect(smoothedRecipe(4, 300).weights).toEqual([1, 8, 291, 9_700]);
  expect(smoothedRecipe(1, 7_777).weights).toEqual([10_000]);
  expect(smoothedRecipe(5, 0).weights).toEqual([0, 0, 0, 0, 10_000]);
});

test("a recipe comes back from its bytes, and no other bytes are one", () => {
  fc.assert(
    fc.property(anyWeights, fc.uint8Array({ maxLength: 14 }), ({ order, smoothingBps }, other) => {
      const recipe = smoothedRecipe(order, smoothingBps);
      const bytes = encodeRecipe(recipe);
      expect(decodeRecipe(bytes)).toEqual(recipe);
      expect(() => decodeRecipe(bytes.subarray(1))).toThrow(expect.objectContaining({ code: "bad_recipe" }));
      expect(() => decodeRecipe(new Uint8Array([...bytes, 0]))).toThrow(expect.objectContaining({ code: "bad_recipe" }));
      if (other[0] !== 1) expect(() => decodeRecipe(other)).toThrow(expect.objectContaining({ code: "bad_recipe" }));
    }),
    { numRuns: 100 },
  );
});

test.each([[[]], [[9_999]], [[10_000, 0]], [[-1, 10_001]], [[0.5, 9_999.5]], [[0, 0, 0, 0, 0, 10_000]]])(
  "weights %j are refused",
  (weights) => {
    expect(() => checkRecipe({ weights })).toThrow(expect.objectContaining({ code: "bad_recipe" }));
  },
);
