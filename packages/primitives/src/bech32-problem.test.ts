// The invalid strings of BIP-173, in the words of Go's btcutil.
import { expect, test } from "vitest";
import { bech32Problem } from "./bech32-problem.ts";

test.each([
  [`${" "}1nwldj5`, "invalid character in string: ' '"],
  ["\u007f1axkwrx", "invalid character in string: '\u007f'"],
  ["pzry9x0s0muk", "invalid separator index -1"],
  ["1pzry9x0s0muk", "invalid separator index 0"],
  ["x1b4n0q5v", "invalid character not part of charset: 98"],
  ["li1dgmt3", "invalid separator index 2"],
  ["A1G7SGD8", "invalid checksum (expected 2uel5l got g7sgd8)"],
  ["10a06t8", "invalid bech32 string length 7"],
  ["A12uEL5L", "string not all lowercase or all uppercase"],
  ["A12UEL5L", undefined],
])("%j: %s", (text, problem) => {
  expect(bech32Problem(text, 100)).toBe(problem);
});
