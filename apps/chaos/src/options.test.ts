import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("all faults are played by default, a few when it must be quick, and named ones in their order", () => {
  expect(readOptions([])).toMatchObject({ seed: 1, rounds: 1, json: false, rate: 20, faultMs: 10_000, home: undefined });
  expect(readOptions([]).faults).toHaveLength(12);
  expect(readOptions(["--quick"])).toMatchObject({ faults: ["sigkill-app", "sigkill-both", "cut-off"], faultMs: 4_000 });
  expect(readOptions(["--only", "double-sign, sigkill-app", "--rounds", "3"])).toMatchObject({ faults: ["sigkill-app", "double-sign"], rounds: 3 });
});
