// The properties of protocol.md section 5 on whole claims: what addresses are paid, to the unit.
import { SpanStatus, type Claim } from "@openledger/messages/openledger/attribution/v1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { address, answerFixture, type Source } from "../../testing/claims-fixture.ts";

const DATA_BPS = 4_000n;
const ATTACKER = 20;
/** Words of which no quoted text is made. */
const PAD = Array.from({ length: 8 }, (_, i) => `unrelated${i}pad`).join(" ");

const word = fc.integer({ min: 0, max: 30 }).map((i) => `w${(i * 7919) % 1009}x`);
const passage = fc.array(word, { minLength: 4, maxLength: 14 }).map((words) => words.join(" "));
const world = fc.record({
  passages: fc.array(passage, { minLength: 3, maxLength: 6 }),
  texts: fc.array(fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
  said: fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }),
  asked: fc.nat(8),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const compose = ({ passages }: World, parts: readonly number[]): string =>
  parts.map((part) => passages[part % passages.length] ?? "").join(" and ");
const sourcesOf = (one: World): Source[] =>
  one.texts.map((parts, i) => ({ datanetId: 1n, owner: i + 1, documents: [compose(one, parts)] }));
const answered = (one: World, sources: readonly Source[]): { claim: Claim; amount: bigint } => {
  const asked = one.passages[one.asked] ?? "What is known?";
  const { opening } = answerFixture(sources, asked, compose(one, one.said));
  return { claim: opening.claim as Claim, amount: BigInt(opening.receipt?.amount ?? "0") };
};
const paid = (one: World, sources: readonly Source[]): Claim["owners"] => answered(one, sources).claim.owners;
const earned = (owners: Claim["owners"], ...seeds: readonly number[]): bigint => {
  const mine = new Set(seeds.map(address));
  return owners.reduce((sum, { owner, amount }) => sum + (mine.has(owner) ? BigInt(amount) : 0n), 0n);
};
const insert = <T>(list: readonly T[], at: number, ...items: readonly T[]): T[] => [...list.slice(0, at), ...items, ...list.slice(at)];
const check = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>): void => fc.assert(property, { numRuns: 40 });

test("efficiency: what owners get, what is unowned and the remainders of the divisions are the data part exactly", () => {
  let owned = 0;
  check(
    fc.property(world, (one) => {
      const { claim, amount } = answered(one, sourcesOf(one));
      const total = claim.spans.reduce((sum, { weight }) => sum + weight, 0n);
      const weights = new Map<string, bigint>();
      for (const { status, weight, match } of claim.spans) {
        const key = status === SpanStatus.SPAN_STATUS_OWNED ? `${match?.contribution?.seq}` : "unowned";
        weights.set(key, (weights.get(key) ?? 0n) + weight);
      }
      const exact = (weight: bigint): bigint => amount * DATA_BPS * weight;
      const unowned = exact(weights.get("unowned") ?? 0n);
      weights.delete("unowned");
      owned += weights.size;
      const remainders = [...weights.values()].reduce((sum, weight) => sum + (exact(weight) % (10_000n * total)), 0n);
      const lines = claim.owners.reduce((sum, line) => sum + BigInt(line.amount), 0n);
      expect(lines * 10_000n * total + unowned + remainders).toBe(amount * DATA_BPS * total);
    }),
  );
  expect(owned).toBeGreaterThan(0);
});

test("null player: who is cited for nothing earns nothing, and changes nothing by leaving", () => {
  check(
    fc.property(world, fc.nat(4), (one, pick) => {
      const sources = sourcesOf(one);
      const at = pick % sources.length;
      const { claim } = answered(one, sources);
      const isCited = claim.spans.some(({ match }) => match?.contribution?.seq === BigInt(at + 1));
      if (isCited) return;
      expect(earned(claim.owners, at + 1)).toBe(0n);
      expect(paid(one, sources.filter((_, i) => i !== at))).toEqual(claim.owners);
    }),
  );
});

