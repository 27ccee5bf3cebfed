import { MarkKind, type Mark } from "@openledger/messages/openledger/datanet/v1";
import { expect, test } from "vitest";
import { revocationAt } from "./revocation.ts";
import { rulingAt } from "./ruling.ts";

const mark = (height: bigint, kind: MarkKind, owner = ""): Mark => ({ height, kind, owner, fromVersion: 2n, rows: [], erase: false });

test("a session sees what disputes decided in the blocks before its own, and the last winner owns", () => {
  const marks = [
    mark(10n, MarkKind.MARK_KIND_REASSIGNED, "first"),
    mark(20n, MarkKind.MARK_KIND_REASSIGNED, "second"),
    mark(30n, MarkKind.MARK_KIND_STRUCK),
  ];
  expect(rulingAt(marks, 10n)).toEqual({ struck: false, owner: undefined });
  expect(rulingAt(marks, 11n)).toEqual({ struck: false, owner: "first" });
  expect(rulingAt(marks, 21n)).toEqual({ struck: false, owner: "second" });
  expect(rulingAt(marks, 31n)).toEqual({ struck: true, owner: "second" });
});

test("what changed hands is not taken back, what was struck counts as little as what is", () => {
  expect(revocationAt([mark(10n, MarkKind.MARK_KIND_REASSIGNED, "winner")], 11n)).toEqual({ whole: false, rows: [] });
  expect(revocationAt([mark(10n, MarkKind.MARK_KIND_STRUCK)], 11n)).toEqual({ whole: true, rows: [] });
});
