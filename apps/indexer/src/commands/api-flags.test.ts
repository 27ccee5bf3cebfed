import { Command } from "commander";
import { expect, test } from "vitest";
import { indexerOptions } from "../config.ts";
import { apiOf, withApi, type ApiFlags } from "./api-flags.ts";

function parsed(...args: readonly string[]): ReturnType<typeof indexerOptions.parse>["api"] {
  const command = withApi(new Command("run").exitOverride().configureOutput({ writeErr: () => undefined })).parse([...args], { from: "user" });
  return indexerOptions.parse({ api: apiOf(command.opts<ApiFlags>()) }).api;
}

test("without flags the API has its defaults", () => {
  expect(parsed()).toEqual(indexerOptions.parse({}).api);
});

test("each option of the API has a flag", () => {
  const flags = ["--rate", "0", "--burst", "9", "--subscribers", "3", "--trust-proxy", "--no-compile", "--answer-bytes", "0", "--operations", "list.json", "--operations-only"];
  expect(parsed(...flags)).toEqual({ requestsPerSecond: 0, requestBurst: 9, subscribersPerClient: 3, trustProxy: true, compile: false, answerBytes: 0, operations: "list.json", operationsOnly: true });
});

test("what can't be is refused with the name of the flag", () => {
  expect(() => parsed("--rate", "-1")).toThrow("--rate");
  expect(() => parsed("--burst", "0.5")).toThrow("--burst");
  expect(() => parsed("--operations-only")).toThrow("--operations-only needs the documents of --operations");
});
