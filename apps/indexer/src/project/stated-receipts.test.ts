import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { MsgAnswerDemand, MsgAnswerDemandResponse } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { receiptOwners, receipts, spans } from "../schema/attribution.ts";
import { chainOf, people } from "../testing/sample-chain.ts";
import { call, event, PREFIX, tx } from "../testing/sample-parts.ts";
import type { BlockRows } from "./block-rows.ts";
import { projectBlock } from "./project-block.ts";

type StatedClaims = NonNullable<NonNullable<Parameters<typeof MsgAnswerDemand.create>[0]>["claims"]>;

const SESSION = 4n;
const uint64 = fc.bigInt(0n, 2n ** 64n - 1n);
const uint32 = fc.nat(2 ** 32 - 1);
const anySpan = fc.record({
  firstToken: uint32,
  tokenCount: uint32,
  weight: fc.bigInt(0n, 2n ** 40n),
  status: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  owner: fc.string(),
  match: fc.option(fc.record({ firstToken: uint32, tokenCount: uint32, contribution: fc.record({ datanetId: uint64, seq: uint64 }), document: uint32, offset: uint64 }), { nil: undefined }),
});
const anyReceipt = fc.record({ sessionId: uint64, index: fc.constant(3n), nonce: uint64, modelId: uint64, modelVersion: uint64, inputTokens: uint64, outputTokens: uint64, latencyMs: uint64 });

function answerOf(claims: StatedClaims): BlockRows {
  const answered = event("demand_answered", { demand_id: 1n, settlement_id: 2n, session_id: SESSION, final_time: 1n, final_height: 1n });
  const [block] = chainOf([{ txs: [tx([call(MsgAnswerDemand, { host: people.host, demandId: 1n, claims }, MsgAnswerDemandResponse)], [answered])] }]);
  if (block === undefined) throw new Error("a chain of one block has one");
  return projectBlock(block, PREFIX);
}

const bits: Readonly<Record<string, number>> = { bigint: 64, integer: 32 };

/** Values that a whole-number column of 32 or 64 bits, or text, can't hold. */
function unheld(table: PgTable, rows: readonly object[]): unknown[] {
  return Object.entries(getTableColumns(table)).flatMap(([key, column]) =>
    rows
      .map((row) => (row as Readonly<Record<string, unknown>>)[key])
      .filter((value) => {
        const width = bits[column.getSQLType()];
        if (typeof value === "string") return value.includes("\0") || !value.isWellFormed();
        return width !== undefined && (typeof value === "bigint" || typeof value === "number") && BigInt.asIntN(width, BigInt(value)) !== BigInt(value);
      }),
  );
}

test("whatever an answer states of receipts that nobody opens, its block is indexed: as rows that hold it, or as what could not be", () => {
  fc.assert(
    fc.property(anyReceipt, fc.array(anySpan, { maxLength: 3 }), (receipt, claimed) => {
      const rows = answerOf([{ receipt, claim: { spans: claimed, owners: [], passages: [], sources: [] } }]);
      expect(rows.answers.length + rows.deadLetters.length).toBe(1);
      for (const answer of rows.answers) {
        expect(answer.receipt.sessionId).toBe(SESSION);
        expect([...unheld(receipts, [answer.receipt]), ...unheld(receiptOwners, answer.owners), ...unheld(spans, answer.spans)]).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

test("a stated receipt that names another session is one of the settlement's, with whose hash it is compared", () => {
  const stated = { receipt: { sessionId: 1n, index: 3n, modelId: 1n, modelVersion: 1n }, claim: { spans: [{ firstToken: 0, tokenCount: 2, weight: 1n, status: 2 }] } };
  const { answers, deadLetters } = answerOf([stated]);
  expect([answers.map(({ receipt, spans: of }) => [receipt.sessionId, receipt.index, of[0]?.sessionId]), deadLetters]).toEqual([[[SESSION, 3n, SESSION]], []]);
});
