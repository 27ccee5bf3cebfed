import { expect, test } from "vitest";
import { RetrievalError } from "./errors.ts";
import { encodeExternalRecipe, parseExternalRecipe } from "./external-recipe.ts";

test("a recipe is read back as it was written", () => {
  for (const recipe of [
    { contextPassages: 0, upstreamModel: "llama3.2:3b" },
    { contextPassages: 3, upstreamModel: "n".repeat(128) },
  ]) {
    expect(parseExternalRecipe(encodeExternalRecipe(recipe))).toEqual(recipe);
  }
});

test("what is no recipe is refused when written, and is none when read", () => {
  expect(() => encodeExternalRecipe({ contextPassages: 4, upstreamModel: "m" })).toThrow(RetrievalError);
  expect(() => encodeExternalRecipe({ contextPassages: 256, upstreamModel: "m" })).toThrow(RetrievalError);
  expect(() => encodeExternalRecipe({ contextPassages: 0, upstreamModel: "" })).toThrow(RetrievalError);
  expect(() => encodeExternalRecipe({ contextPassages: 0, upstreamModel: "a\nb" })).toThrow(RetrievalError);
  const bytes = encodeExternalRecipe({ contextPassages: 1, upstreamModel: "m" });
  for (const bad of [new Uint8Array(0), Uint8Array.of(2, ...bytes.slice(1)), Uint8Array.of(1, 1), Uint8Array.of(1, 1, 0xff)]) {
    expect(parseExternalRecipe(bad)).toBeUndefined();
  }
});
