import { SessionState, type Session } from "@openledger/messages/openledger/market/v1";
import { TxError, type ErrorDefinition } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { ALICE_TEXT, answer, BOB_TEXT, inclusionOf, NOVEL_TEXT, openLoop, passTime, settleMessage, type Loop } from "../support/loop.fixture.ts";
import { unopenedMessage } from "../support/challenge.fixture.ts";
import { buyer, curator, GENESIS, messages } from "../support/messages.fixture.ts";
import { receiptNotSettled, settlementPending, unknownSession } from "./errors.ts";
import { settledReceipt, type SettledReceipt } from "./receipt-inclusion.ts";
import { endedSessions, MARKET, recordQueue, voidedRanges } from "./state.ts";

const params = { ...GENESIS.market.params, record_seconds: "1000", max_decisions_per_block: 2 };
const recording = { ...GENESIS, market: { params } };

const show = (loop: Loop, index: number, size?: number): SettledReceipt =>
  settledReceipt(loop.world.context(), inclusionOf(loop, index, size));

const refusal = ({ codespace, code }: ErrorDefinition): unknown =>
  expect.toSatisfy((thrown) => thrown instanceof TxError && thrown.codespace === codespace && thrown.code === code);

function settled(texts: readonly string[]): Loop {
  const loop = openLoop({ genesis: recording });
  for (const text of texts) answer(loop, text);
  loop.world.deliver(messages.settle, settleMessage(loop));
  return loop;
}

test("a receipt is not final while its settlement is pending, then it is paid", () => {
  const loop = settled([ALICE_TEXT, BOB_TEXT, NOVEL_TEXT]);
  expect(() => show(loop, 1)).toThrow(refusal(settlementPending));
  passTime(loop.world, 3, 20);
  for (const index of [0, 1, 2]) expect(show(loop, index)).toMatchObject({ index: BigInt(index), paid: true });
});

test("an inclusion under an earlier size is refused with the size to prove against", () => {
  const loop = settled([ALICE_TEXT, BOB_TEXT]);
  answer(loop, NOVEL_TEXT);
  expect(() => show(loop, 2)).toThrow(refusal(receiptNotSettled));
  loop.world.deliver(messages.settle, settleMessage(loop, 2));
  passTime(loop.world, 3, 20);
  expect(() => show(loop, 0, 2)).toThrow("whose log has size 3");
  expect(show(loop, 0).paid).toBe(true);
});

test("a receipt with any field changed is in no log", () => {
  const loop = settled([ALICE_TEXT, BOB_TEXT]);
  passTime(loop.world, 3, 20);
  const inclusion = inclusionOf(loop, 0);
  const changes = [{ chainId: "other-1" }, { index: 1n }, { index: 1n << 63n }, { amount: "1" }, { outputRoot: new Uint8Array(32) }];
  for (const change of changes) {
    const receipt = inclusion.receipt && { ...inclusion.receipt, ...change };
    expect(() => settledReceipt(loop.world.context(), { ...inclusion, receipt })).toThrow(refusal(receiptNotSettled));
  }
  const path = inclusion.path.map((hash) => hash.slice(1));
  expect(() => settledReceipt(loop.world.context(), { ...inclusion, path })).toThrow(refusal(receiptNotSettled));
});

test("a receipt of a void settlement was not paid, those beside it were", () => {
  const loop = openLoop({ genesis: recording });
  for (const text of [ALICE_TEXT, BOB_TEXT, NOVEL_TEXT]) answer(loop, text);
  loop.world.deliver(messages.settle, settleMessage(loop, 0, 1));
  loop.world.deliver(messages.settle, unopenedMessage(loop, 1, 2));
  loop.world.deliver(messages.settle, settleMessage(loop, 2, 3));
  loop.world.deliver(messages.demand, { challenger: curator, settlementId: 2n, receipts: [1n] });
  passTime(loop.world, 4, 10);
  expect([0, 1, 2].map((index) => show(loop, index).paid)).toEqual([true, false, true]);
});

test("an ended session stays on record for its period without money, then leaves nothing behind", () => {
  const loop = openLoop({ genesis: recording });
  const { world } = loop;
  for (const text of [ALICE_TEXT, BOB_TEXT, NOVEL_TEXT]) answer(loop, text);
  for (const at of [0, 1, 2]) world.deliver(messages.settle, unopenedMessage(loop, at, at + 1));
  for (const at of [0, 1, 2]) world.deliver(messages.demand, { challenger: curator, settlementId: BigInt(at + 1), receipts: [BigInt(at)] });
  world.deliver(messages.closeSession, { buyer, sessionId: 1n });
  passTime(world, 5, 10);
  const read = (): Session => world.query<{ session: Session }>("/openledger.market.v1.Query/Session", { sessionId: 1n }).session;
  expect(read()).toMatchObject({ state: SessionState.SESSION_STATE_ENDED, logSize: 3n, pendingSettlements: 0 });
  expect(world.query("/openledger.market.v1.Query/Sessions", {})).toMatchObject({ sessions: [] });
  expect(show(loop, 2)).toMatchObject({ paid: false, session: { id: 1n, buyer } });
  expect(world.brokenInvariants()).toEqual([]);

  world.nextBlock(2_000);
  const store = world.context().store.store(MARKET);
  world.nextBlock(1);
  expect([...voidedRanges.iterate(store)], "at most two removals in a block").toHaveLength(1);
  expect(endedSessions.has(store, 1n)).toBe(true);
  world.nextBlock(1);
  expect([...voidedRanges.iterate(store), ...recordQueue.iterate(store), ...endedSessions.iterate(store)]).toEqual([]);
  expect(() => show(loop, 2)).toThrow(refusal(unknownSession));
  expect(read).toThrow(refusal(unknownSession));
});
