import fc from "fast-check";
import { expect, test } from "vitest";
import { DecodeError } from "@openledger/messages";
import { MsgSettle } from "@openledger/messages/openledger/market/v1";
import { TxError } from "@openledger/state-machine";
import { ALICE_TEXT, answer, BOB_TEXT, NOVEL_TEXT, openLoop, settleMessage } from "../../support/loop.fixture.ts";
import { messages } from "../../support/messages.fixture.ts";

const loop = openLoop();
answer(loop, `${ALICE_TEXT}\n\n${NOVEL_TEXT}`);
answer(loop, `${BOB_TEXT} ${BOB_TEXT}`);
const bytes = MsgSettle.toBytes(settleMessage(loop));

/** The message after the change, or undefined when the bytes are no message any more. */
function decoded(changed: Uint8Array): MsgSettle | undefined {
  try {
    return MsgSettle.fromBytes(changed);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return undefined;
  }
}

test("a settlement with any bit flipped is refused with a code, never with a fault of ours", () => {
  const flips = fc.record({ at: fc.nat(bytes.length - 1), bit: fc.nat(7) });
  fc.assert(
    fc.property(flips, ({ at, bit }) => {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      const msg = decoded(changed);
      if (msg === undefined) return;
      expect(() => loop.world.deliver(messages.settle, msg)).toThrow(TxError);
    }),
    { numRuns: 600 },
  );
});

test("the settlement itself is taken", () => {
  expect(loop.world.deliver(messages.settle, MsgSettle.fromBytes(bytes))).toEqual({ settlementId: 1n });
});