test("account split: the same contributions under several accounts earn the same together", () => {
  check(
    fc.property(world, fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), (one, spread) => {
      const together = sourcesOf(one).map((source) => ({ ...source, owner: ATTACKER }));
      const apart = together.map((source, i) => ({ ...source, owner: ATTACKER + (spread[i] ?? 0) }));
      const accounts = [0, 1, 2, 3].map((i) => ATTACKER + i);
      expect(earned(paid(one, apart), ...accounts)).toBe(earned(paid(one, together), ATTACKER));
    }),
  );
});

test("document split: pieces under as many accounts, documents or contributions never earn more than the whole", () => {
  const cuts = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });
  check(
    fc.property(world, fc.nat(4), cuts, fc.boolean(), (one, pick, places, isOneContribution) => {
      const sources = sourcesOf(one);
      const at = pick % sources.length;
      const words = (sources[at]?.documents[0] ?? "").split(" ");
      const sorted = [0, ...[...places].sort((a, b) => a - b), words.length];
      const pieces = sorted.slice(1).map((end, i) => words.slice(sorted[i], end).join(" "));
      const whole = sources.map((source, i) => (i === at ? { ...source, owner: ATTACKER } : source));
      const split: Source[] = isOneContribution
        ? [{ datanetId: 1n, owner: ATTACKER, documents: pieces }]
        : pieces.map((piece, i) => ({ datanetId: 1n, owner: ATTACKER + i, documents: [piece] }));
      const others = whole.filter((_, i) => i !== at);
      const accounts = pieces.map((_, i) => ATTACKER + i);
      const gain = earned(paid(one, insert(others, at, ...split)), ...accounts) - earned(paid(one, whole), ATTACKER);
      expect(gain <= 0n).toBe(true);
    }),
  );
});

test("exact copy: copies registered after their originals earn 0 and take nothing from anybody", () => {
  check(
    fc.property(world, fc.nat(4), fc.nat(4), (one, pick, later) => {
      const sources = sourcesOf(one);
      const at = pick % sources.length;
      const copy = { datanetId: 1n, owner: ATTACKER, documents: sources[at]?.documents ?? [] };
      const owners = paid(one, insert(sources, at + 1 + (later % (sources.length - at)), copy, copy));
      expect(owners).toEqual(paid(one, sources));
    }),
  );
});

test("padding: text around, before and after one's own earns 0 and changes nothing", () => {
  check(
    fc.property(world, fc.nat(4), fc.nat(3), (one, pick, how) => {
      const sources = sourcesOf(one);
      const at = pick % sources.length;
      const padded = (documents: readonly string[]): string[] =>
        [[PAD, ...documents], [...documents, PAD], documents.map((text) => `${PAD}\n\n${text}\n\n${PAD}`), [`${"\n".repeat(300)}${documents[0] ?? ""}`, ...documents.slice(1)]][how] ?? [];
      const changed = sources.map((source, i) => (i === at ? { ...source, documents: padded(source.documents) } : source));
      expect(paid(one, changed)).toEqual(paid(one, sources));
    }),
  );
});

test("unrelated registrations don't matter, whenever, wherever and by whomever they are made", () => {
  check(
    fc.property(world, fc.nat(5), fc.constantFrom(1n, 2n), fc.integer({ min: 1, max: ATTACKER }), (one, at, datanetId, owner) => {
      const sources = sourcesOf(one);
      expect(paid(one, insert(sources, at, { datanetId, owner, documents: [PAD, `${PAD} ${PAD}`] }))).toEqual(paid(one, sources));
    }),
  );
});

test("post-hoc registration: an output that is registered after its sources earns only where nobody had a match", () => {
  check(
    fc.property(world, (one) => {
      const sources = sourcesOf(one);
      const before = answered(one, sources).claim;
      const after = answered(one, [...sources, { datanetId: 1n, owner: ATTACKER, documents: [compose(one, one.said)] }]).claim;
      const unmatched = before.spans.reduce((sum, { status, weight }) => sum + (status === SpanStatus.SPAN_STATUS_NO_MATCH ? weight : 0n), 0n);
      const taken = after.spans.reduce((sum, { owner, weight }) => sum + (owner === address(ATTACKER) ? weight : 0n), 0n);
      expect(taken <= unmatched).toBe(true);
      expect(after.owners.filter(({ owner }) => owner !== address(ATTACKER))).toEqual(before.owners);
    }),
  );
});
