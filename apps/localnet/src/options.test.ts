import { expect, test, vi } from "vitest";
import { readOptions } from "./options.ts";

test("four validators, data kept and CometBFT's own ports unless the flags say otherwise", () => {
  expect(readOptions([], {})).toMatchObject({ validators: 4, wipe: false, demo: false, once: false, indexer: false, timeoutCommit: "1s", portBase: 26_650 });
  const flags = ["--validators", "2", "--demo", "--once", "--json", "--wipe", "--timeout-commit", "200ms", "--port-base", "0"];
  expect(readOptions(flags, {})).toMatchObject({ validators: 2, wipe: true, demo: true, once: true, json: true, timeoutCommit: "200ms", portBase: 0 });
});

test("the indexer writes where its flag says, else where DATABASE_URL does, else to a server of its own", () => {
  const environment = { DATABASE_URL: "postgres://a@h/one" };
  expect(readOptions(["--indexer"], environment)).toMatchObject({ indexer: true, database: "postgres://a@h/one" });
  expect(readOptions(["--indexer", "postgres://a@h/two"], environment)).toMatchObject({ indexer: true, database: "postgres://a@h/two" });
  expect(readOptions(["--indexer"], {})).toMatchObject({ indexer: true, database: undefined });
  expect(readOptions([], environment)).toMatchObject({ indexer: false });
});

test("a flag that would have no effect is refused, and text for the demo is looked for before anything starts", () => {
  const said: string[] = [];
  using _err = vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  using _exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code ?? 0}`);
  });
  expect(() => readOptions(["--json"], {})).toThrow("exit 1");
  expect(said.join("")).toContain("add one of them");
  expect(() => readOptions(["--data", import.meta.dirname], {})).toThrow("exit 1");
  expect(said.join("")).toContain("add --demo");
  expect(() => readOptions(["--demo", "--data", "/nowhere"], {})).toThrow("exit 1");
  expect(said.join("")).toContain("no folder at /nowhere");
  expect(readOptions(["--demo", "--data", import.meta.dirname], {})).toMatchObject({ demo: true, data: import.meta.dirname });
});
