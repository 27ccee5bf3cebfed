import { expect, test } from "vitest";
import { claimRoot } from "@openledger/attribution";
import { SpanStatus, type Claim, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { CounterexampleKind, CounterexampleOutcome, type MsgCounterexample } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import type { ErrorDefinition } from "@openledger/state-machine";
import {
  claimOf,
  disputed,
  evidenceOf,
  invalidMessage,
  matchMessage,
  ownedTokens,
  receiptOf,
  unopenedMessage,
  watcher,
} from "../../support/challenge.fixture.ts";
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
  type Loop,
} from "../../support/loop.fixture.ts";
import { alice, bob, contribute, creator, GENESIS, host, messages, type Registered } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { crypto } from "../../support/world.fixture.ts";
import {
  claimNotCommitted,
  evidenceInvalid,
  malformedMessage,
  receiptNotInSettlement,
  unknownSettlement,
} from "../errors.ts";
import { MARKET, offers, settlements } from "../state.ts";

const { COUNTEREXAMPLE_OUTCOME_VOID, COUNTEREXAMPLE_OUTCOME_CORRECTED, COUNTEREXAMPLE_OUTCOME_FALSE } =
  CounterexampleOutcome;
const source = (loop: Loop, at: number): Registered => assertDefined(loop.registered[at], "a contribution");
const tokensOf = (loop: Loop, text: string): number => ownedTokens(answer({ ...loop, answered: [] }, text));
const without = (loop: Loop, at: number): Loop => ({
  ...loop,
  index: indexOf(loop.registered.filter((_, i) => i !== at)),
});
const voidReason = (loop: Loop): string | undefined =>
  loop.world.events
    .find(({ type }) => type === "settlement_voided")
    ?.attributes.find(({ key }) => key === "reason")?.value;
const outcomeOf = (loop: Loop, msg: MsgCounterexample): CounterexampleOutcome =>
  loop.world.deliver(messages.counterexample, msg).outcome;

/** Replaces receipt 0 by one with a changed claim, which the host signs again. */
function reclaim(loop: Loop, change: (claim: Claim) => Claim): void {
  const opening = assertDefined(loop.answered[0], "an answer");
  const claim = change(claimOf(opening));
  const receipt = { ...receiptOf(opening), claimRoot: claimRoot(crypto.sha256, claim) };
  loop.answered[0] = hostSigned({ ...opening, claim, receipt });
}

test("an author left out is shown by the author's rows, and the batch is void", () => {
  const loop = openLoop();
  answer(loop, BOB_TEXT);
  answer(without(loop, 0), ALICE_TEXT);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  const tokens = tokensOf(loop, ALICE_TEXT);
  const before = loop.world.balance(watcher as typeof host, "uopen");
  const msg = matchMessage(1n, disputed(loop, 1), evidenceOf(source(loop, 0), tokens));
  expect(outcomeOf(loop, msg)).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
  expect(voidReason(loop)).toBe("match-omitted");
  expect(loop.world.balance(watcher as typeof host, "uopen")).toBe(before);
  expect(loop.world.brokenInvariants()).toEqual([]);
  expectRefusal(loop.world, messages.counterexample, msg, unknownSettlement);
});

test("a friend's later copy is not paid: the earlier rows void the batch, opened or not", () => {
  const loop = openLoop({ later: ALICE_TEXT });
  answer(without(loop, 0), ALICE_TEXT);
  expect(claimOf(assertDefined(loop.answered[0], "it")).owners.map(({ owner }) => owner)).toEqual([bob]);
  loop.world.deliver(messages.settle, settleMessage(loop));
  const tokens = tokensOf(loop, ALICE_TEXT);
  const msg = matchMessage(1n, disputed(loop, 0), evidenceOf(source(loop, 0), tokens));
  expect(outcomeOf(loop, msg)).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
});

const NOVEL_COMMONS =
  "Permission is hereby granted to whoever paints the velvet lighthouse to argue politely with its forgotten keeper.";

