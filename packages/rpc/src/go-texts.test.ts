// The sentences are those that a stock CometBFT 0.38.20 gave.
import { expect, test } from "vitest";
import { base64Problem, hexProblem, integerProblem, jsonProblem, scalarProblem, wrongType } from "./go-texts.ts";

test.each([
  ["{bad", "invalid character 'b' looking for beginning of object key string"],
  ["[", "unexpected end of JSON input"],
  ['{"id":1} x', "invalid character 'x' after top-level value"],
  ['{"a":1 b}', "invalid character 'b' after object key:value pair"],
  ["[1 2]", "invalid character '2' after array element"],
  ['{"a" 1}', "invalid character '1' after object key"],
])("JSON %s is refused as Go refuses it", (text, sentence) => {
  const problem = (): string => {
    try {
      return String(JSON.parse(text));
    } catch (error) {
      return jsonProblem(text, error);
    }
  };
  expect(problem()).toBe(sentence);
});

test("hex, base64, integers and types are refused as Go refuses them", () => {
  expect(hexProblem("zz")).toBe("encoding/hex: invalid byte: U+007A 'z'");
  expect(hexProblem("abc")).toBe("encoding/hex: odd length hex string");
  expect(base64Problem("***")).toBe("illegal base64 data at input byte 0");
  expect(integerProblem("int64", "5")).toBeUndefined();
  expect(integerProblem("int64", "9223372036854775808")).toBe("json: cannot unmarshal number 9223372036854775808 into Go value of type int64");
  expect(integerProblem("int", "-0x1")).toBe("invalid character 'x' after top-level value");
  expect(scalarProblem("")).toBe("unexpected end of JSON input");
  expect(wrongType([], "string")).toBe("json: cannot unmarshal array into Go value of type string");
  expect(wrongType(true, "int")).toBe("json: cannot unmarshal bool into Go value of type int");
});
