/** Proposals, deposits, votes and stakes by chance: gov holds every deposit after every block, and ends with none. */
import fc from "fast-check";
import { MsgCancelProposal, MsgDeposit, MsgSubmitProposal, MsgVoteWeighted, QueryService } from "@openledger/messages/cosmos/gov/v1";
import { MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { expect, test } from "vitest";
import { accountOf, operatorOf, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { DAY, govWorld, heldByGov, MILLION, sendByGov } from "./gov.fixture.ts";

const person = fc.integer({ min: 1, max: 5 });
const proposal = fc.bigInt(1n, 6n);
const units = fc.bigInt(0n, 60n * MILLION);
const split = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 10 }));

type Step = (it: StakingWorld) => void;

const submit = fc.tuple(person, units, fc.boolean(), fc.boolean()).map(
  ([n, deposit, expedited, spends]): Step =>
    (it) =>
      void it.attempt(MsgSubmitProposal, {
        ...{ proposer: accountOf(n), initialDeposit: deposit === 0n ? [] : [stake(deposit)], expedited },
        ...{ messages: spends ? [sendByGov(it, n, 1n)] : [], metadata: "text", title: "T", summary: "S" },
      }),
);
const deposit = fc.tuple(person, proposal, units).map(
  ([n, proposalId, amount]): Step =>
    (it) => void it.attempt(MsgDeposit, { proposalId, depositor: accountOf(n), amount: [stake(amount)] }),
);
const cancel = fc.tuple(person, proposal).map(
  ([n, proposalId]): Step =>
    (it) => void it.attempt(MsgCancelProposal, { proposalId, proposer: accountOf(n) }),
);
const vote = fc.tuple(person, proposal, split).map(
  ([n, proposalId, [first, second, tenths]]): Step =>
    (it) => {
      const options = [
        { option: first, weight: `${tenths === 10 ? 1 : `0.${tenths}`}` },
        { option: second, weight: `${tenths === 0 ? 1 : `0.${10 - tenths}`}` },
      ].filter(({ weight }) => weight !== "0.0" && weight !== "0.10");
      void it.attempt(MsgVoteWeighted, { proposalId, voter: accountOf(n), options: tenths === 10 ? options.slice(0, 1) : options });
    },
);
const restake = fc.tuple(fc.boolean(), person, fc.integer({ min: 1, max: 2 }), units).map(
  ([grows, n, of, amount]): Step =>
    (it) => void it.attempt(grows ? MsgDelegate : MsgUndelegate, { delegatorAddress: accountOf(n), validatorAddress: operatorOf(of), amount: stake(amount) }),
);
const wait = fc.bigInt(1n, DAY).map(
  (seconds): Step =>
    (it) => it.nextBlock({ seconds }),
);

test("gov holds every deposit whatever people do, and gives or burns them all", () => {
  const decided = new Set<number>();
  fc.assert(
    fc.property(fc.array(fc.oneof(submit, deposit, cancel, vote, vote, restake, wait, wait), { minLength: 20, maxLength: 60 }), (steps) => {
      const it = govWorld();
      for (const step of steps) {
        step(it);
        expect(it.broken()).toEqual([]);
      }
      for (let i = 0; i < 4; i++) it.nextBlock({ seconds: 2n * DAY });
      expect(it.broken()).toEqual([]);
      expect(heldByGov(it)).toBe(0n);
      for (const { status, finalTallyResult } of it.query(QueryService.Proposals, {}).proposals) {
        decided.add(status);
        const { yesCount = "", abstainCount = "", noCount = "", noWithVetoCount = "" } = finalTallyResult ?? {};
        const counted = [yesCount, abstainCount, noCount, noWithVetoCount].reduce((sum, text) => sum + BigInt(text), 0n);
        expect(counted).toBeLessThanOrEqual(5_000n * MILLION);
      }
    }),
    { numRuns: 40 },
  );
  // Nothing stays open.
  expect([...decided].every((status) => status >= 3)).toBe(true);
  expect(decided.size).toBeGreaterThan(0);
});
