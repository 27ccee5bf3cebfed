import fc from "fast-check";
import { expect, test } from "vitest";
import { Ancestor } from "@openledger/messages/openledger/model/v1";
import { DEFAULT_PARAMS } from "./genesis.ts";
import { shareWithCurators, splitFee, splitModelPart, splitUnowned } from "./split.ts";

const fees = fc.bigInt({ min: 0n, max: (1n << 120n) - 1n });

test("the parts of a fee sum to it, and rounding only ever goes to the treasury", () => {
  fc.assert(
    fc.property(fees, (fee) => {
      const parts = splitFee(fee, DEFAULT_PARAMS);
      expect(parts.data + parts.host + parts.model + parts.stakers + parts.treasury + parts.burn).toBe(fee);
      const exact = (fee * BigInt(DEFAULT_PARAMS.treasuryBps)) / 10_000n;
      expect(parts.treasury - exact).toBeGreaterThanOrEqual(0n);
      expect(parts.treasury - exact).toBeLessThan(6n);
    }),
  );
});

test("what priors do not take of the unowned part returns to the buyer", () => {
  const shares = fc.array(fc.nat(2500), { maxLength: 4 });
  fc.assert(
    fc.property(fees, shares, fc.nat(10_000), (data, priorBps, ownedBps) => {
      const owned = (data * BigInt(ownedBps)) / 10_000n;
      const { priors, returned } = splitUnowned(data, owned, priorBps);
      expect(owned + returned + priors.reduce((sum, prior) => sum + prior, 0n)).toBe(data);
      expect(returned).toBeGreaterThanOrEqual(0n);
    }),
  );
});

test("curators share equally, what does not divide is dust below their number", () => {
  fc.assert(
    fc.property(fees, fc.nat(500), fc.integer({ min: 1, max: 16 }), (income, bps, count) => {
      const { net, perCurator, dust } = shareWithCurators(income, bps, count);
      expect(net + perCurator * BigInt(count) + dust).toBe(income);
      expect(dust).toBeLessThan(BigInt(count));
    }),
  );
});

test("named receivers, ancestors and publisher share the model part to the unit, nobody above their basis points", () => {
  const shares = fc.array(fc.nat(312), { maxLength: 16 });
  fc.assert(
    fc.property(fees, shares, shares, (part, named, owed) => {
      const model = {
        royalties: named.map((bps, i) => ({ receiver: `r${i}`, bps })),
        ancestors: owed.map((bps) => Ancestor.create({ bps })),
      };
      const { royalties, ancestors, publisher } = splitModelPart(part, model);
      const paid = [...royalties, ...ancestors];
      expect(paid.reduce((sum, units) => sum + units, publisher)).toBe(part);
      [...named, ...owed].forEach((bps, i) => expect((paid[i] ?? 0n) * 10_000n).toBeLessThanOrEqual(part * BigInt(bps)));
    }),
  );
});
