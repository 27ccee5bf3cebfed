import fc from "fast-check";
import { expect, test } from "vitest";
import { Claim, ContributionOpening, SpanStatus } from "@openledger/messages/openledger/attribution/v1";
import { addressFromBytes } from "@openledger/primitives";
import { ownedByDatanet } from "./owned-by-datanet.ts";
import { splitAmongOwners } from "./owner-amounts.ts";

const account = (seed: number): string => addressFromBytes("open", new Uint8Array(20).fill(seed));

const contribution = fc.record({
  datanetId: fc.bigInt({ min: 1n, max: 3n }),
  owner: fc.integer({ min: 1, max: 4 }),
  weights: fc.array(fc.nat(5000), { minLength: 1, maxLength: 3 }),
});

test("amounts by datanet sum exactly to the claim's lines, also when only the heaviest are paid", () => {
  const answers = fc.record({
    contributions: fc.array(contribution, { maxLength: 10 }),
    unowned: fc.nat(5000),
    amount: fc.bigInt({ min: 0n, max: 1n << 80n }),
    dataBps: fc.nat(10_000),
    maxOwners: fc.integer({ min: 1, max: 10 }),
  });
  fc.assert(
    fc.property(answers, ({ contributions, unowned, amount, dataBps, maxOwners }) => {
      const listed = contributions.map((one, i) => ({ ...one, seq: BigInt(i + 1), owner: account(one.owner) }));
      const weight = (weights: readonly number[]): number => weights.reduce((sum, one) => sum + one, 0);
      const totalWeight = listed.reduce((sum, { weights }) => sum + weight(weights), unowned);
      const terms = { amount, dataBps, totalWeight, maxOwners };
      const lines = splitAmongOwners(
        listed.map(({ datanetId, seq, owner, weights }) => ({
          contribution: { datanetId, seq },
          sequence: seq,
          owner,
          weight: weight(weights),
        })),
        terms,
      );
      const claim = Claim.create({
        spans: listed.flatMap(({ datanetId, seq, owner, weights }) =>
          weights.map((one) => ({
            weight: BigInt(one),
            status: SpanStatus.SPAN_STATUS_OWNED,
            owner,
            match: { contribution: { datanetId, seq } },
          })),
        ),
      });
      const openings = listed.map(({ datanetId, seq }) =>
        ContributionOpening.create({ leaf: { datanetId, seq, sequence: seq } }),
      );
      const parts = ownedByDatanet(claim, openings, terms);
      const ofOwner = (owner: string): bigint =>
        parts.filter((part) => part.owner === owner).reduce((sum, part) => sum + part.amount, 0n);
      expect(new Set(parts.map(({ owner }) => owner))).toEqual(new Set(lines.map(({ owner }) => owner)));
      for (const line of lines) expect(ofOwner(line.owner)).toBe(line.amount);
    }),
    { numRuns: 200 },
  );
});
