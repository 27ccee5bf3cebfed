// Versions that say what they were derived from.
import { expect, test } from "vitest";
import type { ManifestEntry, MsgPublishModel, QueryDescendantsResponse } from "@openledger/messages/openledger/model/v1";
import type { ErrorDefinition } from "@openledger/state-machine";
import { account, type World } from "../../support/world.fixture.ts";
import { alice, bob, contribute, creator, datanetMessage, fundedWorld, messages, modelMessage, publisher } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { lineageCycle, malformedMessage, notDerivable, royaltiesTooHigh, tooManyAncestors, unknownBase, unknownModel } from "../errors.ts";
import { modelKeeper } from "../module.ts";
import { firstOfArtifact, MODEL } from "../state.ts";

const manifest: readonly ManifestEntry[] = [{ datanetId: 1n, version: 1n, priorBps: 0 }];
const at = (modelId: bigint, version = 1n): { modelId: bigint; version: bigint } => ({ modelId, version });

function worldWithDatanet(params: Readonly<Record<string, string>> = {}): World {
  const world = fundedWorld({ model: { params } });
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, "Words of the datanet.", alice);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  return world;
}

/** Publishes a new model of its own artifact, which anybody may derive from for `deriveBps`. */
function publish(world: World, change: Partial<MsgPublishModel>): bigint {
  return world.deliver(messages.publishModel, message(change)).modelId;
}

let artifacts = 0;

function message(change: Partial<MsgPublishModel>): MsgPublishModel {
  artifacts += 1;
  const artifactRoot = new Uint8Array(32);
  new DataView(artifactRoot.buffer).setUint32(0, artifacts);
  return modelMessage(manifest, { derivable: true, artifactRoot, ...change });
}

const ancestorsOf = (world: World, modelId: bigint, version = 1n): readonly string[] | undefined =>
  modelKeeper
    .version(world.context(), modelId, version)
    ?.ancestors.map((one) => `${one.modelId}@${one.version} ${one.receiver === publisher ? "publisher" : one.receiver} ${one.bps} ${one.generation}`);