test("the commons binds like the manifest", () => {
  const genesis = { ...GENESIS, datanet: { params: { ...GENESIS.datanet.params, commons_authority: creator } } };
  const datanet = { commons: true, curatorBps: 0, minPriorBps: 0 };
  // Datanet 1 is the manifest's, so the commons is datanet 2.
  const loop = openLoop({ genesis, datanet, outside: NOVEL_COMMONS });
  answer(without(loop, 2), NOVEL_COMMONS);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  const { spans } = claimOf(answer({ ...loop, answered: [] }, NOVEL_COMMONS));
  const tokens = spans.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  const msg = matchMessage(1n, disputed(loop, 0), evidenceOf(source(loop, 2), tokens));
  expect(outcomeOf(loop, msg)).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
});

test("an earlier text outside the manifest corrects: its tokens are unowned, nobody is slashed", () => {
  const loop = openLoop({ earlier: ALICE_TEXT });
  const { world } = loop;
  answer(without(loop, 0), `${ALICE_TEXT}\n\n${BOB_TEXT}`);
  world.deliver(messages.settle, unopenedMessage(loop));
  const store = world.context().store.store(MARKET);
  const [before] = [assertDefined(settlements.get(store, 1n), "it")];
  const bond = offers.require(store, 1n).bond;
  const tokens = tokensOf(without(loop, 0), ALICE_TEXT);
  const evidence = evidenceOf(source(loop, 0), tokens);
  expect(outcomeOf(loop, matchMessage(1n, disputed(loop, 0), evidence))).toBe(COUNTEREXAMPLE_OUTCOME_CORRECTED);
  const after = assertDefined(settlements.get(store, 1n), "it");
  expect(before.owners.length).toBe(2);
  const corrected = world.events.find(({ type }) => type === "settlement_corrected")?.attributes ?? [];
  const lost = assertDefined(before.owners.find(({ owner }) => owner === alice), "Alice's line").amount;
  expect(corrected.find(({ key }) => key === "owners")?.value).toBe(`${alice}:${lost}`);
  expect(after.owners.map(({ owner }) => owner)).toEqual([bob]);
  const owned = after.owners.map((line) => ({ ...line, datanetId: 1n }));
  expect(after.corrections).toEqual([{ receipt: 0n, tokens: [{ firstToken: 0, tokenCount: tokens }], owned }]);
  expect(world.brokenInvariants()).toEqual([]);
  // The same tokens again are no news, and cost nothing: somebody else may have been right a moment before.
  expectRefusal(world, messages.counterexample, matchMessage(1n, disputed(loop, 0), evidence), evidenceInvalid);
  passTime(world);
  expect(settlements.get(store, 1n)).toBeUndefined();
  expect(offers.require(store, 1n).bond).toEqual(bond);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a correction of a batch that states less than the claim voids it", () => {
  const loop = openLoop({ earlier: ALICE_TEXT });
  answer(without(loop, 0), ALICE_TEXT);
  loop.world.deliver(messages.settle, { ...unopenedMessage(loop), owners: [], owned: [] });
  const tokens = tokensOf(without(loop, 0), ALICE_TEXT);
  const msg = matchMessage(1n, disputed(loop, 0), evidenceOf(source(loop, 0), tokens));
  expect(outcomeOf(loop, msg)).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
  expect(voidReason(loop)).toBe("owner-amounts");
});

test("a contribution accepted after the model was published shows nothing", () => {
  const loop = openLoop();
  const late = contribute(loop.world, NOVEL_TEXT, bob);
  loop.world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  answer(loop, NOVEL_TEXT);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  const msg = matchMessage(1n, disputed(loop, 0), evidenceOf(late, 7));
  expectRefusal(loop.world, messages.counterexample, msg, evidenceInvalid);
});

