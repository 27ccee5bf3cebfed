import { parseReceiptFile } from "@openledger/client/receipt";
import { expect, test } from "vitest";
import { answerFixtures } from "../testing/answers.fixture.ts";
import { evidenceOf } from "./evidence.ts";
import { receiptView } from "./receipt-view.ts";
import { verify } from "./verify.ts";

const files = answerFixtures();
const [file] = files;
if (file === undefined) throw new Error("there is no fixture");

test("a genuine receipt passes every check that a file alone can pass, with the browser's cryptography", () => {
  const { checks } = verify(parseReceiptFile(JSON.parse(JSON.stringify(file))));
  expect(checks.filter(({ state }) => state === "fails")).toEqual([]);
  expect(checks.filter(({ state }) => state === "not-in-file").map(({ name }) => name)).toEqual(["chain-facts", "settlement"]);
});

test("a chain proof in the file adds the way up to a signed header, and one that cannot be read fails there", () => {
  const ops = { key: "", value: "", ops: [] };
  const chainProof: NonNullable<typeof file.chainProof> = {
    format: "openledger.chain-proof/1",
    settlement: { place: "log", bytes: "AAAA", receiptPath: [], logIndex: "0", logPath: [] },
    state: { height: "1", ...ops },
    facts: [],
    block: { header: "", commit: "", validators: [] },
    path: [],
  };
  const { checks } = verify({ ...file, chainProof });
  expect(checks.filter(({ state }) => state === "fails").map(({ name }) => name)).toEqual(["settled-receipt", "settled-on-chain", "app-hash", "commit", "trusted-header"]);
});

test("a changed answer fails", () => {
  const answer = file.readable.answer.replace("WebSocket", "webSocket");
  const { checks } = verify({ ...file, readable: { ...file.readable, answer } });
  expect(checks.filter(({ state }) => state === "fails").map(({ name }) => name)).toEqual(["readable"]);
});

test("owners are numbered by weight and every part of the fee is shown", () => {
  for (const one of files) {
    const view = receiptView(one, true);
    expect(view.owners.map(({ number }) => number)).toEqual(view.owners.map((_, i) => i + 1));
    expect(view.owners.map(({ weight }) => weight)).toEqual(view.owners.map(({ weight }) => weight).sort((a, b) => (a < b ? 1 : -1)));
    const weights = [...view.owners, ...view.unowned].reduce((sum, { weight }) => sum + weight, 0n);
    expect(weights).toBe(view.totalWeight);
    expect(Object.values(view.parts).reduce((sum, part) => sum + part, 0n)).toBe(view.amount);
    expect(Object.values(view.parts).every((part) => part >= 0n)).toBe(true);
  }
});

test("of a denom that does not burn, the burned part goes to the treasury", () => {
  const [burning, other] = [receiptView(file, true).parts, receiptView(file, false).parts];
  expect(burning.burned).toBe((BigInt(file.readable.amount) * 200n) / 10_000n);
  expect(other).toEqual({ ...burning, burned: 0n, treasury: burning.treasury + burning.burned });
});

test("the source of every owned span holds the span's own words", () => {
  const words = (text: string): string => text.replace(/\s+/g, " ").trim();
  for (const one of files) {
    const evidence = evidenceOf(one);
    const output = new TextEncoder().encode(one.readable.answer);
    one.readable.spans.forEach((span, i) => {
      const quoted = new TextDecoder().decode(output.subarray(span.start, span.end));
      if (span.status === "owned") expect(words(evidence.sourceOf(i)?.match ?? "")).toBe(words(quoted));
      else if (span.contribution === null) expect(evidence.sourceOf(i)).toBeUndefined();
    });
  }
});