test("a version keeps what it owes to bases and to theirs, at the terms that each fixed", () => {
  const world = worldWithDatanet();
  publish(world, { deriveBps: 500 });
  publish(world, { publisher: alice, deriveBps: 300, bases: [at(1n)] });
  publish(world, { publisher: bob, bases: [at(1n), at(2n)] });
  publish(world, { publisher: bob, bases: [at(3n)] });
  expect(ancestorsOf(world, 2n)).toEqual(["1@1 publisher 500 1"]);
  expect(ancestorsOf(world, 3n)).toEqual(["1@1 publisher 500 1", `2@1 ${alice} 300 1`]);
  expect(ancestorsOf(world, 4n)).toEqual(["1@1 publisher 500 2", `2@1 ${alice} 300 2`, `3@1 ${bob} 0 1`]);
  const derived = world.events.filter(({ type }) => type === "model_derived");
  expect(derived.map(({ attributes }) => attributes.map(({ value }) => value).join(" "))).toEqual([
    `4 1 1 1 ${publisher} 500 2`,
    `4 1 2 1 ${alice} 300 2`,
    `4 1 3 1 ${bob} 0 1`,
  ]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("descendants of a version, and of all versions of a model, are found page by page", () => {
  const world = worldWithDatanet();
  publish(world, { deriveBps: 500 });
  world.deliver(messages.publishModel, message({ modelId: 1n, deriveBps: 100 }));
  publish(world, { publisher: alice, bases: [at(1n), at(1n, 2n)] });
  publish(world, { publisher: bob, bases: [at(2n)] });
  const ask = (version: bigint, key: Uint8Array = new Uint8Array(0)): QueryDescendantsResponse => {
    const pagination = { key, offset: 0n, limit: 1n, countTotal: false, reverse: false };
    return world.query("/openledger.model.v1.Query/Descendants", { modelId: 1n, version, pagination });
  };
  const all = (version: bigint): readonly string[] => {
    const found: string[] = [];
    for (let page = ask(version); ; page = ask(version, page.pagination?.nextKey)) {
      found.push(...page.descendants.map((one) => `${one.ancestorVersion}: ${one.modelId}@${one.version} ${one.publisher} ${one.bps} ${one.generation}`));
      if ((page.pagination?.nextKey.length ?? 0) === 0) return found;
    }
  };
  expect(all(1n)).toEqual([`1: 2@1 ${alice} 500 1`, `1: 3@1 ${bob} 500 2`]);
  expect(all(0n)).toEqual([`1: 2@1 ${alice} 500 1`, `1: 3@1 ${bob} 500 2`, `2: 2@1 ${alice} 100 1`, `2: 3@1 ${bob} 100 2`]);
  expect(() => ask(3n)).toThrow("model 1@3");
  expect(() => world.query("/openledger.model.v1.Query/Descendants", { modelId: 9n, version: 0n })).toThrow(unknownModel.meaning);
});

test.each<readonly [string, Partial<MsgPublishModel>, ErrorDefinition]>([
  ["a base that does not exist", { bases: [at(9n)] }, unknownBase],
  ["a version of a model that does not exist", { bases: [at(1n, 2n)] }, unknownBase],
  ["a base named twice", { bases: [at(1n), at(1n)] }, malformedMessage],
  ["bases out of order", { bases: [at(3n), at(1n)] }, malformedMessage],
  ["17 bases", { bases: Array.from({ length: 17 }, (_, i) => at(BigInt(i + 1))) }, malformedMessage],
  ["terms of a version that nobody may derive from", { derivable: false, deriveBps: 1 }, malformedMessage],
  ["terms above the whole", { deriveBps: 10_001 }, malformedMessage],
  ["somebody else's version that nobody may derive from", { bases: [at(2n)] }, notDerivable],
  ["terms that no descendant could keep", { deriveBps: 5_001 }, royaltiesTooHigh],
  ["a model's next version that descends from it", { modelId: 1n, publisher, bases: [at(1n)] }, lineageCycle],
])("%s is refused", (_, change, error) => {
  const world = worldWithDatanet();
  publish(world, { deriveBps: 500 });
  publish(world, { derivable: false });
  publish(world, {});
  expectRefusal(world, messages.publishModel, message({ publisher: bob, ...change }), error);
});

test("who lets nobody derive may do so alone", () => {
  const world = worldWithDatanet();
  publish(world, { derivable: false });
  expect(publish(world, { bases: [at(1n)] })).toBe(2n);
  expect(ancestorsOf(world, 2n)).toEqual(["1@1 publisher 0 1"]);
});

test("a cycle over three models is refused with the way that it takes", () => {
  const world = worldWithDatanet();
  publish(world, {});
  publish(world, { publisher: alice, bases: [at(1n)] });
  publish(world, { publisher: bob, bases: [at(2n)] });
  expect(() => world.deliver(messages.publishModel, message({ modelId: 1n, bases: [at(3n)] }))).toThrow("model 1 -> 3@1 -> 2@1 -> 1@1");
  expect(world.deliver(messages.publishModel, message({ modelId: 1n }))).toEqual({ modelId: 1n, version: 2n });
});

test("royalties above the cap are refused with the part of each", () => {
  const world = worldWithDatanet();
  publish(world, { deriveBps: 3_000 });
  publish(world, { publisher: alice, deriveBps: 1_500, bases: [at(1n)] });
  const royalties = [{ receiver: account(9), bps: 501 }];
  const refused = message({ publisher: bob, bases: [at(2n)], royalties });
  expect(() => world.deliver(messages.publishModel, refused)).toThrow("5001 of 5000 bps: named receivers 501, 1@1 3000, 2@1 1500");
  const terms = message({ publisher: bob, bases: [at(2n)], deriveBps: 501 });
  expect(() => world.deliver(messages.publishModel, terms)).toThrow("a descendant would owe 5001 of 5000 bps: derive_bps 501, 1@1 3000, 2@1 1500");
  expect(publish(world, { publisher: bob, bases: [at(2n)], royalties: [{ receiver: account(9), bps: 500 }] })).toBe(3n);
});

test("sixteen ancestors are kept and a seventeenth is refused with both numbers", () => {
  const world = worldWithDatanet();
  for (let i = 1n; i <= 16n; i++) publish(world, { bases: i === 1n ? [] : [at(i - 1n)] });
  publish(world, { bases: [at(16n)] });
  expect(ancestorsOf(world, 17n)?.length).toBe(16);
  expect(() => world.deliver(messages.publishModel, message({ bases: [at(17n)] }))).toThrow(`17 of 16: ${tooManyAncestors.meaning}`);
  // Sixteen bases without ancestors fit; with one base that has an ancestor of its own they are seventeen.
  const side = Array.from({ length: 15 }, () => publish(world, {}));
  expect(publish(world, { bases: [at(1n), ...side.map((id) => at(id))] })).toBe(33n);
  expect(() => world.deliver(messages.publishModel, message({ bases: [at(2n), ...side.map((id) => at(id))] }))).toThrow("17 of 16");
  expect(world.brokenInvariants()).toEqual([]);
});

test("a version with the artifact of another publisher's says so, unless it names it as a base", () => {
  const world = worldWithDatanet();
  const artifactRoot = new Uint8Array(32).fill(7);
  const twinOf = (modelId: bigint, version = 1n): unknown => modelKeeper.version(world.context(), modelId, version)?.sameArtifactAs;
  const said = (): string | undefined => world.events[0]?.attributes.find(({ key }) => key === "same_artifact_as")?.value;
  publish(world, { artifactRoot });
  expect([twinOf(1n), said()]).toEqual([undefined, undefined]);
  publish(world, { publisher: alice, artifactRoot });
  expect([twinOf(2n), said()]).toEqual([at(1n), "1@1"]);
  publish(world, { publisher: bob, artifactRoot, bases: [at(1n)] });
  expect(twinOf(3n)).toBeUndefined();
  world.deliver(messages.publishModel, message({ modelId: 1n, artifactRoot }));
  expect(twinOf(1n, 2n)).toBeUndefined();
  expect(world.brokenInvariants()).toEqual([]);
});

test("an audit names lineages that do not fit the bases, the index or the artifact", () => {
  const world = worldWithDatanet();
  publish(world, { deriveBps: 500 });
  publish(world, { publisher: alice, bases: [at(1n)] });
  const store = world.context().store.store(MODEL);
  firstOfArtifact.set(store, new Uint8Array(32).fill(9), at(1n));
  store.delete(Uint8Array.from([0x04, ...[1, 1, 2, 1].flatMap((n) => [0, 0, 0, 0, 0, 0, 0, n])]));
  expect(world.brokenInvariants()).toEqual([
    "1 ancestors, 0 of them indexed",
    "1@1 has another artifact root than the one that it is indexed under",
  ]);
});
