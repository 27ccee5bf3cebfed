import {
  ReceiptOpening,
  SpanStatus,
  TreeHead,
  type Claim,
  type ContributionOpening,
  type Match,
  type Receipt,
  type RequestMessage,
  type RowsCommitment,
  type Span,
} from "@openledger/messages/openledger/attribution/v1";
import { DecodeError } from "@openledger/messages";
import { toHex } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { address, answerFixture, crypto, restated, utf8, type Source } from "../../testing/claims-fixture.ts";
import { weighTokens } from "../ownership/attribute.ts";
import type { ClaimErrorCode } from "./errors.ts";
import { claimLeaf, claimsRoot, receiptLeaf, treeHeadSignBytes } from "./hashes.ts";
import type { ReceiptContext } from "./receipt-context.ts";
import { verifyReceiptOpening, type VerifiedReceipt } from "./verify-opening.ts";

const filler = (seed: number, words: number): string =>
  Array.from({ length: words }, (_, i) => `f${seed}n${(i * 7919 + seed) % 10_007}`).join(" ");
const lines = {
  socket: "Create a WebSocket server, listen for connections and broadcast each message to every client that is open.",
  copy: "Bulk load rows with the COPY command by piping a readable stream into the query that the client returns.",
  licence: "Permission is hereby granted, free of charge, to any person obtaining a copy of this software.",
  asked: "My favourite sentence about quantum giraffes wearing velvet trousers",
};
const sources: Source[] = [
  { datanetId: 2n, owner: 9, documents: [lines.licence] },
  { datanetId: 1n, owner: 1, documents: [filler(1, 400), `${filler(2, 300)} ${lines.socket} ${filler(3, 300)}`] },
  { datanetId: 1n, owner: 2, documents: [`${lines.copy}\n\nTerms of ${filler(5, 9)}: ${lines.licence} ${lines.socket}`] },
  { datanetId: 1n, owner: 3, documents: [`${filler(4, 150)} ${lines.asked}.`] },
];
const output = `${lines.socket}\n\n> ${lines.copy}\n\nNobody wrote this.\n${lines.licence} ${lines.asked} -- ${lines.copy}`;
const { opening, context } = answerFixture(sources, `Tell me: ${lines.asked}`, output);
const receipt = opening.receipt as Receipt;
const claim = opening.claim as Claim;

function verdictOf(candidate: ReceiptOpening, under: ReceiptContext = context): ClaimErrorCode | "ok" {
  const verdict = verifyReceiptOpening(crypto, candidate, under);
  return verdict.ok ? "ok" : verdict.code;
}

function spanOf(status: SpanStatus): number {
  const at = claim.spans.findIndex((span) => span.status === status);
  expect(at).toBeGreaterThanOrEqual(0);
  return at;
}

function withSpan(status: SpanStatus, change: (span: Span) => Partial<Span>): ReceiptOpening {
  const at = spanOf(status);
  const spans = claim.spans.map((span, i) => (i === at ? { ...span, ...change(span) } : span));
  return restated(opening, { claim: { ...claim, spans } });
}

function withMatch(status: SpanStatus, change: (match: Match) => Partial<Match>): ReceiptOpening {
  return withSpan(status, (span) => ({ match: { ...(span.match as Match), ...change(span.match as Match) } }));
}

function withContribution(at: number, change: Partial<ContributionOpening>): ReceiptOpening {
  const contributions = opening.contributions.map((one, i) => (i === at ? { ...one, ...change } : one));
  return { ...opening, contributions };
}

test("an answer made of several sources verifies, with each span under its owner or reason", () => {
  const verdict = verifyReceiptOpening(crypto, opening, context);
  expect(verdict.ok ? "ok" : `${verdict.code}: ${verdict.message}`).toBe("ok");
  const { owners, amount, ownedWeight, totalWeight, receiptLeaf: leaf } = (verdict as { value: VerifiedReceipt }).value;
  const named = claim.spans.map((span) => `${span.status}${span.owner && ` ${span.owner === address(1) ? 1 : 2}`}`);
  expect(named).toEqual(["1 1", "2", "1 2", "2", "3", "5", "2", "6"]);
  expect(owners.map(({ owner }) => owner)).toEqual([address(1), address(2)]);
  const paid = owners.reduce((sum, { amount: share }) => sum + share, 0n);
  const most = (amount * 4000n * BigInt(ownedWeight)) / (10_000n * BigInt(totalWeight));
  expect(paid <= most && most - paid <= 2n).toBe(true);
  expect(leaf).toEqual(receiptLeaf(crypto.sha256, receipt));
  expect(ReceiptOpening.fromBytes(ReceiptOpening.toBytes(opening))).toEqual(opening);
  expect(opening.contributions.flatMap(({ chunks }) => chunks).length).toBeLessThanOrEqual(4);
});

