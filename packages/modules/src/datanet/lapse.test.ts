import { expect, test } from "vitest";
import {
  alice,
  contributionMessage,
  datanetMessage,
  fundedWorld,
  FUNDS,
  messages,
} from "../support/messages.fixture.ts";
import { MAX_LAPSES_PER_BLOCK } from "./lapse.ts";

test("one block lapses a bounded number of contributions, the next one the rest", () => {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  const { msg } = contributionMessage("A text that nobody reviews.", alice, 1n);
  for (let i = 0; i < MAX_LAPSES_PER_BLOCK + 3; i++) world.deliver(messages.contribute, msg);
  world.nextBlock(100);
  const lapsed = (): number => world.events.filter(({ type }) => type === "contribution_lapsed").length;
  world.nextBlock();
  expect(lapsed()).toBe(MAX_LAPSES_PER_BLOCK);
  world.nextBlock();
  expect(lapsed()).toBe(3);
  expect(world.balance(alice, "uopen")).toBe(FUNDS);
});
