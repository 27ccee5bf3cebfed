import { expect, test } from "vitest";
import { MsgReview, MsgRevoke, Verdict, type Erasure } from "@openledger/messages/openledger/datanet/v1";
import type { ErrorDefinition } from "@openledger/state-machine";
import { assertDefined } from "@openledger/primitives";
import { ALICE_TEXT, answer, BOB_TEXT, openLoop, settleMessage } from "../../support/loop.fixture.ts";
import {
  alice,
  bob,
  contribute,
  contributionMessage,
  creator,
  curator,
  datanetMessage,
  fundedWorld,
  FUNDS,
  GENESIS,
  messages,
  modelMessage,
  sessionMessage,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import type { World } from "../../support/world.fixture.ts";
import { commonsInManifest, markedSinceFrozen } from "../../model/errors.ts";
import {
  commonsNotAllowed,
  contentErased,
  malformedMessage,
  notContributor,
  nothingToFreeze,
  nothingToRevoke,
  tooManyMarks,
  unknownContribution,
  unknownDatanet,
} from "../errors.ts";
import { datanetKeeper } from "../module.ts";

const LONG = "Every row of this long text holds different words about rivers, bridges and lamps. ".repeat(60);
const revoke = (change: Partial<MsgRevoke> = {}): MsgRevoke => MsgRevoke.create({ contributor: alice, datanetId: 1n, seq: 1n, ...change });
const rows = (firstChunk: number, chunkCount = 1, document = 0): MsgRevoke["rows"] => [{ document, firstChunk, chunkCount }];

/** A frozen datanet with a long text of Alice and a short one of Bob. */
function frozenWorld(): World {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, LONG, alice);
  contribute(world, BOB_TEXT, bob);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  world.nextBlock();
  return world;
}

test.each<readonly [string, Partial<MsgRevoke>, ErrorDefinition]>([
  ["a contributor that is no address", { contributor: "alice" }, malformedMessage],
  ["a range without chunks", { rows: rows(0, 0) }, malformedMessage],
  ["more than 16 ranges", { rows: Array.from({ length: 17 }, (_, i) => ({ document: 0, firstChunk: i, chunkCount: 1 })) }, malformedMessage],
  ["erasing single rows", { rows: rows(0), erase: true }, malformedMessage],
  ["rows of a document that does not exist", { rows: rows(0, 1, 1) }, malformedMessage],
  ["rows beyond the contribution's chunks", { rows: rows(4, 2) }, malformedMessage],
  ["an unknown datanet", { datanetId: 9n }, unknownDatanet],
  ["an unknown contribution", { seq: 9n }, unknownContribution],
  ["somebody else's contribution", { seq: 2n }, notContributor],
])("%s is refused", (_, change, error) => {
  expectRefusal(frozenWorld(), messages.revoke, revoke(change), error);
});

test("a mark stays for ever, and twelve are taken of rows so that there is room for others", () => {
  const world = frozenWorld();
  for (let i = 0; i < 12; i++) world.deliver(messages.revoke, revoke({ rows: rows(i % 5) }));
  expectRefusal(world, messages.revoke, revoke({ rows: rows(0) }), tooManyMarks);
  world.deliver(messages.revoke, revoke());
  expectRefusal(world, messages.revoke, revoke(), nothingToRevoke);
  expect(world.deliver(messages.revoke, revoke({ erase: true }))).toMatchObject({ erased: true });
  expectRefusal(world, messages.revoke, revoke({ erase: true }), nothingToRevoke);
  const { marks } = assertDefined(datanetKeeper.contribution(world.context(), 1n, 1n), "kept");
  expect(marks).toHaveLength(14);
  expect(datanetKeeper.datanet(world.context(), 1n)?.markCount).toBe(14n);
  expect(marks.at(-1)).toMatchObject({ height: 2n, fromVersion: 2n, erase: true });
  expect(world.brokenInvariants()).toEqual([]);
});

test("later versions leave out what is marked, and the log goes on as before", () => {
  const world = frozenWorld();
  const before = assertDefined(datanetKeeper.version(world.context(), 1n, 1n), "frozen");
  const stored = assertDefined(datanetKeeper.contribution(world.context(), 1n, 1n)?.rows, "rows");
  world.deliver(messages.revoke, revoke({ rows: rows(1, 2) }));
  expect(world.events.map(({ type }) => type)).toEqual(["contribution_revoked"]);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  const part = assertDefined(datanetKeeper.version(world.context(), 1n, 2n), "frozen");
  const left = (stored.tokenCount * (stored.leafCount - 2n)) / stored.leafCount;
  expect(part.tokens).toBe(before.tokens - stored.tokenCount + left);
  expect(part).toMatchObject({ logSize: before.logSize, logRoot: before.logRoot });
  world.deliver(messages.revoke, revoke());
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  expect(datanetKeeper.version(world.context(), 1n, 3n)?.tokens).toBe(before.tokens - stored.tokenCount);
  expect(datanetKeeper.version(world.context(), 1n, 1n)).toEqual(before);
  world.deliver(messages.revoke, revoke({ contributor: bob, seq: 2n }));
  expectRefusal(world, messages.freezeVersion, { signer: creator, datanetId: 1n }, nothingToFreeze);
  expect(world.brokenInvariants()).toEqual([]);
});

