import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { addressFromBytes } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createNaiveSpanIndex } from "../spans/naive-span-index.ts";
import type { IndexedContribution } from "../spans/span-index.ts";
import { createSpanIndex } from "../spans/suffix-span-index.ts";
import { TOKEN_GAP, tokenise } from "../tokens/tokenise.ts";
import { attribute, weighTokens, type Attribution, type AttributionInput, type SpanStatus } from "./attribute.ts";
import { splitAmongOwners, type OwnedWeight } from "./owner-amounts.ts";
import { runQualifies, type OwnershipRule } from "./rule.ts";

const rule: OwnershipRule = { manifestTokens: 64, minExcessBits: 8, minWords: 3 };
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const message = (role: string, text: string) => ({ role, document: utf8(`${role}\0${text}`) });
const contribution = (seq: number, ...documents: string[]): IndexedContribution => ({
  ref: { datanetId: 1n, seq: BigInt(seq) },
  sequence: BigInt(seq),
  documents: documents.map(utf8),
});

type Setup = { list: IndexedContribution[]; output: string; request?: string; outside?: number[]; rule?: OwnershipRule };

function run(setup: Setup, createIndex = createSpanIndex): Attribution {
  const input: AttributionInput = {
    output: utf8(setup.output),
    request: [message("user", setup.request ?? ""), message("assistant", setup.output)],
    index: createIndex(setup.list),
    rule: setup.rule ?? rule,
    standing: (ref) => (setup.outside?.includes(Number(ref.seq)) === true ? "outside" : "manifest"),
  };
  return attribute(input);
}

/** Status and owner of each token. */
function perToken(attribution: Attribution): string[] {
  return attribution.spans.flatMap((span) =>
    Array.from({ length: span.tokenCount }, () => `${span.status} ${span.match?.contribution?.seq ?? ""}`.trim()),
  );
}

/** Tokens of a text with null where no run may pass, so that equal stretches are runs. */
function names(text: string): (string | null)[] {
  const bytes = utf8(text);
  const tokens = tokenise(bytes);
  const list: (string | null)[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (((tokens.flags[i] as number) & TOKEN_GAP) !== 0) list.push(null);
    list.push(Buffer.from(bytes.subarray(tokens.start[i], tokens.end[i])).toString());
  }
  return list;
}

function stands(words: (string | null)[], inside: (string | null)[]): number {
  return inside.findIndex((_, at) => words.every((word, i) => word !== null && inside[at + i] === word));
}

/** The protocol's sentences, token by token and run by run. */
function byDefinition(setup: Setup): string[] {
  const text = weighTokens(utf8(setup.output));
  const words = names(setup.output);
  const runs: [number, number][] = [];
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= words.length; to++) if (runQualifies(text, from, to, rule)) runs.push([from, to]);
  }
  const covered = (at: number, found: (from: number, to: number) => boolean): boolean =>
    runs.some(([from, to]) => from <= at && at < to && found(from, to));
  return words.map((_, at) => {
    const owner = setup.list.find(({ documents }) =>
      documents.some((bytes) => {
        const inside = names(Buffer.from(bytes).toString());
        return covered(at, (from, to) => stands(words.slice(from, to), inside) >= 0);
      }),
    );
    if (owner === undefined) return "no-match";
    const seq = Number(owner.ref.seq);
    if (setup.outside?.includes(seq) === true) return `outside ${seq}`;
    const asked = names(setup.request ?? "");
    if (covered(at, (from, to) => stands(words.slice(from, to), asked) >= 0)) return "request";
    const before = (from: number, to: number): boolean => stands(words.slice(from, to), words.slice(0, from)) >= 0;
    return covered(at, before) ? "repeat" : `owned ${seq}`;
  });
}

const vocabulary = ["alpha", "beta", "gamma", "delta", "the", "of", ",", ".", "Alpha"];
const sentence = fc.array(fc.constantFrom(...vocabulary), { maxLength: 16 }).map((words) => words.join(" "));
const setups = fc.record({
  list: fc.array(fc.array(sentence, { minLength: 1, maxLength: 3 }), { maxLength: 4 }).map((documents) =>
    documents.map((texts, i) => contribution(i + 1, ...texts)),
  ),
  output: fc.array(sentence, { maxLength: 3 }).map((parts) => parts.join(" ")),
  request: sentence,
  outside: fc.subarray([1, 2, 3, 4], { maxLength: 2 }),
});

test("every token has the owner or the reason that the definition gives it", () => {
  fc.assert(
    fc.property(setups, (setup) => {
      expect(perToken(run(setup))).toEqual(byDefinition(setup));
    }),
    { numRuns: 400 },
  );
});

