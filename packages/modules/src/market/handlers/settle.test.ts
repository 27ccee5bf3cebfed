import { beforeEach, expect, test } from "vitest";
import { SpanStatus, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { claimRoot } from "@openledger/attribution";
import type { MsgSettle } from "@openledger/messages/openledger/market/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { TxError, type ErrorDefinition } from "@openledger/state-machine";
import { claimErrors } from "../../attribution/errors.ts";
import { crypto } from "../../support/world.fixture.ts";
import {
  ALICE_TEXT,
  answer,
  BOB_TEXT,
  hostSigned,
  indexOf,
  NOVEL_TEXT,
  openLoop,
  passTime,
  settleMessage,
  signedHead,
  type Loop,
} from "../../support/loop.fixture.ts";
import { alice, bob, contribute, creator, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import {
  aboveEscrow,
  bondTooLow,
  claimsRootDiffers,
  firstIndexDiffers,
  headAmountDiffers,
  headOfAnotherSession,
  headRootDiffers,
  headSignatureInvalid,
  headSizeDiffers,
  malformedMessage,
  notHost,
  ownersDiffer,
  receiptAmountDiffers,
  receiptOutOfOrder,
  settlePeriodOver,
  tooManyOwners,
  tooManyReceipts,
  unknownSession,
} from "../errors.ts";

let loop: Loop;
beforeEach(() => {
  loop = openLoop();
  answer(loop, `${ALICE_TEXT}\n\n${NOVEL_TEXT}`);
  answer(loop, BOB_TEXT);
});

const receipts = (): readonly NonNullable<ReceiptOpening["receipt"]>[] =>
  loop.answered.map(({ receipt }) => assertDefined(receipt, "a receipt"));

/** The message as another host's software might state it. */
function refuses(change: (msg: MsgSettle) => Partial<MsgSettle>, error: ErrorDefinition): void {
  const msg = settleMessage(loop);
  expectRefusal(loop.world, messages.settle, { ...msg, ...change(msg) }, error);
}

/** Replaces receipt 0 by a changed one that the host and the buyer sign again. */
function restate(change: (opening: ReceiptOpening) => ReceiptOpening): void {
  const opening = assertDefined(loop.answered[0], "an answer");
  const changed = change(opening);
  const claim = assertDefined(changed.claim, "a claim");
  const receipt = { ...assertDefined(changed.receipt, "a receipt"), claimRoot: claimRoot(crypto.sha256, claim) };
  loop.answered[0] = hostSigned({ ...changed, receipt });
}

test.each<readonly [string, (msg: MsgSettle) => Partial<MsgSettle>, ErrorDefinition]>([
  ["no head", () => ({ head: undefined }), malformedMessage],
  ["no openings", () => ({ openings: [] }), malformedMessage],
  [
    "an opening without receipt",
    (msg) => ({ openings: msg.openings.map((one) => ({ ...one, receipt: undefined })) }),
    malformedMessage,
  ],
  ["an owner amount of 0", () => ({ owners: [{ owner: alice, amount: "0" }] }), malformedMessage],
  ["an unknown session", () => ({ sessionId: 5n }), unknownSession],
  ["another host", () => ({ host: bob }), notHost],
  ["a range that leaves a gap", () => ({ firstIndex: 1n }), firstIndexDiffers],
  [
    "more receipts than allowed",
    (msg) => ({ openings: Array.from({ length: 65 }, () => msg.openings[0] as ReceiptOpening) }),
    tooManyReceipts,
  ],
  [
    "more owners than allowed",
    () => ({ owners: Array.from({ length: 65 }, () => ({ owner: alice, amount: "1" })) }),
    tooManyOwners,
  ],
  ["fewer receipts than the head covers", (msg) => ({ openings: msg.openings.slice(0, 1) }), headSizeDiffers],
  [
    "a head of another session",
    () => ({ head: signedHead(loop, receipts(), { sessionId: 2n }) }),
    headOfAnotherSession,
  ],
  [
    "a head of another chain",
    () => ({ head: signedHead(loop, receipts(), { chainId: "other-1" }) }),
    headOfAnotherSession,
  ],
  ["a head of another version", () => ({ head: signedHead(loop, receipts(), { version: 2 }) }), headOfAnotherSession],
  [
    "a head with another sum",
    () => ({ head: signedHead(loop, receipts(), { cumulativeAmount: "1" }) }),
    headAmountDiffers,
  ],
  [
    "a head over other receipts",
    () => ({ head: signedHead(loop, receipts(), { root: new Uint8Array(32) }) }),
    headRootDiffers,
  ],
  ["an owner line left out", (msg) => ({ owners: msg.owners.slice(1) }), ownersDiffer],
  ["owner lines out of order", (msg) => ({ owners: msg.owners.toReversed() }), ownersDiffer],
  ["another claims root", () => ({ claimsRoot: new Uint8Array(32) }), claimsRootDiffers],
])("%s is refused", (_, change, error) => refuses(change, error));

test("a sum that does not add up is refused", () => {
  refuses(
    ({ owners }) => ({ owners: owners.map((line) => ({ ...line, amount: (BigInt(line.amount) + 1n).toString() })) }),
    ownersDiffer,
  );
});

test("a forged head is refused: every signature but the session key's", () => {
  refuses(
    ({ head }) => ({
      head: head && { ...head, signature: assertDefined(loop.answered[0], "an answer").hostSignature },
    }),
    headSignatureInvalid,
  );
});

test("a replayed head is refused: its receipts are settled already", () => {
  const msg = settleMessage(loop);
  loop.world.deliver(messages.settle, msg);
  expectRefusal(loop.world, messages.settle, msg, firstIndexDiffers);
  expectRefusal(loop.world, messages.settle, { ...msg, firstIndex: 2n }, headSizeDiffers);
});

test("an older head with the right range is refused", () => {
  const old = settleMessage(loop, 0, 1);
  refuses(() => ({ head: old.head }), headSizeDiffers);
});

test("a receipt out of order is refused", () => {
  loop.answered.reverse();
  refuses(() => ({}), receiptOutOfOrder);
});

test("a price that is not the formula's is refused, late answers cost less", () => {
  restate((opening) => ({ ...opening, receipt: opening.receipt && { ...opening.receipt, latencyMs: 1001n } }));
  refuses(() => ({}), receiptAmountDiffers);
  refuses(
    ({ openings }) => ({
      openings: openings.map((one) => ({ ...one, receipt: one.receipt && { ...one.receipt, amount: "x" } })),
    }),
    receiptAmountDiffers,
  );
});

test("a late answer settles at its lower price", () => {
  const late = answer(loop, NOVEL_TEXT, 1001n);
  const inTime = answer(loop, NOVEL_TEXT, 1000n);
  const units = (opening: ReceiptOpening): bigint => BigInt(assertDefined(opening.receipt, "a receipt").amount);
  expect(units(late)).toBe((units(inTime) * 7500n) / 10_000n);
  loop.world.deliver(messages.settle, settleMessage(loop));
});

test("a receipt of another host's key is refused", () => {
  const signature = assertDefined(loop.answered[1], "an answer").hostSignature;
  refuses(
    ({ openings }) => ({ openings: openings.map((one) => ({ ...one, hostSignature: signature })) }),
    claimErrors["receipt-signature"],
  );
});

test("a receipt of another model is refused", () => {
  restate((opening) => ({ ...opening, receipt: opening.receipt && { ...opening.receipt, modelId: 2n } }));
  refuses(() => ({}), claimErrors["receipt-context"]);
});

const OUTSIDE =
  "Seven amber lighthouses argue politely with the tide whenever forgotten sailors mend their velvet umbrellas.";

test("a citation outside the manifest cannot be owned, only said", () => {
  loop = openLoop({ outside: OUTSIDE });
  answer(loop, OUTSIDE);
  const honest = assertDefined(loop.answered[0], "an answer");
  expect(honest.claim?.spans.map(({ status }) => status)).toEqual([SpanStatus.SPAN_STATUS_OUTSIDE]);
  restate((opening) => ({
    ...opening,
    claim: opening.claim && {
      ...opening.claim,
      spans: opening.claim.spans.map((span) => ({ ...span, status: SpanStatus.SPAN_STATUS_OWNED, owner: bob })),
    },
  }));
  refuses(() => ({}), claimErrors["outside-manifest"]);
  loop.answered[0] = honest;
  loop.world.deliver(messages.settle, settleMessage(loop));
});

test("a contribution accepted after the model was published is not cited", () => {
  const { world } = loop;
  const late = contribute(world, OUTSIDE, alice);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  const registered = [...loop.registered, late];
  loop = { ...loop, registered, index: indexOf(registered) };
  answer(loop, OUTSIDE);
  refuses(() => ({}), claimErrors["contribution-late"]);
});

test("an output that the receipt does not commit to is refused", () => {
  refuses(
    ({ openings }) => ({ openings: openings.map((one) => ({ ...one, output: toUtf8(NOVEL_TEXT) })) }),
    claimErrors["output-root"],
  );
});

test("a claim with any bit flipped is refused", () => {
  const msg = settleMessage(loop, 0, 1);
  const claim = assertDefined(msg.openings[0]?.claim, "a claim");
  const span = assertDefined(claim.spans[0], "a span");
  const owner = assertDefined(claim.owners[0], "an owner line");
  const match = assertDefined(span.match, "a match");
  const changes: readonly Partial<typeof claim>[] = [
    { version: 3 },
    { owners: [] },
    { owners: [{ ...owner, amount: (BigInt(owner.amount) ^ 1n).toString() }] },
    { owners: [{ ...owner, owner: bob }] },
    ...[1, 2, 4, 8].map((bit) => ({
      spans: [{ ...span, firstToken: span.firstToken ^ bit }, ...claim.spans.slice(1)],
    })),
    ...[1, 2, 4, 8].map((bit) => ({
      spans: [{ ...span, tokenCount: span.tokenCount ^ bit }, ...claim.spans.slice(1)],
    })),
    ...[1n, 16n, 256n].map((bit) => ({ spans: [{ ...span, weight: span.weight ^ bit }, ...claim.spans.slice(1)] })),
    { spans: [{ ...span, status: span.status ^ 1 }, ...claim.spans.slice(1)] },
    { spans: [{ ...span, owner: bob }, ...claim.spans.slice(1)] },
    { spans: [{ ...span, match: { ...match, offset: match.offset ^ 1n } }, ...claim.spans.slice(1)] },
    { spans: claim.spans.slice(1) },
  ];
  for (const change of changes) {
    const openings = msg.openings.map((one) => ({ ...one, claim: { ...claim, ...change } }));
    expect(() => loop.world.deliver(messages.settle, { ...msg, openings })).toThrow(TxError);
  }
  // A host that signs the changed claim, over a head that the buyer signed for it, fails at the check of the claim itself.
  for (const change of changes) {
    const honest = assertDefined(loop.answered[0], "an answer");
    restate((opening) => ({ ...opening, claim: { ...claim, ...change } }));
    const stated = settleMessage(loop, 0, 1);
    expect(() => loop.world.deliver(messages.settle, stated)).toThrow(
      expect.objectContaining({ codespace: "attribution" }),
    );
    loop.answered[0] = honest;
  }
  loop.world.deliver(messages.settle, msg);
});

test("settling above the escrow is refused", () => {
  loop = openLoop({ session: { escrow: { denom: "udemo", amount: "150000" } } });
  answer(loop, ALICE_TEXT);
  answer(loop, BOB_TEXT);
  refuses(() => ({}), aboveEscrow);
  loop.world.deliver(messages.settle, settleMessage(loop, 0, 1));
  expectRefusal(loop.world, messages.settle, settleMessage(loop, 1, 2), aboveEscrow);
});

test("pending settlements lock the bond, final ones release it", () => {
  loop = openLoop({ offer: { bond: { denom: "udemo", amount: "100000" } } });
  answer(loop, ALICE_TEXT);
  answer(loop, BOB_TEXT);
  loop.world.deliver(messages.settle, settleMessage(loop, 0, 1));
  expectRefusal(loop.world, messages.settle, settleMessage(loop, 1, 2), bondTooLow);
  for (let i = 0; i < 3; i++) loop.world.nextBlock(5);
  loop.world.deliver(messages.settle, settleMessage(loop, 1, 2));
  expect(loop.world.brokenInvariants()).toEqual([]);
});

test("the settle-only period takes settlements until it is over", () => {
  loop.world.nextBlock(100);
  loop.world.nextBlock(19);
  loop.world.deliver(messages.settle, settleMessage(loop, 0, 1));
  loop.world.nextBlock(1);
  expectRefusal(loop.world, messages.settle, settleMessage(loop, 1, 2), settlePeriodOver);
  passTime(loop.world);
  expectRefusal(loop.world, messages.settle, settleMessage(loop, 1, 2), unknownSession);
});