test("models name no version that holds rows revoked since", () => {
  const world = frozenWorld();
  world.deliver(messages.revoke, revoke());
  const manifest = [{ datanetId: 1n, version: 1n, priorBps: 100 }];
  expectRefusal(world, messages.publishModel, modelMessage(manifest), markedSinceFrozen);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 2n, priorBps: 100 }]));
});

test("what is pending is withdrawn with its bond, what was refused can only be erased", () => {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  for (const text of ["Taken back at once.", "Refused by the curator."]) world.deliver(messages.contribute, contributionMessage(text, alice, 1n).msg);
  world.deliver(messages.review, MsgReview.create({ curator, datanetId: 1n, seq: 2n, verdict: Verdict.VERDICT_REJECT, reasonCode: 3 }));
  expectRefusal(world, messages.revoke, revoke({ rows: rows(0) }), nothingToRevoke);
  world.deliver(messages.revoke, revoke());
  expect(world.events.map(({ type }) => type)).toEqual(expect.arrayContaining(["contribution_lapsed", "contribution_revoked"]));
  expect(world.balance(alice, "uopen")).toBe(FUNDS - 7n);
  expectRefusal(world, messages.revoke, revoke({ seq: 2n }), nothingToRevoke);
  expect(world.deliver(messages.revoke, revoke({ seq: 2n, erase: true }))).toMatchObject({ erased: true });
  world.nextBlock(1000);
  expect(world.brokenInvariants()).toEqual([]);
});

test("only who registered a blob first has it erased, and it never comes back", () => {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, "The original words.", alice);
  contribute(world, "The original words.", bob);
  expect(world.deliver(messages.revoke, revoke({ contributor: bob, seq: 2n, erase: true }))).toMatchObject({ erased: false });
  const { blob } = contributionMessage("The original words.", alice, 1n).msg;
  const found = (): Erasure | undefined =>
    world.query<{ erasure: Erasure | undefined }>("/openledger.datanet.v1.Query/Erasure", { blob }).erasure;
  expect(found()).toBeUndefined();
  expect(world.deliver(messages.revoke, revoke({ erase: true }))).toMatchObject({ erased: true });
  expect(world.events.map(({ type }) => type)).toEqual(["contribution_revoked", "content_erased"]);
  expect(found()).toEqual({ blob, datanetId: 1n, seq: 1n, height: 1n });
  expectRefusal(world, messages.contribute, contributionMessage("The original words.", bob, 1n).msg, contentErased);
  const all = world.query<{ erasures: Erasure[] }>("/openledger.datanet.v1.Query/Erasures", {}).erasures;
  expect(all).toHaveLength(1);
});

test("a session opened before a revocation pays the contributor, one opened after it does not", () => {
  const loop = openLoop();
  const { world } = loop;
  world.nextBlock();
  world.deliver(messages.revoke, revoke());
  answer(loop, `${ALICE_TEXT} ${BOB_TEXT}`);
  expect(settleMessage(loop).owners).toHaveLength(2);
  world.deliver(messages.settle, settleMessage(loop));
  world.nextBlock();
  const { sessionId } = world.deliver(messages.openSession, sessionMessage());
  const later = { ...loop, sessionId, answered: [] };
  answer(later, `${ALICE_TEXT} ${BOB_TEXT}`);
  expect(() => world.deliver(messages.settle, settleMessage(later))).toThrow("revoked");
  const knowing = { ...later, answered: [], revoked: (seq: bigint) => seq === 1n };
  answer(knowing, `${ALICE_TEXT} ${BOB_TEXT}`);
  expect(settleMessage(knowing).owners).toMatchObject([{ owner: bob }]);
  world.deliver(messages.settle, settleMessage(knowing));
  expect(world.brokenInvariants()).toEqual([]);
});

test("a commons is opened by its authority only, earns nothing, and stands in no manifest", () => {
  const genesis = { ...GENESIS, datanet: { params: { ...GENESIS.datanet.params, commons_authority: creator } } };
  const world = fundedWorld(genesis);
  const commons = datanetMessage({ commons: true, curatorBps: 0, minPriorBps: 0 });
  expectRefusal(world, messages.createDatanet, { ...commons, creator: bob }, commonsNotAllowed);
  expectRefusal(world, messages.createDatanet, { ...commons, curatorBps: 1 }, malformedMessage);
  expectRefusal(fundedWorld(), messages.createDatanet, commons, commonsNotAllowed);
  world.deliver(messages.createDatanet, commons);
  contribute(world, ALICE_TEXT, alice);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  expectRefusal(world, messages.publishModel, modelMessage([{ datanetId: 1n, version: 1n, priorBps: 0 }]), commonsInManifest);
});
