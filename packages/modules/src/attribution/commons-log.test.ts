import { assertDefined } from "@openledger/primitives";
import { CounterexampleOutcome } from "@openledger/messages/openledger/market/v1";
import type { Datanet, DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import { expect, test } from "vitest";
import { datanetKeeper } from "../datanet/module.ts";
import { claimOf, disputed, evidenceOf, matchMessage, unopenedMessage } from "../support/challenge.fixture.ts";
import { answer, indexOf, openLoop, type LoopOptions } from "../support/loop.fixture.ts";
import { creator, GENESIS, messages } from "../support/messages.fixture.ts";
import { createWorld } from "../support/world.fixture.ts";
import { commonsLogSize } from "./commons-log.ts";

const TEXT = "Permission is hereby granted to whoever paints the velvet lighthouse to argue politely with its forgotten keeper.";
const genesis = { ...GENESIS, datanet: { params: { ...GENESIS.datanet.params, commons_authority: creator } } };
const COMMONS: LoopOptions = { genesis, datanet: { commons: true, curatorBps: 0, minPriorBps: 0 }, outside: TEXT };

/** What the commons' text does to a host that left it out. */
function challenged(options: LoopOptions, late: boolean): CounterexampleOutcome {
  const loop = openLoop({ ...COMMONS, ...options });
  const { world, registered } = loop;
  const { spans } = claimOf(answer({ ...loop, index: indexOf(registered.slice(0, 2)) }, TEXT));
  world.deliver(messages.settle, unopenedMessage(loop));
  world.nextBlock();
  if (late) world.deliver(messages.freezeVersion, { signer: creator, datanetId: 2n });
  const tokens = spans.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  const shown = evidenceOf(assertDefined(registered[2], "the commons' text"), tokens);
  return world.deliver(messages.counterexample, matchMessage(1n, disputed(loop, 0), shown)).outcome;
}

test("a text of a commons voids claims that leave it out when it was frozen before the model was published", () => {
  expect(challenged({}, false)).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID);
});

test.each([false, true])("a text that no version of the commons held then slashes nobody (frozen since: %s)", (late) => {
  expect(challenged({ unfrozen: true }, late)).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_FALSE);
});

test("the last version that is no younger than the model tells how much of a commons binds it", () => {
  const ctx = createWorld({ balances: [] }).context();
  const heights = [3n, 3n, 8n, 20n, 21n];
  const sizeAt = (publishedHeight: bigint, count = heights.length, commons = true): bigint =>
    commonsLogSize(
      ctx,
      {
        ...datanetKeeper,
        datanet: () => ({ commons, versionCount: BigInt(count) }) as Datanet,
        version: (_, __, version) =>
          ({ frozenHeight: heights[Number(version) - 1], logSize: version * 10n }) as DatanetVersion,
      },
      { publishedHeight },
      2n,
    );
  expect([2n, 3n, 7n, 8n, 19n, 20n, 21n, 99n].map((height) => sizeAt(height))).toEqual([0n, 20n, 20n, 30n, 30n, 40n, 50n, 50n]);
  expect([sizeAt(99n, 0), sizeAt(99n, 1), sizeAt(99n, 5, false)]).toEqual([0n, 10n, 0n]);
});
