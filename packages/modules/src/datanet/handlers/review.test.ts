import { expect, test } from "vitest";
import { ContributionState, MsgReview, RejectReason, Verdict } from "@openledger/messages/openledger/datanet/v1";
import type { ErrorDefinition } from "@openledger/state-machine";
import { account, type World } from "../../support/world.fixture.ts";
import {
  alice,
  bob,
  contributionMessage,
  datanetMessage,
  fundedWorld,
  FUNDS,
  messages,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import {
  alreadyReviewed,
  malformedMessage,
  notCurator,
  notPending,
  reviewPeriodOver,
  rowsRootDiffers,
  unknownContribution,
  unknownDatanet,
  unknownReason,
} from "../errors.ts";
import { datanetKeeper } from "../module.ts";

const curators = [account(31), account(32), account(33), account(34), account(35)] as const;
const { msg, rows } = contributionMessage("A text to be reviewed by several people.", alice, 1n);

/** Three of five curators accept, so three rejections refuse. */
function worldWithContribution(): World {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage({ curators: [...curators], threshold: 3 }));
  world.deliver(messages.contribute, msg);
  return world;
}

function review(change: Partial<MsgReview>): MsgReview {
  const base = {
    curator: curators[0],
    datanetId: 1n,
    seq: 1n,
    verdict: Verdict.VERDICT_ACCEPT,
    grade: 50,
    rowsRoot: rows.root,
  };
  return MsgReview.create({ ...base, ...change });
}

const accept = (by: string, grade: number): MsgReview => review({ curator: by, grade });
const reject = (by: string): MsgReview =>
  review({ curator: by, verdict: Verdict.VERDICT_REJECT, grade: 0, reasonCode: RejectReason.REJECT_REASON_DUPLICATE });

test.each<readonly [string, Partial<MsgReview>, ErrorDefinition]>([
  ["an acceptance without grade", { grade: 0 }, malformedMessage],
  ["a grade of 101", { grade: 101 }, malformedMessage],
  ["a rejection without a reason", { verdict: Verdict.VERDICT_REJECT, grade: 0 }, unknownReason],
  ["a rejection for a reason that nobody knows", { verdict: Verdict.VERDICT_REJECT, grade: 0, reasonCode: 12 }, unknownReason],
  ["an acceptance with a reason", { reasonCode: RejectReason.REJECT_REASON_OTHER }, malformedMessage],
  ["a rejection with a grade", { verdict: Verdict.VERDICT_REJECT, reasonCode: 1 }, malformedMessage],
  ["an unknown verdict", { verdict: 7 }, malformedMessage],
  ["an acceptance without rows root", { rowsRoot: new Uint8Array(0) }, malformedMessage],
  ["an unknown datanet", { datanetId: 5n }, unknownDatanet],
  ["an unknown contribution", { seq: 5n }, unknownContribution],
  ["somebody who is no curator", { curator: bob }, notCurator],
  ["another rows root", { rowsRoot: new Uint8Array(32) }, rowsRootDiffers],
])("%s is refused", (_, change, error) => {
  expectRefusal(worldWithContribution(), messages.review, review(change), error);
});

test("a curator reviews once, and nobody a decided contribution", () => {
  const world = worldWithContribution();
  world.deliver(messages.review, accept(curators[0], 50));
  expectRefusal(world, messages.review, accept(curators[0], 60), alreadyReviewed);
  world.deliver(messages.review, accept(curators[1], 90));
  world.deliver(messages.review, accept(curators[2], 70));
  expectRefusal(world, messages.review, accept(curators[3], 70), notPending);
});

test("k acceptances accept with the lower median grade and keep the bond locked", () => {
  const world = worldWithContribution();
  world.deliver(messages.review, accept(curators[0], 90));
  world.deliver(messages.review, reject(curators[4]));
  expect(world.deliver(messages.review, accept(curators[1], 20)).state).toBe(
    ContributionState.CONTRIBUTION_STATE_PENDING,
  );
  expect(world.deliver(messages.review, accept(curators[2], 60)).state).toBe(
    ContributionState.CONTRIBUTION_STATE_ACCEPTED,
  );
  expect(datanetKeeper.contribution(world.context(), 1n, 1n)).toMatchObject({
    grade: 60,
    logIndex: 0n,
    acceptedSequence: 1n,
  });
  expect(world.balance(alice, "uopen")).toBe(FUNDS - 10n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("n-k+1 rejections burn the fee from the bond and return the rest", () => {
  const world = worldWithContribution();
  const supply = world.supply("uopen");
  world.deliver(messages.review, reject(curators[0]));
  world.deliver(messages.review, reject(curators[1]));
  const { state } = world.deliver(messages.review, reject(curators[2]));
  expect(state).toBe(ContributionState.CONTRIBUTION_STATE_REJECTED);
  expect(world.balance(alice, "uopen")).toBe(FUNDS - 7n);
  expect(world.supply("uopen")).toBe(supply - 7n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("without a verdict in time a contribution lapses and its bond returns", () => {
  const world = worldWithContribution();
  const abstain = review({ verdict: Verdict.VERDICT_ABSTAIN, grade: 0, rowsRoot: new Uint8Array(0) });
  world.deliver(messages.review, abstain);
  world.nextBlock(100);
  expectRefusal(world, messages.review, accept(curators[1], 50), reviewPeriodOver);
  world.nextBlock();
  expect(world.events.map(({ type }) => type)).toContain("contribution_lapsed");
  expect(world.balance(alice, "uopen")).toBe(FUNDS);
  expectRefusal(world, messages.review, accept(curators[1], 50), notPending);
  expect(world.brokenInvariants()).toEqual([]);
});
