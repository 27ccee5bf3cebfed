import { createNodeCrypto } from "@openledger/crypto";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { copy, cut } from "./attack.ts";
import { FEE_TERMS, settle, sumOf, type Registered } from "./market.ts";

const { sha256 } = createNodeCrypto();
const text = (name: string): string => Array.from({ length: 60 }, (_, i) => `${name}${i * 7919}`).join(" ");
const registered: Registered[] = ["ada", "ben"].map((account) => ({ account, documents: [toUtf8(text(account))], grade: 50 }));

test("owned, prior and returned parts sum to the data part to the unit", () => {
  const outputs = [toUtf8(`${text("ada").slice(0, 200)} nobody wrote this end`), toUtf8("nor any of these words")];
  const { owned, prior, returned, data } = settle(registered, outputs, FEE_TERMS, sha256);
  expect(data).toBe(800_002n);
  expect(sumOf(owned) + sumOf(prior) + returned).toBe(data);
  expect(sumOf(owned, new Set(["ada"]))).toBeGreaterThan(0n);
  expect(owned.get("ben")).toBeUndefined();
  expect(sumOf(prior)).toBeGreaterThan(0n);
});

test("a text that is quoted as a whole earns the whole data part", () => {
  const { owned } = settle(registered, [toUtf8(text("ben"))], FEE_TERMS, sha256);
  expect(owned).toEqual(new Map([["ben", 400_001n]]));
});

test("what was accepted after publishing earns neither part", () => {
  const [ada, ben] = registered as [Registered, Registered];
  const { owned, prior } = settle([ada, { ...ben, isLate: true }], [toUtf8(text("ben"))], FEE_TERMS, sha256);
  expect(sumOf(owned)).toBe(0n);
  expect(prior.has("ben")).toBe(false);
});

test("cut pieces are the text again when glued, and curators let in none, half or all of them", () => {
  const pieces = cut([toUtf8(text("ada")), toUtf8("short text")], 8);
  expect(pieces.flat().map((piece) => fromUtf8(piece)).join("")).toBe(`${text("ada")}short text`);
  expect(pieces.length).toBeGreaterThanOrEqual(8);
  const attack = copy(registered, 0, 4);
  expect((["none", "half", "all"] as const).map((accepted) => attack.attacked(accepted).length)).toEqual([2, 4, 6]);
});
