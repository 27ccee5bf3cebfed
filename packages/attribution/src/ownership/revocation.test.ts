import { SpanStatus } from "@openledger/messages/openledger/attribution/v1";
import { MarkKind, type Mark, type RowRange } from "@openledger/messages/openledger/datanet/v1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerFixture, crypto, restated } from "../../testing/claims-fixture.ts";
import { verifyReceiptOpening } from "../claims/verify-opening.ts";
import { revocationAt, revocationInVersion, touchesRevoked, unrevokedPart, withoutRevoked } from "./revocation.ts";

const mark = (height: bigint, fromVersion: bigint, rows: RowRange[] = []): Mark => ({
  ...{ height, fromVersion, rows, erase: false },
  ...{ kind: MarkKind.MARK_KIND_REVOKED, owner: "" },
});
const range = (document: number, firstChunk: number, chunkCount: number): RowRange => ({ document, firstChunk, chunkCount });

test("a session sees the marks of the blocks before its own, a version those before its freeze", () => {
  const marks = [mark(10n, 2n, [range(0, 1, 2)]), mark(20n, 3n)];
  expect(revocationAt(marks, 10n)).toEqual({ whole: false, rows: [] });
  expect(revocationAt(marks, 11n)).toEqual({ whole: false, rows: [range(0, 1, 2)] });
  expect(revocationAt(marks, 21n)).toEqual({ whole: true, rows: [] });
  expect(revocationInVersion(marks, 1n).whole).toBe(false);
  expect(revocationInVersion(marks, 2n).rows).toHaveLength(1);
  expect(revocationInVersion(marks, 3n).whole).toBe(true);
});

const ranges = fc.array(
  fc.record({ document: fc.nat(2), firstChunk: fc.nat(6), chunkCount: fc.integer({ min: 1, max: 4 }) }),
  { maxLength: 6 },
);

test("units go down by the share of distinct marked chunks", () => {
  fc.assert(
    fc.property(ranges, fc.bigInt({ min: 0n, max: 1_000_000n }), (rows, units) => {
      const marked = new Set(rows.flatMap((one) => Array.from({ length: one.chunkCount }, (_, i) => `${one.document}/${one.firstChunk + i}`)));
      const left = 40n - BigInt(marked.size);
      expect(unrevokedPart(units, 40n, { whole: false, rows })).toBe((units * left) / 40n);
      expect(unrevokedPart(units, BigInt(marked.size), { whole: false, rows })).toBe(0n);
    }),
    { numRuns: 100 },
  );
  expect(unrevokedPart(7n, 3n, { whole: true, rows: [] })).toBe(0n);
});

test("what is left of a text is UTF-8 of the same length without the marked bytes", () => {
  const text = "\u00e4\u20ac\u{1f600}".repeat(400);
  const bytes = new TextEncoder().encode(text);
  const left = withoutRevoked(bytes, 0, [range(0, 1, 1)]);
  expect(left.length).toBe(bytes.length);
  expect(() => new TextDecoder("utf-8", { fatal: true }).decode(left)).not.toThrow();
  expect(left.subarray(1024, 2048).every((byte) => byte === 0x0a)).toBe(true);
  expect(withoutRevoked(bytes, 1, [range(0, 1, 1)])).toBe(bytes);
  expect(touchesRevoked([range(0, 1, 1)], 0, 1000, 1024)).toBe(false);
  expect(touchesRevoked([range(0, 1, 1)], 0, 1000, 1025)).toBe(true);
  expect(touchesRevoked([range(0, 1, 1)], 0, 2048, 2050)).toBe(false);
});

const FIRST = "The heron waits beside the quiet reservoir until the morning fog dissolves above silver minnows.";
const SECOND = "Copper kettles whistle loudly whenever glacier expeditions melt their ration of ancient blue ice.";
/** SECOND stands in chunk 1. */
const DOCUMENT = `${FIRST}\n${"\n".repeat(1024)}${SECOND}\n`;
const rowsOf = (): readonly RowRange[] => [range(0, 1, 1)];

test("tokens that stand in a revoked row are nobody's, those beside it keep their owner", () => {
  const source = { datanetId: 1n, owner: 1, documents: [DOCUMENT] };
  const { opening, context } = answerFixture([source], "What waits?", `${FIRST}\n\n${SECOND}`, [], rowsOf);
  const statuses = opening.claim?.spans.map(({ status }) => status) ?? [];
  expect(statuses).toContain(SpanStatus.SPAN_STATUS_OWNED);
  expect(statuses).toContain(SpanStatus.SPAN_STATUS_REVOKED);
  expect(verifyReceiptOpening(crypto, opening, context)).toMatchObject({ ok: true });
  // Who does not know of the marks, or knows of others, sees another claim.
  expect(verifyReceiptOpening(crypto, opening, { ...context, revokedRows: () => [] })).toMatchObject({ code: "not-revoked" });
  const all = { ...context, revokedRows: () => [range(0, 0, 2)] };
  expect(verifyReceiptOpening(crypto, opening, all)).toMatchObject({ code: "revoked" });
});

test("a run across the edge of a revoked row is cut there", () => {
  const padded = `${"\n".repeat(1024 - 40)}${FIRST}\n`;
  const source = { datanetId: 1n, owner: 1, documents: [padded] };
  const { opening, context } = answerFixture([source], "What waits?", FIRST, [], rowsOf);
  const spans = opening.claim?.spans ?? [];
  expect(spans.map(({ status }) => status)).toEqual([SpanStatus.SPAN_STATUS_OWNED, SpanStatus.SPAN_STATUS_REVOKED]);
  expect(verifyReceiptOpening(crypto, opening, context)).toMatchObject({ ok: true });
  const [owned, revoked] = spans;
  if (opening.claim === undefined || owned === undefined || revoked === undefined) throw new Error("two spans");
  const moved = { ...opening.claim, spans: [owned, { ...revoked, status: SpanStatus.SPAN_STATUS_OWNED, owner: owned.owner }] };
  expect(verifyReceiptOpening(crypto, restated(opening, { claim: moved }), context)).toMatchObject({ code: "revoked" });
});
