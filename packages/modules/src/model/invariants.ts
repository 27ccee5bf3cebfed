import { equalBytes } from "@openledger/primitives";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { Identity, QueryContext } from "@openledger/state-machine";
import type { KeyValueReader } from "@openledger/store";
import { flattenLineage, nameOf } from "./lineage.ts";
import { descendants, firstOfArtifact, freezes, frozenArtifacts, MODEL, models, versions } from "./state.ts";

/** Each model has exactly the versions 1..version_count, and lineages say the same in both directions. */
export function identities(ctx: QueryContext): readonly Identity[] {
  const reader = ctx.store.store(MODEL);
  return [versionCounts(reader), lineages(reader), artifacts(reader), frozen(reader)];
}

function versionCounts(reader: KeyValueReader): Identity {
  const counts = new Map<bigint, bigint>();
  for (const [[modelId]] of versions.iterate(reader)) counts.set(modelId, (counts.get(modelId) ?? 0n) + 1n);
  const broken: string[] = [];
  let known = 0;
  for (const [id, model] of models.iterate(reader)) {
    known += 1;
    const count = counts.get(id) ?? 0n;
    if (count !== model.versionCount) broken.push(`model ${id}: ${count} versions, counted ${model.versionCount}`);
  }
  return { says: "each model has the versions that it counts", found: `${known} models`, broken };
}

/** Ancestors are what the direct bases give, owe at most the whole share, and are found from both ends. */
function lineages(reader: KeyValueReader): Identity {
  const broken: string[] = [];
  let links = 0;
  for (const [, version] of versions.iterate(reader)) {
    links += version.ancestors.length;
    broken.push(...brokenLineage(reader, version));
  }
  let indexed = 0;
  for (const [[[modelId, version], [id, number]]] of descendants.iterate(reader)) {
    indexed += 1;
    const descendant = versions.get(reader, [id, number]);
    const isKnown = descendant?.ancestors.some((one) => one.modelId === modelId && one.version === version);
    if (isKnown !== true) broken.push(`${id}@${number} is indexed under ${modelId}@${version}, which it does not name`);
  }
  if (indexed !== links) broken.push(`${links} ancestors, ${indexed} of them indexed`);
  return { says: "each version's ancestors are its bases and theirs, and are indexed", found: `${links} ancestors`, broken };
}

function brokenLineage(reader: KeyValueReader, version: ModelVersion): readonly string[] {
  const name = nameOf(version);
  const direct = version.ancestors.filter(({ generation }) => generation === 1);
  const bases = direct.flatMap((base) => versions.get(reader, [base.modelId, base.version]) ?? []);
  const expected = flattenLineage(bases);
  const isSame =
    expected.length === version.ancestors.length &&
    expected.every((one, i) => {
      const stored = version.ancestors[i];
      return stored !== undefined && nameOf(one) === nameOf(stored) && one.receiver === stored.receiver && one.bps === stored.bps && one.generation === stored.generation;
    });
  const owed = [...version.royalties, ...version.ancestors].reduce((sum, { bps }) => sum + bps, 0);
  return [
    ...(isSame ? [] : [`${name}: its ancestors are not what its bases give`]),
    ...(owed <= 10_000 ? [] : [`${name} owes ${owed} of 10000 bps of its model share`]),
    ...(version.ancestors.some(({ modelId }) => modelId === version.modelId) ? [`${name} descends from its own model`] : []),
  ];
}

function artifacts(reader: KeyValueReader): Identity {
  const broken: string[] = [];
  let known = 0;
  for (const [root, first] of firstOfArtifact.iterate(reader)) {
    known += 1;
    const version = versions.get(reader, [first.modelId, first.version]);
    const hasRoot = version !== undefined && equalBytes(version.artifactRoot, root);
    if (!hasRoot) broken.push(`${nameOf(first)} has another artifact root than the one that it is indexed under`);
  }
  for (const [, version] of versions.iterate(reader)) {
    if (!firstOfArtifact.has(reader, version.artifactRoot)) broken.push(`${nameOf(version)}: its artifact root is not indexed`);
  }
  return { says: "each artifact root is indexed under a version that has it", found: `${known} roots`, broken };
}

function frozen(reader: KeyValueReader): Identity {
  const broken: string[] = [];
  let [known, indexed] = [0, 0];
  for (const [key] of freezes.iterate(reader)) {
    known += 1;
    const [modelId, version] = key;
    const root = versions.get(reader, key)?.artifactRoot;
    if (root === undefined || !frozenArtifacts.has(reader, [root, key])) broken.push(`${nameOf({ modelId, version })} is frozen, but not under its artifact root`);
  }
  for (const _entry of frozenArtifacts.iterate(reader)) indexed += 1;
  if (indexed !== known) broken.push(`${known} frozen versions, ${indexed} of them indexed`);
  return { says: "each frozen version is indexed under its artifact root", found: `${known} frozen versions`, broken };
}