test("any flipped bit of an opening is refused", () => {
  const bytes = ReceiptOpening.toBytes(opening);
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      let candidate: ReceiptOpening;
      try {
        candidate = ReceiptOpening.fromBytes(flipped);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        return;
      }
      expect(verdictOf(candidate)).not.toBe("ok");
    }),
    { numRuns: 400 },
  );
});

const { SPAN_STATUS_OWNED: OWNED, SPAN_STATUS_OUTSIDE: OUTSIDE, SPAN_STATUS_REQUEST: REQUEST } = SpanStatus;
const { SPAN_STATUS_NO_MATCH: NO_MATCH, SPAN_STATUS_REPEAT: REPEAT, SPAN_STATUS_REVOKED: REVOKED } = SpanStatus;

const lies: [string, ClaimErrorCode, () => ReceiptOpening][] = [
  ["another owner", "owner", () => withSpan(OWNED, () => ({ owner: address(5) }))],
  ["an owner where nobody owns", "owner", () => withSpan(REPEAT, () => ({ owner: address(5) }))],
  ["a heavier span", "weight", () => withSpan(OWNED, (span) => ({ weight: span.weight + 1n }))],
  ["a span that skips a token", "coverage", () => withSpan(OWNED, (span) => ({ firstToken: span.firstToken + 1 }))],
  ["a missing last span", "coverage", () => restated(opening, { claim: { ...claim, spans: claim.spans.slice(0, -1) } })],
  ["one span too many", "coverage", () => restated(opening, { claim: { ...claim, spans: [...claim.spans, claim.spans[0] as Span] } })],
  ["an unknown status", "status", () => withSpan(OWNED, () => ({ status: 7 }))],
  ["no match with a citation", "status", () => withSpan(OWNED, () => ({ status: NO_MATCH }))],
  ["an owner without a citation", "match-missing", () => withSpan(OWNED, () => ({ match: undefined }))],
  ["a run that does not cover its span", "match-range", () => withMatch(OWNED, ({ tokenCount }) => ({ tokenCount: tokenCount - 1 }))],
  ["a run beyond the output", "match-short", () => withMatch(REPEAT, () => ({ tokenCount: 4000 }))],
  ["citations longer than can be worth comparing", "match-work", () => withMatch(REPEAT, () => ({ tokenCount: 40_000 }))],
  ["another place of the source", "source-mismatch", () => withMatch(OWNED, ({ offset }) => ({ offset: offset + 7n }))],
  ["a place that is not opened", "row-opening", () => withMatch(OWNED, () => ({ document: 0, offset: 0n }))],
  ["a contribution that is not opened", "contribution-missing", () => withMatch(OWNED, () => ({ contribution: { datanetId: 1n, seq: 3n } }))],
  ["a commons as owner", "outside-manifest", () => withSpan(OUTSIDE, () => ({ status: OWNED, owner: address(9) }))],
  ["a manifest text as outside", "inside-manifest", () => withSpan(OWNED, () => ({ status: OUTSIDE, owner: "" }))],
  ["an unrevoked text as revoked", "not-revoked", () => withSpan(OWNED, () => ({ status: REVOKED, owner: "" }))],
  ["the second copy as owned", "repeated", () => withSpan(REPEAT, ({ match }) => ({ status: OWNED, owner: address(2), match: { ...(claim.spans[2]?.match as Match), firstToken: match?.firstToken ?? 0, tokenCount: match?.tokenCount ?? 0 } }))],
  ["a repeat that cites itself", "match-range", () => withMatch(REPEAT, () => ({ offset: BigInt(output.lastIndexOf(lines.copy)) }))],
  ["a request that says something else", "source-mismatch", () => withMatch(REQUEST, () => ({ offset: 5n }))],
  ["a message that does not exist", "match-range", () => withMatch(REQUEST, () => ({ document: 2 }))],
  ["a unit more for an owner", "owner-amounts", () => restated(opening, { claim: { ...claim, owners: claim.owners.map((line, i) => (i === 0 ? { ...line, amount: `${BigInt(line.amount) + 1n}` } : line)) } })],
  ["owners in another order", "owner-amounts", () => restated(opening, { claim: { ...claim, owners: [...claim.owners].reverse() } })],
  ["another claim than committed", "claim-root", () => ({ ...opening, claim: { ...claim, owners: [] } })],
  ["an unknown claim version", "claim-version", () => restated(opening, { claim: { ...claim, version: 2 } })],
  ["an unsigned change", "receipt-signature", () => ({ ...opening, receipt: { ...receipt, latencyMs: 1n } })],
  ["another session", "receipt-context", () => restated(opening, { receipt: { sessionId: 8n } })],
  ["another index", "receipt-context", () => restated(opening, { receipt: { index: 4n } })],
  ["an unknown receipt version", "receipt-version", () => restated(opening, { receipt: { version: 2 } })],
  ["a stronger label", "label", () => restated(opening, { receipt: { outputLabel: 2 } })],
  ["fewer tokens", "token-count", () => restated(opening, { receipt: { outputTokens: 1n } })],
  ["an amount that is no number", "amount", () => restated(opening, { receipt: { amount: "01" } })],
  ["another output", "output-root", () => ({ ...opening, output: utf8(`${output} `) })],
  ["another request", "request-root", () => ({ ...opening, request: opening.request.slice(0, 1) })],
  ["an output above the limit", "content-limit", () => ({ ...opening, output: new Uint8Array(16_385) })],
  ["a contribution twice", "contribution-order", () => ({ ...opening, contributions: [...opening.contributions, opening.contributions.at(-1) as ContributionOpening] })],
  ["another log place", "contribution-log", () => withContribution(0, { logIndex: 1n })],
  ["a version that does not exist", "contribution-log", () => withContribution(0, { version: 2n })],
  ["other rows", "rows-root", () => withContribution(0, { rows: { ...(opening.contributions[0]?.rows as RowsCommitment), tokenCount: 1n } })],
  ["no chunk", "row-opening", () => withContribution(0, { chunks: [] })],
  ["no receipt", "receipt-incomplete", () => ({ ...opening, receipt: undefined })],
];

