import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { readBlockAnswer, readResultsAnswer } from "./read-answers.ts";
import { blockResultsShape, blockShape } from "./rpc-shapes.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const SIGNATURE = { block_id_flag: 2, validator_address: "AB".repeat(20), timestamp: "2027-01-15T08:00:01.25Z", signature: null };
const [BLOCK, RESULTS] = answers();

function answers(): readonly [Json, Json] {
  const { block, results } = structuredClone(createSyntheticChain({ txsPerBlock: 2 }).block(2)) as { block: { block: { last_commit: { signatures: Json[] } } }; results: Json };
  block.block.last_commit.signatures.push(SIGNATURE);
  return [block, results];
}

describe("answers that are read by hand", () => {
  test("are read as their shapes read them, in whole and without what may be absent", () => {
    expect(readBlockAnswer(BLOCK)).toEqual(blockShape.parse(BLOCK));
    expect(readResultsAnswer(RESULTS)).toEqual(blockResultsShape.parse(RESULTS));
    const none = { height: "1", finalize_block_events: null };
    for (const empty of [none, { ...none, txs_results: null, app_hash: null }, { ...none, txs_results: [{ events: [] }, { data: null, events: null }] }]) {
      expect(readResultsAnswer(empty)).toEqual(blockResultsShape.parse(empty));
    }
  });

  test("are left to their shapes wherever anything else stands in them", () => {
    const other = fc.constantFrom<Json>(null, true, -1, 1.5, 2 ** 53, "", "x", "AAA", "AA==", " AAAA", "0A", "-1", "99999999999999999999", "1600-01-01T00:00:00Z", [], {}, [null], ["AB"], [{}]);
    const cases = [[BLOCK, readBlockAnswer, blockShape], [RESULTS, readResultsAnswer, blockResultsShape]] as const;
    let refused = 0;
    for (const [answer, read, shape] of cases) {
      const places = placesOf(answer);
      fc.assert(
        fc.property(fc.constantFrom(...places), fc.option(other, { nil: undefined }), (place, value) => {
          const changed = withValue(answer, place, value);
          const found = read(changed);
          if (found === undefined) refused += 1;
          else expect(found).toEqual(shape.parse(changed));
        }),
        { numRuns: 400 },
      );
    }
    expect(refused).toBeGreaterThan(100);
  });
});

type Place = readonly (string | number)[];

function placesOf(json: Json, at: Place = []): readonly Place[] {
  if (typeof json !== "object" || json === null) return [at];
  const entries: (readonly [string | number, Json])[] = Array.isArray(json) ? [...json.entries()] : Object.entries(json);
  return [...(at.length === 0 ? [] : [at]), ...entries.flatMap(([key, item]) => placesOf(item, [...at, key]))];
}

/** A copy in which another value stands at a place, or nothing. */
function withValue(json: Json, [key, ...rest]: Place, value: Json | undefined): Json | undefined {
  if (key === undefined) return value;
  if (Array.isArray(json)) return json.map((item, at) => (at === key ? (withValue(item, rest, value) ?? null) : item));
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).flatMap(([name, item]) => {
    const changed = name === key ? withValue(item, rest, value) : item;
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return Object.fromEntries(entries);
}