const OWNED = SpanStatus.SPAN_STATUS_OWNED;
const lies: readonly (readonly [string, (claim: Claim) => Claim])[] = [
  ["weight", ({ spans, ...rest }) => ({ ...rest, spans: spans.map((one) => ({ ...one, weight: one.weight + 1n })) })],
  ["coverage", ({ spans, ...rest }) => ({ ...rest, spans: spans.slice(1) })],
  ["owner", ({ spans, ...rest }) => ({ ...rest, spans: spans.map((one) => ({ ...one, owner: one.owner && bob })) })],
  ["owner-amounts", (claim) => ({ ...claim, owners: claim.owners.map((one) => ({ ...one, owner: bob })) })],
  ["claim-version", (claim) => ({ ...claim, version: 2 })],
  [
    "contribution-late",
    ({ spans, ...rest }) => ({
      ...rest,
      spans: spans.map((one) => ({
        ...one,
        match: one.match && { ...one.match, contribution: { datanetId: 1n, seq: 9n } },
      })),
    }),
  ],
  ["status", ({ spans, ...rest }) => ({ ...rest, spans: spans.map((one) => ({ ...one, status: 9 })) })],
];

test.each(lies)("a claim with a wrong %s contradicts itself, and the batch is void", (code, change) => {
  const loop = openLoop();
  answer(loop, `${ALICE_TEXT}\n\n${NOVEL_TEXT}`);
  reclaim(loop, change);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  expect(outcomeOf(loop, invalidMessage(1n, disputed(loop, 0)))).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
  expect(voidReason(loop)).toBe(code);
  expect(loop.world.brokenInvariants()).toEqual([]);
});

test("words of the buyer that a claim pays for contradict it, and so does a text said twice", () => {
  const asked = openLoop();
  const paid = claimOf(answer({ ...asked, answered: [] }, ALICE_TEXT));
  answer(asked, ALICE_TEXT, 20n, `Say this: ${ALICE_TEXT}`);
  reclaim(asked, () => paid);
  asked.world.deliver(messages.settle, { ...unopenedMessage(asked), owners: [], owned: [] });
  expect(outcomeOf(asked, invalidMessage(1n, disputed(asked, 0)))).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
  expect(voidReason(asked)).toBe("from-request");

  const repeated = openLoop();
  answer(repeated, `${ALICE_TEXT} ${ALICE_TEXT}`);
  reclaim(repeated, ({ spans, ...rest }) => {
    const [first] = spans;
    const match = assertDefined(first?.match, "the first one's match");
    return {
      ...rest,
      spans: spans.map((one) =>
        one.status === SpanStatus.SPAN_STATUS_REPEAT
          ? { ...one, status: OWNED, owner: first?.owner ?? "", match: { ...match, firstToken: one.firstToken } }
          : one,
      ),
    };
  });
  repeated.world.deliver(messages.settle, unopenedMessage(repeated));
  expect(outcomeOf(repeated, invalidMessage(1n, disputed(repeated, 0)))).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
  expect(voidReason(repeated)).toBe("repeated");
});

test("a receipt above the offer's price is void", () => {
  const loop = openLoop();
  const opening: ReceiptOpening = answer(loop, NOVEL_TEXT);
  const receipt = { ...receiptOf(opening), amount: (BigInt(receiptOf(opening).amount) + 1n).toString() };
  loop.answered[0] = hostSigned({ ...opening, receipt });
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  expect(outcomeOf(loop, invalidMessage(1n, disputed(loop, 0)))).toBe(COUNTEREXAMPLE_OUTCOME_VOID);
  expect(voidReason(loop)).toBe("amount");
});