test.each(lies)("a host that states %s is refused with %s", (_, code, lie) => {
  expect(verdictOf(lie())).toBe(code);
});

test("what the buyer said is never paid for, also when the host leaves that out", () => {
  const honest = answerFixture(sources, "Tell me", output);
  const at = (honest.opening.claim as Claim).spans.findIndex((span) => span.owner === address(3));
  expect(at).toBeGreaterThan(0);
  const { requestRoot, inputTokens } = receipt;
  const { contributions, claim: generous } = honest.opening;
  const candidate = restated(opening, { claim: generous as Claim, contributions, receipt: { requestRoot, inputTokens } });
  expect(verdictOf(candidate)).toBe("from-request");
});

test("a message cannot be given another role by moving the zero byte that ends it", () => {
  const asked = `\0${lines.asked}`;
  const { opening: honest, context: place } = answerFixture(sources, asked, output);
  expect(verdictOf(honest, place)).toBe("ok");
  const [first, last] = honest.request as [RequestMessage, RequestMessage];
  const moved = { ...honest, request: [first, { role: `${last.role}\0`, text: last.text.slice(1) }] };
  expect(verdictOf(moved, place)).toBe("request-root");
});

test("revoked and late contributions own nothing", () => {
  const ref = { datanetId: 1n, seq: 1n };
  const revoked = answerFixture(sources, "Tell me", output, [ref]);
  expect(verdictOf(revoked.opening, revoked.context)).toBe("ok");
  expect((revoked.opening.claim as Claim).spans[0]).toMatchObject({ status: REVOKED, owner: "" });
  expect(verdictOf(opening, revoked.context)).toBe("revoked");
  expect(verdictOf(opening, { ...context, isAcceptedInTime: ({ seq }) => seq < 2n })).toBe("contribution-late");
  expect(verdictOf(opening, { ...context, chainId: "test-2" })).toBe("receipt-context");
});

