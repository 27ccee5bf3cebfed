import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Demand, Settlement } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { demandMessage, unopenedMessage } from "../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, NOVEL_TEXT, openLoop, passTime, settleMessage } from "../support/loop.fixture.ts";
import { alice, contributionMessage, messages } from "../support/messages.fixture.ts";

test("what is pending, demanded and waiting for review is read in the order in which it is due", () => {
  const loop = openLoop();
  const { world } = loop;
  for (const text of [ALICE_TEXT, BOB_TEXT, NOVEL_TEXT]) answer(loop, text);
  world.deliver(messages.settle, unopenedMessage(loop, 0, 1));
  world.nextBlock(1);
  world.deliver(messages.settle, settleMessage(loop, 1, 2));
  world.deliver(messages.demand, demandMessage(1n, [0n]));
  world.deliver(messages.contribute, contributionMessage("Nine words that wait for somebody who reads them.", alice, 1n).msg);
  const settlements = (): readonly bigint[] =>
    world.query<{ settlements: Settlement[] }>("/openledger.market.v1.Query/Settlements", {}).settlements.map(({ id }) => id);
  const demands = (): readonly bigint[] =>
    world.query<{ demands: Demand[] }>("/openledger.market.v1.Query/Demands", {}).demands.map(({ id }) => id);
  const reviews = (): readonly unknown[] =>
    world
      .query<{ reviews: { contribution: Contribution; lapseTime: bigint }[] }>("/openledger.datanet.v1.Query/PendingReviews", {})
      .reviews.map(({ contribution, lapseTime }) => [contribution.seq, lapseTime - contribution.registeredTime]);
  expect([settlements(), demands(), reviews()]).toEqual([[1n, 2n], [1n], [[3n, 100_000_000_000n]]]);
  passTime(world);
  expect([settlements(), demands(), reviews()]).toEqual([[], [], []]);
});
