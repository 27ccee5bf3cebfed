import { ModelVersion, type Ancestor } from "@openledger/messages/openledger/model/v1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byVersion, flattenLineage, nameOf } from "./lineage.ts";

/** Versions numbered from 1, each with the bases that its list of earlier numbers names. */
function family(basesOf: readonly (readonly number[])[]): readonly ModelVersion[] {
  const versions: ModelVersion[] = [];
  basesOf.forEach((bases, i) => {
    const chosen = [...new Set(bases.filter((base) => base < i))].flatMap((base) => versions[base] ?? []);
    versions.push(version(i + 1, chosen));
  });
  return versions;
}

function version(id: number, bases: readonly ModelVersion[]): ModelVersion {
  const ancestors = [...flattenLineage(bases)];
  return ModelVersion.create({ modelId: BigInt(id), version: 1n, publisher: `p${id}`, deriveBps: id * 10, ancestors });
}

const said = (ancestors: readonly Ancestor[]): readonly string[] =>
  ancestors.map((one) => `${nameOf(one)} ${one.receiver} ${one.bps} ${one.generation}`);

test("a base of two bases is one ancestor", () => {
  const [root, left, right] = family([[], [0], [0]]);
  const ancestors = flattenLineage([left, right].filter((one) => one !== undefined));
  expect(root).toBeDefined();
  expect(said(ancestors)).toEqual(["1@1 p1 10 2", "2@1 p2 20 1", "3@1 p3 30 1"]);
});

test("a version that is a base and a base of a base counts once, as the nearer one", () => {
  const versions = family([[], [0], [1]]);
  const [first] = versions;
  const third = versions[2];
  expect(said(flattenLineage([third, first].filter((one) => one !== undefined)))).toEqual(["1@1 p1 10 1", "2@1 p2 20 2", "3@1 p3 30 1"]);
});

test("a lineage does not depend on the order of bases, names everybody once in order, and at the least distance", () => {
  const families = fc.array(fc.array(fc.nat(8), { maxLength: 3 }), { minLength: 2, maxLength: 9 });
  const check = (basesOf: number[][], picked: number[]): void => {
    const versions = family(basesOf);
    const bases = [...new Set(picked)].flatMap((i) => versions[i] ?? []);
    const ancestors = flattenLineage(bases);
    expect(flattenLineage(bases.toReversed())).toEqual(ancestors);
    expect(ancestors.map(nameOf)).toEqual([...new Set([...ancestors].sort(byVersion).map(nameOf))]);
    expect(new Map(ancestors.map((one) => [nameOf(one), one.generation]))).toEqual(distances(versions, bases));
  };
  fc.assert(fc.property(families, fc.array(fc.nat(8), { maxLength: 4 }), check), { numRuns: 300 });
});

/** Generations by walking from each base to its own bases, breadth first. */
function distances(versions: readonly ModelVersion[], bases: readonly ModelVersion[]): Map<string, number> {
  const found = new Map<string, number>();
  let layer = bases;
  for (let generation = 1; layer.length > 0; generation++) {
    const fresh = layer.filter((one) => !found.has(nameOf(one)));
    for (const one of fresh) found.set(nameOf(one), generation);
    const direct = fresh.flatMap(({ ancestors }) => ancestors.filter((one) => one.generation === 1));
    layer = direct.flatMap(({ modelId }) => versions[Number(modelId) - 1] ?? []);
  }
  return found;
}
