import { Kind, parse, type OperationDefinitionNode } from "graphql";
import { expect, test } from "vitest";
import { limitError } from "./limits.ts";

function refusal(query: string, variables: Readonly<Record<string, unknown>> = {}): string | undefined {
  const document = parse(query);
  const operation = document.definitions.find((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);
  return operation === undefined ? "no operation" : limitError(document, operation, variables)?.message;
}

test.each([
  ["grids of many validators", "{ validators(first: 100) { edges { node { uptime(window: 1000) { grid { height status } } } } } }"],
  ["grids by a fragment", "{ validators(first: 100) { edges { node { uptime(window: 1000) { ...cells } } } } } fragment cells on Uptime { grid { height status } }"],
  ["missed heights of many validators", "{ validators(first: 100) { edges { node { uptime(window: 1000) { missedHeights } } } } }"],
  ["signers of many blocks", "{ blocks(first: 100) { edges { node { signatures { flag address time validator { operator moniker tokens } } } } } }"],
])("%s are refused before anything is read", (_, query) => {
  expect(refusal(query)).toMatch(/^the query may touch \d+ fields/);
});

test("a window is counted as its variable says", () => {
  const query = "query ($w: Int) { validators(first: 100) { edges { node { uptime(window: $w) { grid { height status } } } } } }";
  expect(refusal(query, { w: 1000 })).toMatch(/^the query may touch \d+ fields/);
  expect(refusal(query, { w: 50 })).toBeUndefined();
});

test.each([
  ["the grid of one validator", "{ validator(operator: \"x\") { uptime(window: 1000) { signed grid { height status } } } }"],
  ["the grids of a page of validators", "{ validators(first: 100) { edges { node { uptime { grid { height status } } } } } }"],
  ["how many blocks each validator signed", "{ validators(first: 100) { edges { node { uptime(window: 1000) { signed missed lastSigned } } } } }"],
  ["the signers of a page of blocks", "{ blocks(first: 20) { edges { node { signatures { flag address time validator { operator moniker } } } } } }"],
])("%s may be asked for", (_, query) => {
  expect(refusal(query)).toBeUndefined();
});

test("what one uptime asks for costs nothing outside of it", () => {
  expect(refusal("{ validator(operator: \"x\") { uptime(window: 1000) { signed } slashes { height } } validators(first: 100) { edges { node { uptime(window: 1) { grid { height } } } } } }")).toBeUndefined();
});
