import { ModelKind, MsgPublishModel, type ModelVersion } from "@openledger/messages/openledger/model/v1";
import { encodeRecipe, recipeHash, RULE_VERSION, smoothedRecipe } from "@openledger/ngram";
import { toAny, type SimulatedAccount } from "./accounts.ts";
import { anyone, type Action } from "./data-actions.ts";
import type { SimWorld } from "./sim-world.ts";
import { inventText } from "./texts.ts";

/** A kind whose openings show no derivation: hosts of the simulation answer with what they like. */
function wordsKind({ crypto }: SimWorld): Pick<MsgPublishModel, "kind" | "ruleVersion" | "recipe" | "recipeHash"> {
  const recipe = smoothedRecipe(3, 1_000);
  const hash = recipeHash(recipe, crypto.sha256);
  return { kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: RULE_VERSION, recipe: encodeRecipe(recipe), recipeHash: hash };
}

/** A new model of this account over some frozen versions, or nothing where none was chosen. */
function newModel(world: SimWorld, account: SimulatedAccount): MsgPublishModel | undefined {
  const { random, state } = world;
  const frozen = state.versions.filter(() => random.chance(60));
  const byDatanet = new Map(frozen.map((version) => [version.datanetId, version]));
  const chosen = [...byDatanet.values()].slice(0, 3).sort((a, b) => (a.datanetId < b.datanetId ? -1 : 1));
  if (chosen.length === 0) return undefined;
  const manifest = chosen.map(({ datanetId, version }) => ({ datanetId, version, priorBps: 1_500 + random.below(1_500) }));
  const receiver = anyone(world).address;
  const derivable = random.chance(80);
  return MsgPublishModel.create({
    publisher: account.address,
    name: inventText(random, 2),
    ...wordsKind(world),
    artifactRoot: random.bytes(32),
    manifest,
    royalties: random.chance(50) ? [{ receiver, bps: 1 + random.below(3_000) }] : [],
    ...{ derivable, deriveBps: derivable ? random.below(1_200) : 0 },
  });
}

export const publish: Action = (world) => {
  const account = anyone(world);
  const model = newModel(world, account);
  return model === undefined ? undefined : { action: "publish", account, message: toAny(MsgPublishModel, model) };
};

/** A model on one to three others, which owes what they ask, or is refused where that is above the cap. */
export const derive: Action = (world) => {
  const { random, state } = world;
  const account = anyone(world);
  const open = state.models.filter(({ derivable, publisher }) => derivable || publisher === account.address);
  const picked = new Set(Array.from({ length: 1 + random.below(3) }, () => random.pick(open)));
  const bases = open.filter((model) => picked.has(model)).map(({ modelId, version }) => ({ modelId, version }));
  const model = newModel(world, account);
  if (model === undefined || bases.length === 0) return undefined;
  return { action: "derive", account, message: toAny(MsgPublishModel, { ...model, bases }) };
};

/** The next version of a model that something was derived from, on what was derived. */
export const deriveInCircle: Action = (world) => {
  const { random, state, accounts } = world;
  const derived = random.pick(state.models.filter(({ ancestors }) => ancestors.length > 0));
  const first = derived?.ancestors[0];
  const account = accounts.find(({ address }) => address === first?.receiver);
  if (derived === undefined || first === undefined || account === undefined) return undefined;
  const model = newModel(world, account);
  if (model === undefined) return undefined;
  const message = toAny(MsgPublishModel, { ...model, modelId: first.modelId, bases: [refOf(derived)] });
  return { action: "deriveInCircle", account, message };
};

function refOf({ modelId, version }: ModelVersion): MsgPublishModel["bases"][number] {
  return { modelId, version };
}

/** A manifest that names a version which nobody has frozen. */
export const publishUnfrozen: Action = (world) => {
  const account = anyone(world);
  const message = toAny(MsgPublishModel, {
    publisher: account.address,
    name: "bad",
    ...wordsKind(world),
    artifactRoot: world.random.bytes(32),
    manifest: [{ datanetId: 1n, version: 999n, priorBps: 1_500 }],
  });
  return { action: "publishUnfrozen", account, message };
};
