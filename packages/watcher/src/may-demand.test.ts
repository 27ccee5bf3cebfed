import { Session, Settlement, Visibility } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { mayDemand, wasAnswered } from "./may-demand.ts";

const { VISIBILITY_PRIVATE, VISIBILITY_PUBLIC } = Visibility;

test("receipts of a private session are demanded by its buyer and its auditors alone, public ones by anybody", () => {
  const parties = { buyer: "buyer", auditors: ["one", "two"] };
  const secret = Session.create({ ...parties, visibility: VISIBILITY_PRIVATE });
  expect(["buyer", "two", "host", ""].map((address) => mayDemand(secret, address))).toEqual([true, true, false, false]);
  expect(mayDemand(Session.create({ ...parties, visibility: VISIBILITY_PUBLIC }), "anybody")).toBe(true);
});

test("only a settlement whose demands are all answered shows something", () => {
  const of = (demandedReceipts: bigint[], openDemands: bigint[]): boolean => wasAnswered(Settlement.create({ demandedReceipts, openDemands }));
  expect([of([], []), of([1n], [7n]), of([1n, 2n], [8n]), of([1n], [])]).toEqual([false, false, false, true]);
});