test("the suffix index and the naive scan give the same spans bit for bit", () => {
  fc.assert(
    fc.property(setups, (setup) => {
      expect(run(setup)).toEqual(run(setup, createNaiveSpanIndex));
    }),
    { numRuns: 100 },
  );
});

test("spans cover every token once and every citation holds the same tokens as the output", () => {
  fc.assert(
    fc.property(setups, (setup) => {
      const result = run(setup);
      let at = 0;
      for (const span of result.spans) {
        expect(span.firstToken).toBe(at);
        at += span.tokenCount;
        const match = span.match;
        if (match === undefined) continue;
        expect(match.firstToken).toBeLessThanOrEqual(span.firstToken);
        expect(match.firstToken + match.tokenCount).toBeGreaterThanOrEqual(at);
        const source =
          match.contribution === undefined
            ? span.status === "request"
              ? `user\0${setup.request}`
              : setup.output
            : Buffer.from(documentOf(setup.list, match.contribution, match.document)).toString();
        const end = match.firstToken + match.tokenCount;
        const cited = names(Buffer.from(utf8(source).subarray(match.offset)).toString()).slice(0, match.tokenCount);
        expect(cited).toEqual(names(setup.output).slice(match.firstToken, end));
      }
      expect(at).toBe(result.tokenCount);
    }),
    { numRuns: 200 },
  );
});

function documentOf(list: IndexedContribution[], ref: ContributionRef, document: number): Uint8Array {
  return list.find((entry) => entry.ref.seq === ref.seq)?.documents[document] as Uint8Array;
}

const poem = "Twas brillig, and the slithy toves did gyre and gimble in the wabe";
const statuses = (attribution: Attribution): SpanStatus[] => attribution.spans.map((span) => span.status);

test("a text is owned by its first registration, a later copy and padding earn nothing", () => {
  expect(perToken(run({ list: [contribution(1, poem), contribution(2, poem, "padding ".repeat(99))], output: poem }))).toEqual(
    Array.from({ length: 14 }, () => "owned 1"),
  );
});

test("whitespace does not matter, case does", () => {
  expect(statuses(run({ list: [contribution(1, poem)], output: poem.replaceAll(" ", "\n\n  ") }))).toEqual(["owned"]);
  expect(statuses(run({ list: [contribution(1, poem)], output: poem.toUpperCase() }))).toEqual(["no-match"]);
});

test("what the buyer said is nobody's, what the assistant said before does not count", () => {
  expect(statuses(run({ list: [contribution(1, poem)], output: poem, request: poem }))).toEqual(["request"]);
  expect(statuses(run({ list: [contribution(1, poem)], output: poem, request: "What?" }))).toEqual(["owned"]);
});

test("the second time a text is said in one answer it is nobody's", () => {
  const result = run({ list: [contribution(1, poem)], output: `${poem}. ${poem}` });
  expect(statuses(result)).toEqual(["owned", "no-match", "repeat"]);
  expect(result.spans[2]?.match).toMatchObject({ document: 0, offset: 0 });
});

test("a run that passes more than 256 bytes of whitespace in the source does not match", () => {
  const cut = poem.replace(" slithy", `${" ".repeat(257)}slithy`);
  const strict = { manifestTokens: 64, minExcessBits: 40, minWords: 12 };
  expect(statuses(run({ list: [contribution(1, cut)], output: poem, rule: strict }))).toEqual(["no-match"]);
  expect(statuses(run({ list: [contribution(1, poem)], output: poem, rule: strict }))).toEqual(["owned"]);
});

const address = (seed: number): string => addressFromBytes("open", new Uint8Array(20).fill(seed));

function pay(setup: Setup, amount: bigint, accountOf: (seq: number) => number): Map<string, bigint> {
  const result = run(setup);
  const owned: OwnedWeight[] = [];
  for (const span of result.spans) {
    const ref = span.match?.contribution;
    if (span.status !== "owned" || ref === undefined) continue;
    const held = owned.find((entry) => entry.contribution.seq === ref.seq);
    if (held !== undefined) held.weight += span.weight;
    else owned.push({ contribution: ref, sequence: ref.seq, owner: address(accountOf(Number(ref.seq))), weight: span.weight });
  }
  const shares = splitAmongOwners(owned, { amount, dataBps: 4000, totalWeight: result.weight, maxOwners: 64 });
  return new Map(shares.map((share) => [share.owner, share.amount]));
}
const sum = (shares: Map<string, bigint>): bigint => [...shares.values()].reduce((a, b) => a + b, 0n);
const own = (seq: number): number => seq;
const amounts = fc.bigInt({ min: 0n, max: 1n << 60n });