test("answers of any mixture of any sources verify", () => {
  const piece = fc.constantFrom(...Object.values(lines), filler(1, 12), filler(9, 6), "\u00a0", "**", "\n\n", " ".repeat(300));
  const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(" "));
  const source = fc.record({ datanetId: fc.constantFrom(1n, 2n), owner: fc.nat(5), documents: fc.array(text, { minLength: 1, maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(source, { minLength: 1, maxLength: 4 }), text, text, (list, asked, said) => {
      const fixture = answerFixture(list, asked, said);
      const verdict = verifyReceiptOpening(crypto, fixture.opening, fixture.context);
      expect(verdict.ok ? "ok" : `${verdict.code}: ${verdict.message}`).toBe("ok");
    }),
    { numRuns: 60 },
  );
});

test("outputs made to be costly (one word, long rules between words, Fibonacci words) verify like any other", () => {
  const rules = Array.from({ length: 12 }, (_, i) => `w${i} ${`${"-".repeat(200)} `.repeat(6)}`).join(" ");
  let [shorter, fibonacci] = ["a ", "b c d e f "];
  while (fibonacci.length < 10_000) [shorter, fibonacci] = [fibonacci, fibonacci + shorter];
  for (const said of ["a ".repeat(8000), rules, fibonacci]) {
    const fixture = answerFixture([{ datanetId: 1n, owner: 1, documents: [said] }], said.slice(0, 9000), said);
    expect(verdictOf(fixture.opening, fixture.context)).toBe("ok");
  }
});

test("a claim that cites one large message or one large document from every token costs no more than reading it", () => {
  const text = Array.from({ length: 2000 }, (_, i) => `q${i}`).join(" ");
  const asked = `${text} ${"p ".repeat(20_000)}`;
  const fixture = answerFixture([{ datanetId: 1n, owner: 1, documents: ["nothing of it"] }], asked, text);
  const { tokens, weights } = weighTokens(utf8(text));
  const spans = Array.from(tokens.start.keys(), (at): Span => {
    const firstToken = Math.min(at, tokens.count - 8);
    const match = { firstToken, tokenCount: 8, contribution: undefined, document: 1, offset: BigInt(5 + (tokens.start[firstToken] as number)) };
    return { firstToken: at, tokenCount: 1, weight: BigInt(weights[at] as number), status: REQUEST, owner: "", match };
  });
  const costly = restated(fixture.opening, { claim: { version: 1, owners: [], spans, passages: [], sources: [] } });
  expect(verdictOf(costly, fixture.context)).toBe("ok");

  const places = Array.from({ length: 400 }, (_, i) => `a${i}x b${i}y c${i}z d${i}w e${i}v`);
  const document = places.map((place) => `${place} ${"f".repeat(1022 - place.length)}\n`).join("");
  const scattered = answerFixture([{ datanetId: 1n, owner: 1, documents: [document] }], "x", places.join(" "));
  expect(scattered.opening.contributions[0]?.chunks).toHaveLength(400);
  expect(verdictOf(scattered.opening, scattered.context)).toBe("ok");
}, 4000);

test("the bytes that are hashed and signed stay as they are", () => {
  const head = TreeHead.create({ version: 1, chainId: "c", sessionId: 1n, size: 2n, root: new Uint8Array(32), cumulativeAmount: "5" });
  expect(toHex(treeHeadSignBytes(head)).startsWith(toHex(utf8("openledger/tree-head/v1")))).toBe(true);
  const leaf = claimLeaf(crypto.sha256, receipt, claim);
  expect(toHex(claimsRoot(crypto.sha256, [leaf]))).toBe(toHex(leaf));
  expect([toHex(receiptLeaf(crypto.sha256, receipt)), toHex(leaf)]).toEqual(["cf8ea2f03e98c6a9abb3dcfab802207a0dddeaf7828cb36d9012de47463617c1", "0fe24cac5d317b4c923261e42b94c8f87eec727523c834292eb08fb27f00bc26"]);
});

test("a derivation is checked by its kind, whose reason is told, and refused where the kind has none", () => {
  const passages = [4n];
  const sourcesOf = [{ datanetId: 1n, seq: 2n }];
  const shown = restated(opening, { claim: { ...(opening.claim as Claim), passages, sources: sourcesOf } });
  expect(verdictOf(shown, context)).toBe("derivation");
  expect(verdictOf(shown, { ...context, derive: () => "no such passage" })).toBe("derivation");
  const place = { sequence: 3n, document: 0, start: 2, end: 9 };
  const derived: unknown[] = [];
  const derive: ReceiptContext["derive"] = (answer) => {
    derived.push(answer.passages, answer.rowBytes(place), answer.isRevoked(place), answer.rowBytes({ ...place, sequence: 77n }));
    return undefined;
  };
  expect(verdictOf(shown, { ...context, derive })).toBe("ok");
  const document = utf8((sources[2] as Source).documents[0] as string);
  expect(derived).toEqual([passages, document.slice(2, 9), false, undefined]);
});
