/** Proposals whose messages meet a fault of our own code. */
import { DecodeError, defineMessage, EncodeError, packAny, type MessageCodec } from "@openledger/messages";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { EncodingError, InvariantViolation } from "@openledger/primitives";
import { messageHandler, type Module } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { accountOf, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { balanceOf, DAY, govOf, govWorld, heldByGov, MILLION, proposalOf, propose, sendByGov, statusOf, vote, YES } from "./gov.fixture.ts";

interface MsgTrip {
  authority: string;
}
const MsgTrip: MessageCodec<MsgTrip> = defineMessage<MsgTrip>("test.trip.v1.MsgTrip", [{ no: 1, key: "authority", name: "authority", type: "string" }]);
const MsgTripResponse: MessageCodec<object> = defineMessage<object>("test.trip.v1.MsgTripResponse", []);

/** A module whose only message throws `error`, after it has written. */
const tripModule = (error: Error): Module => ({
  name: "trip",
  storeName: "trip",
  errors: [],
  messages: [
    messageHandler<MsgTrip, object>({
      codec: MsgTrip,
      response: MsgTripResponse,
      aminoName: "test/MsgTrip",
      signers: ({ authority }) => [authority],
      checkStateless: () => undefined,
      handle(ctx) {
        ctx.store.store("trip").set(Uint8Array.of(1), Uint8Array.of(1));
        throw error;
      },
    }),
  ],
  queries: [],
  initGenesis: () => undefined,
});

/** A passed proposal that sends, then trips; its vote ends with the next block. */
function withTrip(error: Error): { readonly it: StakingWorld; readonly id: bigint } {
  const it = govWorld({}, { more: () => [tripModule(error)] });
  it.deliver(MsgSend, { fromAddress: accountOf(5), toAddress: govOf(it), amount: [stake(777n)] });
  const id = propose(it, [sendByGov(it, 4, 777n), packAny(MsgTrip, { authority: govOf(it) })]);
  vote(it, 2, id, YES);
  it.nextBlock({ seconds: 2n * DAY });
  it.events.length = 0;
  return { it, id };
}

test.each([
  new InvariantViolation("the books do not balance"),
  new EncodeError("the books do not balance"),
  new DecodeError("truncated", "test.Books", "the books do not balance"),
  new EncodingError("the books do not balance"),
])("a $name of a message fails its proposal without a trace, and the event proposal_fault reports it", (error) => {
  const { it, id } = withTrip(error);
  const before = balanceOf(it, 4);
  it.nextBlock();
  expect(statusOf(it, id)).toBe("FAILED");
  const reason = `handling x/gov proposal msg [/test.trip.v1.MsgTrip] PANICKED: ${error.name}: ${error.message}`;
  expect(proposalOf(it, id).failedReason).toBe(reason);
  expect([balanceOf(it, 4) - before, heldByGov(it), balanceOf(it, 3)]).toEqual([0n, 777n, 1_000n * MILLION]);
  expect(it.ctx.store.store("trip").get(Uint8Array.of(1))).toBeUndefined();
  const reported = it.events.filter(({ type }) => type === "proposal_fault").map(({ attributes }) => attributes.map(({ value }) => value));
  expect(reported).toEqual([[String(id), MsgTrip.typeUrl, reason]]);
  const decided = it.events.find(({ type }) => type === "active_proposal");
  expect(decided?.attributes.map(({ value }) => value)).toEqual([String(id), "proposal_failed", `passed, but msg 1 (${MsgTrip.typeUrl}) failed on execution: ${reason}`]);
  expect(it.broken()).toEqual([]);
});

test("what a single node alone may meet stops that node", () => {
  const { it } = withTrip(new RangeError("Maximum call stack size exceeded"));
  expect(() => it.nextBlock()).toThrow("Maximum call stack size exceeded");
});
