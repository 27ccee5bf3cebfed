import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findCometbft, requireCometbft } from "./find-cometbft.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-cometbft-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fake(name: string, version: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  return path;
}

test("a missing CometBFT is answered with how to get it", () => {
  expect(() => requireCometbft({ PATH: "", HOME: folder })).toThrow(/go install github\.com\/cometbft\/cometbft\/cmd\/cometbft@v0\.38/);
  expect(() => requireCometbft({ COMETBFT_PATH: "/nowhere/cometbft" })).toThrow("not at /nowhere/cometbft, which COMETBFT_PATH names");
});

test.skipIf(process.platform === "win32")("only v0.38 is taken, wherever it lies", () => {
  const right = fake("cometbft", "0.38.19");
  expect(findCometbft({ PATH: folder, HOME: "/nowhere" })).toBe(right);
  expect(findCometbft({ GOBIN: folder })).toBe(right);
  expect(findCometbft({ COMETBFT_PATH: right })).toBe(right);
  expect(findCometbft({ COMETBFT_PATH: fake("newer", "1.0.1"), PATH: folder })).toBeUndefined();
});
