import { expect, test } from "vitest";
import { reasonsOf, type Standing } from "./standing.ts";

const QUOTED_NOWHERE: Standing = {
  ...{ datanetId: 1n, seq: 1n, state: "ACCEPTED", isRevoked: false, isStruck: false, isReassigned: false, versions: 1, models: 2, settledAnswers: 40, knownAnswers: 30 },
  ...{ ownedPending: 0, ownedVoid: 0, corrected: 0, belowUnit: 0, outside: 0, revoked: 0 },
};

function reasons(standing: Partial<Standing>): string[] {
  return reasonsOf({ ...QUOTED_NOWHERE, ...standing }).map(({ reason, count }) => (count === null ? reason : `${reason} ${count}`));
}

test("what curators did not accept earns nothing for that reason alone", () => {
  expect(reasons({ state: "PENDING" })).toEqual(["PENDING_REVIEW"]);
  expect(reasons({ state: "LAPSED", outside: 3 })).toEqual(["LAPSED"]);
});

test("the first step that is missing on the way to an answer is the reason", () => {
  expect(reasons({ versions: 0, models: 0 })).toEqual(["NOT_FROZEN"]);
  expect(reasons({ models: 0, outside: 3 })).toEqual(["IN_NO_MANIFEST", "OUTSIDE_MANIFEST 3"]);
  expect(reasons({ settledAnswers: 0, knownAnswers: 0 })).toEqual(["NO_ANSWERS"]);
});

test("answers that are not known are never counted as answers that do not cite", () => {
  expect(reasons({})).toEqual(["NOT_CITED 30", "NOT_KNOWN 10"]);
  expect(reasons({ knownAnswers: 0 })).toEqual(["NOT_KNOWN 40"]);
  expect(reasons({ ownedPending: 2, knownAnswers: 40 })).toEqual(["WAITING 2"]);
  expect(reasons({ corrected: 1, belowUnit: 2, revoked: 3, isRevoked: true })).toEqual(["REVOKED", "CORRECTED 1", "BELOW_A_UNIT 2", "CITED_WHILE_REVOKED 3", "NOT_KNOWN 10"]);
});
