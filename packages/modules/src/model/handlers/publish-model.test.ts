import { expect, test } from "vitest";
import { Use } from "@openledger/messages/openledger/datanet/v1";
import { ModelKind, type MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { decodeRecipe, encodeRecipe, recipeHash, RULE_VERSION, smoothedRecipe } from "@openledger/ngram";
import { encodeExternalRecipe } from "@openledger/retrieval";
import type { ErrorDefinition } from "@openledger/state-machine";
import { account, crypto, type World } from "../../support/world.fixture.ts";
import {
  alice,
  ancestor,
  bob,
  contribute,
  creator,
  datanetMessage,
  fundedWorld,
  messages,
  modelMessage,
  publisher,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { createPublishModel } from "./publish-model.ts";
import {
  malformedMessage,
  notOwner,
  priorsTooHigh,
  priorTooLow,
  royaltiesTooHigh,
  tokeniserDiffers,
  tooManyEntries,
  tooManyRoyalties,
  unknownKind,
  unknownModel,
  unknownVersion,
  useNotLicensed,
  versionNotFrozen,
} from "../errors.ts";
import { datanetKeeper } from "../../datanet/module.ts";
import { modelKeeper } from "../module.ts";

/** Datanet 1 asks for 1,000 bps; datanet 2 is free; datanet 3 is only for training; each has one frozen version. */
function worldWithDatanets(): World {
  const world = fundedWorld({
    model: { params: { max_manifest_entries: "2", max_royalties: "3", max_royalty_bps: "5000" } },
  });
  const licence = datanetMessage().licence;
  world.deliver(messages.createDatanet, datanetMessage({ minPriorBps: 1000 }));
  world.deliver(messages.createDatanet, datanetMessage());
  world.deliver(messages.createDatanet, datanetMessage({ licence: licence && { ...licence, uses: [Use.USE_TRAIN] } }));
  for (const datanetId of [1n, 2n, 3n]) {
    contribute(world, `Words of datanet ${datanetId}.`, alice, datanetId);
    world.deliver(messages.freezeVersion, { signer: creator, datanetId });
  }
  return world;
}

const entry = (
  datanetId: bigint,
  priorBps: number,
  version = 1n,
): { datanetId: bigint; version: bigint; priorBps: number } => ({
  datanetId,
  version,
  priorBps,
});
const recipe = smoothedRecipe(3, 1_000);
const ngram = {
  ...{ kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: RULE_VERSION, recipe: encodeRecipe(recipe) },
  recipeHash: recipeHash(recipe, crypto.sha256),
};
const royalty = (seed: number, bps: number): { receiver: string; bps: number } => ({ receiver: account(seed), bps });

const externalRecipe = encodeExternalRecipe({ contextPassages: 2, upstreamModel: "llama3.2" });
const external = {
  ...{ kind: ModelKind.MODEL_KIND_EXTERNAL, recipe: externalRecipe, recipeHash: crypto.sha256(externalRecipe) },
};

test.each<readonly [string, Partial<MsgPublishModel>, ErrorDefinition]>([
  ["a publisher that is no address", { publisher: "me" }, malformedMessage],
  ["a steward that is no address", { steward: "nobody" }, malformedMessage],
  ["a new model without name", { name: "" }, malformedMessage],
  ["an artifact root of 31 bytes", { artifactRoot: new Uint8Array(31) }, malformedMessage],
  ["rule version 0", { ruleVersion: 0 }, malformedMessage],
  ["a retrieval rule version that the chain does not implement", { ruleVersion: 2 }, malformedMessage],
  ["no manifest", { manifest: [] }, malformedMessage],
  ["a datanet named twice", { manifest: [entry(1n, 1000), entry(1n, 1000)] }, malformedMessage],
  ["a manifest out of order", { manifest: [entry(2n, 0), entry(1n, 1000)] }, malformedMessage],
  ["a royalty of 0", { royalties: [royalty(9, 0)] }, malformedMessage],
  ["a receiver named twice", { royalties: [royalty(9, 1), royalty(9, 1)] }, malformedMessage],
  ["a floor price without denom", { floorPrice: { denom: "", amount: "1" } }, malformedMessage],
  ["another kind", { kind: 4 }, unknownKind],
  ["a retrieval model with a recipe", { recipe: Uint8Array.of(1) }, malformedMessage],
  ["an n-gram model without recipe", { ...ngram, recipe: new Uint8Array(0) }, malformedMessage],
  ["a recipe whose weights sum to another number", { ...ngram, recipe: Uint8Array.of(1, 1, 0, 9) }, malformedMessage],
  ["an n-gram model without recipe hash", { ...ngram, recipeHash: new Uint8Array(0) }, malformedMessage],
  ["a recipe hash of other bytes", { ...ngram, recipeHash: new Uint8Array(32) }, malformedMessage],
  ["an n-gram rule version that the chain does not implement", { ...ngram, ruleVersion: 2 }, malformedMessage],
  ["an n-gram model of text that is only for retrieval", { ...ngram, manifest: [entry(1n, 1000)] }, useNotLicensed],
  ["an external model without recipe", { ...external, recipe: new Uint8Array(0) }, malformedMessage],
  ["an external recipe with four context passages", { ...external, recipe: Uint8Array.of(1, 4, 97) }, malformedMessage],
  ["an external recipe without a name", { ...external, recipe: Uint8Array.of(1, 1) }, malformedMessage],
  ["an external recipe of another hash", { ...external, recipeHash: new Uint8Array(32) }, malformedMessage],
  ["an external model over text that is only for training, as context", { ...external, manifest: [entry(3n, 1000)] }, useNotLicensed],
  ["an unknown model", { modelId: 7n }, unknownModel],
  ["more entries than allowed", { manifest: [entry(1n, 1000), entry(2n, 0), entry(3n, 0)] }, tooManyEntries],
  ["a version that is not frozen", { manifest: [entry(1n, 1000, 2n)] }, versionNotFrozen],
  ["a datanet that does not exist", { manifest: [entry(9n, 1000)] }, versionNotFrozen],
  ["a use that is not licensed", { manifest: [entry(3n, 1000)] }, useNotLicensed],
  ["a prior below the minimum", { manifest: [entry(1n, 999)] }, priorTooLow],
  ["priors above the whole", { manifest: [entry(1n, 9000), entry(2n, 1001)] }, priorsTooHigh],
  [
    "more royalties than allowed",
    { royalties: [royalty(1, 1), royalty(2, 1), royalty(3, 1), royalty(4, 1)] },
    tooManyRoyalties,
  ],
  ["royalties above the cap", { royalties: [royalty(1, 5001)] }, royaltiesTooHigh],
])("%s is refused", (_, change, error) => {
  expectRefusal(worldWithDatanets(), messages.publishModel, modelMessage([entry(1n, 1000)], change), error);
});

test("a version counts the manifest's tokens and what was accepted before", () => {
  const world = worldWithDatanets();
  const msg = modelMessage([entry(1n, 1000), entry(2n, 0)], { royalties: [{ receiver: ancestor, bps: 5000 }] });
  expect(world.deliver(messages.publishModel, msg)).toEqual({ modelId: 1n, version: 1n });
  expect(world.events.map(({ type }) => type)).toEqual(["model_published"]);
  const tokens = datanetKeeper.version(world.context(), 1n, 1n)?.tokens ?? 0n;
  expect(modelKeeper.version(world.context(), 1n, 1n)).toMatchObject({
    manifestTokens: tokens * 2n,
    acceptedAtPublish: 3n,
  });
  expectRefusal(world, messages.publishModel, { ...msg, publisher: bob, modelId: 1n }, notOwner);
  expect(world.deliver(messages.publishModel, { ...msg, modelId: 1n })).toEqual({ modelId: 1n, version: 2n });
  expect(() => world.query("/openledger.model.v1.Query/ModelVersion", { modelId: 1n, version: 3n })).toThrow(
    unknownVersion.meaning,
  );
  expect(world.brokenInvariants()).toEqual([]);
});

test("an n-gram model of text for training keeps its recipe", () => {
  const world = worldWithDatanets();
  world.deliver(messages.publishModel, modelMessage([entry(3n, 0)], ngram));
  expect(world.events[0]?.attributes.find(({ key }) => key === "kind")?.value).toBe("ngram");
  const version = modelKeeper.version(world.context(), 1n, 1n);
  expect(version).toMatchObject({ kind: ModelKind.MODEL_KIND_NGRAM, recipe: ngram.recipe, recipeHash: ngram.recipeHash });
  expect(decodeRecipe(version?.recipe ?? new Uint8Array(0)).weights).toEqual([100, 900, 9_000]);
});

test("publisher, steward and approver sign, each once, and nobody stands for an empty role", () => {
  const tokeniser = { tokeniserVersion: (): number => 1 };
  const { signers } = createPublishModel({ datanets: datanetKeeper, tokeniser });
  expect(signers(modelMessage([], { steward: "", approver: "" }))).toEqual([publisher]);
  expect(signers(modelMessage([], { steward: publisher, approver: bob }))).toEqual([publisher, bob]);
  expect(signers(modelMessage([], { steward: alice, approver: bob }))).toEqual([publisher, alice, bob]);
});

test("a version counted by another tokeniser is refused", () => {
  const world = worldWithDatanets();
  const handler = createPublishModel({ datanets: datanetKeeper, tokeniser: { tokeniserVersion: () => 2 } });
  expect(() => handler.handle(world.context(), modelMessage([entry(2n, 0)]))).toThrow(tokeniserDiffers.meaning);
});
