import {
  MsgPublishModel,
  MsgPublishModelResponse,
  type Ancestor,
  type Model,
  type ModelVersion,
  type VersionRef,
} from "@openledger/messages/openledger/model/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks, type MessageChecks } from "../../support/message-checks.ts";
import {
  artifactFrozen,
  malformedMessage,
  notOwner,
  priorsTooHigh,
  tooManyEntries,
  tooManyRoyalties,
} from "../errors.ts";
import { modelDerived, modelPublished } from "../events.ts";
import type { DatanetKeeper, TokeniserKeeper } from "../expected-keepers.ts";
import { freezeOfArtifact } from "../freeze.ts";
import { paramsOf, requireModel } from "../keeper.ts";
import { byVersion, checkLineage, nameOf } from "../lineage.ts";
import { checkManifest } from "../manifest.ts";
import { checkKind, checkRecipeHash, useOf } from "../model-kinds.ts";
import { descendants, firstOfArtifact, MODEL, modelIds, models, versions } from "../state.ts";

interface Deps {
  readonly datanets: DatanetKeeper;
  readonly tokeniser: TokeniserKeeper;
}

/** Publishes a model, or the next version of one; versions never change. */
export function createPublishModel(deps: Deps): MessageHandler<MsgPublishModel, MsgPublishModelResponse> {
  return {
    codec: MsgPublishModel,
    response: MsgPublishModelResponse,
    aminoName: "openledger/MsgPublishModel",
    signers,
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

/** The publisher, and who answers for the model where the message names somebody. */
function signers(msg: MsgPublishModel): readonly string[] {
  return [...new Set([msg.publisher, msg.steward, msg.approver].filter((address) => address !== ""))];
}

function checkStateless(msg: MsgPublishModel, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("publisher", msg.publisher);
  checks.addressOrEmpty("steward", msg.steward);
  checks.addressOrEmpty("approver", msg.approver);
  checks.text("name", msg.name, msg.modelId === 0n ? 1 : 0, 128);
  checkKind(checks, msg);
  checks.bytes("artifact_root", msg.artifactRoot, 32);
  checks.range("number of manifest entries", msg.manifest.length, 1, 64);
  const ascending = msg.manifest.every(
    (entry, i) => i === 0 || entry.datanetId > (msg.manifest[i - 1]?.datanetId ?? 0n),
  );
  checks.require(ascending, "manifest entries ascend by datanet_id, each datanet once");
  for (const entry of msg.manifest) checks.range("prior_bps", entry.priorBps, 0, 10_000);
  if (msg.floorPrice !== undefined) checks.coin("floor_price", msg.floorPrice, 0n);
  checks.range("number of royalties", msg.royalties.length, 0, 16);
  for (const royalty of msg.royalties) {
    checks.address("royalty receiver", royalty.receiver);
    checks.range("royalty bps", royalty.bps, 1, 10_000);
  }
  const receivers = new Set(msg.royalties.map((royalty) => royalty.receiver));
  checks.require(receivers.size === msg.royalties.length, "each royalty receiver is named once");
  checkBases(checks, msg);
}

/** Terms for descendants, and the form of the list of bases. */
function checkBases(checks: MessageChecks, { derivable, deriveBps, bases }: MsgPublishModel): void {
  checks.range("derive_bps", deriveBps, 0, derivable ? 10_000 : 0);
  checks.range("number of bases", bases.length, 0, 16);
  const ascending = bases.slice(1).every((base, i) => byVersion(bases[i] ?? base, base) < 0);
  checks.require(ascending, "bases ascend by model_id and version, each once");
}

function handle(ctx: Context, deps: Deps, msg: MsgPublishModel): MsgPublishModelResponse {
  const params = paramsOf(ctx);
  const priorBps = msg.manifest.reduce((sum, entry) => sum + entry.priorBps, 0);
  if (msg.manifest.length > params.maxManifestEntries)
    throw tooManyEntries(`${msg.manifest.length} of ${params.maxManifestEntries}`);
  if (msg.royalties.length > params.maxRoyalties)
    throw tooManyRoyalties(`${msg.royalties.length} of ${params.maxRoyalties}`);
  if (priorBps > 10_000) throw priorsTooHigh(`${priorBps}`);
  const before = msg.modelId === 0n ? undefined : requireModel(ctx, msg.modelId);
  if (before !== undefined && before.owner !== msg.publisher) throw notOwner(msg.publisher);
  const frozen = freezeOfArtifact(ctx, msg);
  if (frozen !== undefined) throw artifactFrozen(`incident ${frozen.incidentId}`);
  checkRecipeHash(ctx, msg);
  const manifestTokens = checkManifest(ctx, deps, msg.manifest, useOf(msg));
  const ancestors = checkLineage(ctx, params, msg);

  const store = ctx.store.store(MODEL);
  const model: Model = before ?? { id: modelIds.next(store), owner: msg.publisher, name: msg.name, versionCount: 0n };
  const version = versionOf(ctx, deps, msg, { model, manifestTokens, ancestors });
  models.set(store, model.id, { ...model, versionCount: version.version });
  write(ctx, version);
  return { modelId: model.id, version: version.version };
}

/** Stores a version with what is found by it, and says so. */
function write(ctx: Context, version: ModelVersion): void {
  const store = ctx.store.store(MODEL);
  const { modelId, artifactRoot } = version;
  versions.set(store, [modelId, version.version], version);
  if (!firstOfArtifact.has(store, artifactRoot)) firstOfArtifact.set(store, artifactRoot, { modelId, version: version.version });
  ctx.emit(modelPublished(version));
  for (const ancestor of version.ancestors) {
    descendants.set(store, [[ancestor.modelId, ancestor.version], [modelId, version.version]], true);
    ctx.emit(modelDerived(version, ancestor));
  }
}

/** The first version with this artifact root, where somebody else published it and it is no ancestor. */
function unnamedTwin(ctx: Context, { publisher, artifactRoot }: MsgPublishModel, ancestors: readonly Ancestor[]): VersionRef | undefined {
  const store = ctx.store.store(MODEL);
  const first = firstOfArtifact.get(store, artifactRoot);
  if (first === undefined || versions.require(store, [first.modelId, first.version]).publisher === publisher) return undefined;
  return ancestors.some((ancestor) => nameOf(ancestor) === nameOf(first)) ? undefined : first;
}

/** What was found out about a message before its version is written. */
interface Checked {
  readonly model: Model;
  readonly manifestTokens: bigint;
  readonly ancestors: readonly Ancestor[];
}

function versionOf(ctx: Context, deps: Deps, msg: MsgPublishModel, { model, manifestTokens, ancestors }: Checked): ModelVersion {
  return {
    modelId: model.id,
    version: model.versionCount + 1n,
    kind: msg.kind,
    ruleVersion: msg.ruleVersion,
    artifactRoot: msg.artifactRoot,
    manifest: msg.manifest,
    recipeHash: msg.recipeHash,
    recipe: msg.recipe,
    seed: msg.seed,
    floorPrice: msg.floorPrice,
    royalties: msg.royalties,
    publisher: msg.publisher,
    steward: msg.steward,
    approver: msg.approver,
    manifestTokens,
    acceptedAtPublish: deps.datanets.acceptedCount(ctx),
    publishedHeight: ctx.block.height,
    derivable: msg.derivable,
    deriveBps: msg.deriveBps,
    ancestors: [...ancestors],
    sameArtifactAs: unnamedTwin(ctx, msg, ancestors),
  };
}
