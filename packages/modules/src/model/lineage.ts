import type { Ancestor, ModelVersion, MsgPublishModel, Params, VersionRef } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { baseFrozen, lineageCycle, notDerivable, royaltiesTooHigh, tooManyAncestors, unknownBase } from "./errors.ts";
import { freezeOf } from "./freeze.ts";
import { modelKeeper, requireVersion } from "./keeper.ts";

/** `3@1`: version 1 of model 3. */
export function nameOf({ modelId, version }: VersionRef): string {
  return `${modelId}@${version}`;
}

/**
 * Bases and all that they descend from: each version once with its least generation, ascending by model and version,
 * whatever the order of the bases. What a version is owed was fixed when it was published, so every way to it says the
 * same.
 */
export function flattenLineage(bases: readonly ModelVersion[]): readonly Ancestor[] {
  const known = new Map<string, Ancestor>();
  const note = (ancestor: Ancestor): void => {
    const before = known.get(nameOf(ancestor));
    if (before === undefined || before.generation > ancestor.generation) known.set(nameOf(ancestor), ancestor);
  };
  for (const { modelId, version, publisher, deriveBps, ancestors } of bases) {
    note({ modelId, version, receiver: publisher, bps: deriveBps, generation: 1 });
    for (const ancestor of ancestors) note({ ...ancestor, generation: ancestor.generation + 1 });
  }
  return [...known.values()].sort(byVersion);
}

/** Ascending by model, then version. */
export function byVersion(a: VersionRef, b: VersionRef): -1 | 0 | 1 {
  if (a.modelId !== b.modelId) return a.modelId < b.modelId ? -1 : 1;
  if (a.version === b.version) return 0;
  return a.version < b.version ? -1 : 1;
}

/**
 * The ancestors of what a message publishes, after its bases, their number, a cycle and everything that it owes out of
 * its model share were checked. Throws `unknownBase`, `notDerivable`, `baseFrozen`, `lineageCycle`, `tooManyAncestors` and
 * `royaltiesTooHigh` with the numbers.
 */
export function checkLineage(ctx: Context, params: Params, msg: MsgPublishModel): readonly Ancestor[] {
  const bases = msg.bases.map((base) => requireBase(ctx, msg.publisher, base));
  const ancestors = flattenLineage(bases);
  refuseCycle(ctx, msg.modelId, bases);
  if (ancestors.length > params.maxAncestors) throw tooManyAncestors(`${ancestors.length} of ${params.maxAncestors}`);
  checkOwed(params, msg, ancestors);
  return ancestors;
}

/** Who published a version may always build on it; others as its terms say. */
function requireBase(ctx: StateReader, publisher: string, base: VersionRef): ModelVersion {
  const version = modelKeeper.version(ctx, base.modelId, base.version);
  if (version === undefined) throw unknownBase(nameOf(base));
  if (!version.derivable && version.publisher !== publisher) throw notDerivable(`${nameOf(base)}, published by ${version.publisher}`);
  if (freezeOf(ctx, base.modelId, base.version) !== undefined) throw baseFrozen(nameOf(base));
  return version;
}

function refuseCycle(ctx: StateReader, modelId: bigint, bases: readonly ModelVersion[]): void {
  for (const base of bases) {
    const path = pathTo(ctx, base, modelId);
    if (path !== undefined) throw lineageCycle(`model ${modelId} -> ${path.join(" -> ")}`);
  }
}

/** The versions from `from` down to one of the model; undefined where none leads there. As long as generations are deep. */
function pathTo(ctx: StateReader, from: ModelVersion, modelId: bigint): readonly string[] | undefined {
  if (from.modelId === modelId) return [nameOf(from)];
  if (!from.ancestors.some((ancestor) => ancestor.modelId === modelId)) return undefined;
  for (const base of from.ancestors.filter(({ generation }) => generation === 1)) {
    const rest = pathTo(ctx, requireVersion(ctx, base.modelId, base.version), modelId);
    if (rest !== undefined) return [nameOf(from), ...rest];
  }
  return undefined;
}

/** What the version owes out of its model share, and what its own descendants would owe out of theirs. */
function checkOwed({ maxRoyaltyBps }: Params, msg: MsgPublishModel, ancestors: readonly Ancestor[]): void {
  const named = msg.royalties.reduce((sum, { bps }) => sum + bps, 0);
  const owed = ancestors.reduce((sum, { bps }) => sum + bps, 0);
  const lines = ancestors.map((ancestor) => `, ${nameOf(ancestor)} ${ancestor.bps}`).join("");
  if (named + owed > maxRoyaltyBps) {
    throw royaltiesTooHigh(`${named + owed} of ${maxRoyaltyBps} bps: named receivers ${named}${lines}`);
  }
  if (msg.derivable && msg.deriveBps + owed > maxRoyaltyBps) {
    const sum = `${msg.deriveBps + owed} of ${maxRoyaltyBps} bps`;
    throw royaltiesTooHigh(`a descendant would owe ${sum}: derive_bps ${msg.deriveBps}${lines}`);
  }
}