test("efficiency: owners never get more than the data part, and all of it but dust when all is owned", () => {
  fc.assert(
    fc.property(setups, amounts, (setup, amount) => {
      const data = (amount * 4000n) / 10_000n;
      const paid = sum(pay(setup, amount, own));
      expect(paid <= data).toBe(true);
      const all = run(setup).spans.length > 0 && run(setup).spans.every((span) => span.status === "owned");
      if (all) expect(data - paid < BigInt(setup.list.length) + 1n).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("account split: what accounts earn together is the same however contributions are spread over them", () => {
  fc.assert(
    fc.property(setups, amounts, fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), (setup, amount, spread) => {
      expect(sum(pay(setup, amount, (seq) => spread[seq] as number))).toBe(sum(pay(setup, amount, () => 0)));
    }),
    { numRuns: 150 },
  );
});

test("null player, exact copy and unrelated registrations: later ones change nothing for the earlier and earn 0 themselves", () => {
  fc.assert(
    fc.property(setups, amounts, fc.nat(3), (setup, amount, copied) => {
      const before = pay(setup, amount, own);
      const copy = setup.list[copied]?.documents.map((bytes) => Buffer.from(bytes).toString()) ?? ["unrelated words only"];
      const extended = { ...setup, list: [...setup.list, contribution(9, ...copy), contribution(10, "quite another text")] };
      expect(pay(extended, amount, own)).toEqual(before);
      const earlier = { ...setup, list: [contribution(0, "quite another text"), ...setup.list] };
      expect(pay(earlier, amount, own)).toEqual(before);
    }),
    { numRuns: 150 },
  );
});

test("padding: unrelated documents in a contribution change nothing for anybody", () => {
  fc.assert(
    fc.property(setups, amounts, fc.nat(3), (setup, amount, padded) => {
      const pad = utf8("quite another text that nobody quotes");
      const list = setup.list.map((entry, i) => (i === padded ? { ...entry, documents: [pad, ...entry.documents, pad] } : entry));
      expect(pay({ ...setup, list }, amount, own)).toEqual(pay(setup, amount, own));
    }),
    { numRuns: 100 },
  );
});

test("document split: cutting a document in two never raises what its owner earns", () => {
  fc.assert(
    fc.property(setups, amounts, fc.nat(15), (setup, amount, cut) => {
      const whole = setup.list[0];
      if (whole === undefined) return;
      const words = Buffer.from(whole.documents[0] as Uint8Array).toString().split(" ");
      const rest = whole.documents.slice(1).map((bytes) => Buffer.from(bytes).toString());
      const halves = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
      const split = { ...setup, list: [contribution(1, ...halves, ...rest), ...setup.list.slice(1)] };
      const earned = (shares: Map<string, bigint>): bigint => shares.get(address(1)) ?? 0n;
      expect(earned(pay(split, amount, own)) <= earned(pay(setup, amount, own))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("of more owners than are paid the heaviest stay, of equal ones the earlier", () => {
  const owned = [3, 1, 2, 4].map((seq) => ({
    contribution: { datanetId: 1n, seq: BigInt(seq) },
    sequence: BigInt(seq),
    owner: address(seq),
    weight: seq === 4 ? 20 : 10,
  }));
  const shares = splitAmongOwners(owned, { amount: 1000n, dataBps: 5000, totalWeight: 50, maxOwners: 2 });
  expect(shares).toEqual([
    { owner: address(1), amount: 100n },
    { owner: address(4), amount: 200n },
  ]);
  expect(splitAmongOwners([], { amount: 1000n, dataBps: 5000, totalWeight: 0, maxOwners: 2 })).toEqual([]);
});

test("a near-copy earns nothing on the original's text, and on its own text only around what it changed", () => {
  const words = Array.from({ length: 120 }, (_, i) => `w${(i * 7919) % 1009}x`);
  const near = words.map((word, i) => (i % 20 === 10 ? `${word}y` : word));
  const strict = { manifestTokens: 300, minExcessBits: 20, minWords: 5 };
  const list = [contribution(1, words.join(" ")), contribution(2, near.join(" "))];
  const quoted = pay({ list, output: words.join(" "), rule: strict }, 1_000_000n, own);
  expect(quoted).toEqual(new Map([[address(1), 400_000n]]));
  const nearQuoted = pay({ list, output: near.join(" "), rule: strict }, 1_000_000n, own);
  expect(nearQuoted.get(address(2)) ?? 0n).toBeLessThan(25_000n);
  expect(sum(nearQuoted)).toBeGreaterThan(399_000n);
});
