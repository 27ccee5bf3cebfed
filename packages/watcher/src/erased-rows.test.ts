import { ReceiptOpening, type ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { MsgCounterexample, NgramEvidence, RetrievalEvidence } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { isReceiptAlone, quotesErased, showsErased } from "./erased-rows.ts";

const isErased = ({ datanetId, seq }: ContributionRef): boolean => datanetId === 1n && seq === 2n;
const gone = { datanetId: 1n, seq: 2n };
const held = { datanetId: 1n, seq: 3n };
const chunks = [{ document: 0, chunk: 0, bytes: new Uint8Array(1) }];

test("an answer that shows its receipt and no claim is a receipt alone", () => {
  const receipt = { index: 4n };
  expect(isReceiptAlone(ReceiptOpening.create({ receipt }))).toBe(true);
  expect(isReceiptAlone(ReceiptOpening.create({ receipt, claim: { version: 1 } }))).toBe(false);
});

test("an answer quotes erased text when one of its contributions was erased", () => {
  const quoting = (...refs: ContributionRef[]): ReceiptOpening => ReceiptOpening.create({ contributions: refs.map((leaf) => ({ leaf })) });
  expect([quoting(held, gone), quoting(held), quoting()].map((one) => quotesErased(one, isErased))).toEqual([true, false, false]);
});

test("a match of an erased contribution shows erased rows", () => {
  const matching = (contribution: ContributionRef): MsgCounterexample => MsgCounterexample.create({ match: { match: { contribution } } });
  expect([gone, held].map((ref) => showsErased(matching(ref), isErased))).toEqual([true, false]);
});

test("evidence about passages shows erased rows where it opens chunks of them, and that about tokens shows none", () => {
  const passages = (contribution: ContributionRef, opened: typeof chunks): Uint8Array =>
    RetrievalEvidence.toBytes(RetrievalEvidence.create({ rows: [{ contribution: held, chunks }, { contribution, chunks: opened }] }));
  const token = NgramEvidence.toBytes(NgramEvidence.create({ position: 3, leafCount: 9n, entry: { index: 2n, leaf: new Uint8Array(4) } }));
  const shows = (outputEvidence: Uint8Array): boolean => showsErased(MsgCounterexample.create({ outputEvidence }), isErased);
  const found = [passages(gone, chunks), passages(gone, []), passages(held, chunks), token, new Uint8Array(0)].map(shows);
  expect(found).toEqual([true, false, false, false, false]);
});
