import { expect, test } from "vitest";
import type { Json } from "@openledger/state-machine";
import { fundedWorld } from "./messages.fixture.ts";

test.each<readonly [string, { readonly [module: string]: Json }, RegExp]>([
  ["a split that does not sum up", { rewards: { params: { data_bps: "3999" } } }, /sum to 9999/],
  [
    "another weight table",
    { attribution: { params: { weight_table_hash: "00".repeat(32) } } },
    /weight table has hash/,
  ],
  ["another tokeniser", { attribution: { params: { tokeniser_version: "2" } } }, /tokeniser 1, not 2/],
  ["a field that does not exist", { market: { params: { window: "1" } } }, /no field window/],
  ["a number that is none", { market: { params: { window_blocks: "-3" } } }, /not a whole number/],
  ["a number above its field", { model: { params: { max_royalties: "4294967296" } } }, /max|range|uint32/i],
  ["a window of 0", { market: { params: { window_seconds: "0" } } }, /window_seconds must lie in/],
  ["a bond that does not cover twice the data part", { market: { params: { bond_multiple: "1" } } }, /at least 2/],
  ["too high a curators' share", { datanet: { params: { max_curator_bps: 501 } } }, /at most 500/],
  ["a list that is none", { market: { params: { listed_denoms: "uopen" } } }, /not a list/],
])("genesis with %s is refused", (_, genesis, sentence) => {
  expect(() => fundedWorld(genesis)).toThrow(sentence);
});

test("params keep their defaults and are answered by queries", () => {
  const world = fundedWorld({});
  for (const { name } of world.modules) {
    expect(world.query(`/openledger.${name}.v1.Query/Params`, {})).toMatchObject({ params: expect.anything() });
  }
  expect(world.query("/openledger.market.v1.Query/Params", {})).toMatchObject({ params: { listedDenoms: ["uopen"] } });
});