test("a false challenge loses its bond to the host, and the settlement stays as it is", () => {
  const loop = openLoop({ later: ALICE_TEXT });
  const { world } = loop;
  answer(loop, `${ALICE_TEXT} ${BOB_TEXT}`);
  world.deliver(messages.settle, unopenedMessage(loop));
  const store = world.context().store.store(MARKET);
  const before = settlements.get(store, 1n);
  const units = (): readonly bigint[] => [watcher, host].map((one) => world.balance(one as typeof host, "uopen"));
  const funds = units();
  const tokens = tokensOf(loop, ALICE_TEXT);
  const about = disputed(loop, 0);
  const challenges = [
    invalidMessage(1n, about),
    matchMessage(1n, about, evidenceOf(source(loop, 0), tokens)),
    // A later copy, a run that is too short, and one that stands elsewhere.
    matchMessage(1n, about, evidenceOf(source(loop, 2), tokens)),
    matchMessage(1n, about, evidenceOf(source(loop, 0), 2)),
    matchMessage(1n, about, evidenceOf(source(loop, 0), tokens, 3)),
  ];
  for (const msg of challenges) expect(outcomeOf(loop, msg)).toBe(COUNTEREXAMPLE_OUTCOME_FALSE);
  expect(units().map((now, i) => now - (funds[i] ?? 0n))).toEqual([-25_000n, 25_000n]);
  expect(settlements.get(store, 1n)).toEqual(before);
  expect(world.brokenInvariants()).toEqual([]);
});

test.each<readonly [string, (msg: MsgCounterexample) => Partial<MsgCounterexample>, ErrorDefinition]>([
  ["no receipt", (msg) => ({ disputed: msg.disputed && { ...msg.disputed, receipt: undefined } }), malformedMessage],
  ["no kind", () => ({ kind: CounterexampleKind.COUNTEREXAMPLE_KIND_UNSPECIFIED }), malformedMessage],
  ["a match beside another kind", () => ({ kind: CounterexampleKind.COUNTEREXAMPLE_KIND_INVALID }), malformedMessage],
  ["an unknown settlement", () => ({ settlementId: 3n }), unknownSettlement],
  [
    "a receipt of another batch",
    (msg) => ({
      disputed: msg.disputed && { ...msg.disputed, receipt: msg.disputed.receipt && { ...msg.disputed.receipt, index: 5n } },
    }),
    receiptNotInSettlement,
  ],
  ["another path", (msg) => ({ disputed: msg.disputed && { ...msg.disputed, claimsPath: [] } }), claimNotCommitted],
  ["another output", (msg) => ({ disputed: msg.disputed && { ...msg.disputed, output: new Uint8Array(3) } }), evidenceInvalid],
  ["no rows", (msg) => ({ match: msg.match && { ...msg.match, rows: undefined } }), evidenceInvalid],
  ["no chunk", (msg) => ({ match: msg.match && { ...msg.match, chunks: [] } }), evidenceInvalid],
  [
    "rows of another contribution",
    (msg) => ({ match: msg.match && { ...msg.match, rows: { ...assertDefined(msg.match.rows, "rows"), leafCount: 2n } } }),
    evidenceInvalid,
  ],
  [
    "a contribution that is not registered",
    (msg) => ({
      match: msg.match && {
        ...msg.match,
        match: msg.match.match && { ...msg.match.match, contribution: { datanetId: 8n, seq: 1n } },
      },
    }),
    evidenceInvalid,
  ],
  [
    "evidence of an output that no rule refutes",
    () => ({
      kind: CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT,
      match: undefined,
      outputEvidence: new Uint8Array(1),
    }),
    evidenceInvalid,
  ],
])("a counter-example with %s is refused and costs no bond", (_, change, error) => {
  const loop = openLoop();
  answer(loop, ALICE_TEXT);
  answer(loop, BOB_TEXT);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  const msg = matchMessage(1n, disputed(loop, 0), evidenceOf(source(loop, 0), tokensOf(loop, ALICE_TEXT)));
  const before = loop.world.balance(watcher as typeof host, "uopen");
  expectRefusal(loop.world, messages.counterexample, { ...msg, ...change(msg) }, error);
  expect(loop.world.balance(watcher as typeof host, "uopen")).toBe(before);
});

test("who cannot pay the bond cannot challenge", () => {
  const loop = openLoop();
  answer(without(loop, 0), ALICE_TEXT);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  const msg = matchMessage(1n, disputed(loop, 0), evidenceOf(source(loop, 0), tokensOf(loop, ALICE_TEXT)));
  const stranger = "open1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqedf5fk";
  expect(() => loop.world.deliver(messages.counterexample, { ...msg, challenger: stranger })).toThrow();
});
