import fc from "fast-check";
import { expect, test } from "vitest";
import { addressFromBytes } from "@openledger/primitives";
import { ownedByDatanet } from "./owned-by-datanet.ts";
import { splitAmongContributions, splitAmongOwners } from "./owner-amounts.ts";

const account = (seed: number): string => addressFromBytes("open", new Uint8Array(20).fill(seed));

const contribution = fc.record({
  datanetId: fc.bigInt({ min: 1n, max: 3n }),
  owner: fc.integer({ min: 1, max: 4 }),
  weight: fc.nat(5000),
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
      const owned = contributions.map(({ datanetId, owner, weight }, i) => ({
        contribution: { datanetId, seq: BigInt(i + 1) },
        sequence: BigInt(i + 1),
        owner: account(owner),
        weight,
      }));
      const totalWeight = contributions.reduce((sum, { weight }) => sum + weight, unowned);
      const terms = { amount, dataBps, totalWeight, maxOwners };
      const lines = splitAmongOwners(owned, terms);
      const parts = ownedByDatanet(splitAmongContributions(owned, terms));
      const ofOwner = (owner: string): bigint =>
        parts.filter((part) => part.owner === owner).reduce((sum, part) => sum + part.amount, 0n);
      expect(new Set(parts.map(({ owner }) => owner))).toEqual(new Set(lines.map(({ owner }) => owner)));
      expect(new Set(parts.map(({ owner, datanetId }) => `${owner}/${datanetId}`)).size).toBe(parts.length);
      for (const line of lines) expect(ofOwner(line.owner)).toBe(line.amount);
    }),
    { numRuns: 200 },
  );
});
