// The short form of `npm run chaos`: real validators, real faults, every claim.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCometbft } from "@openledger/localnet";
import { expect, test } from "vitest";
import { readOptions } from "./options.ts";
import { createConsole } from "./report/console.ts";
import { runChaos } from "./run-chaos.ts";

test.skipIf(findCometbft() === undefined)(
  "four validators go on after a killed App, a killed node and a cut, and lose nothing (needs CometBFT v0.38)",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "openledger-chaos-"));
    const said: string[] = [];
    // Other tests share the machine; how fast it goes on is measured by `npm run chaos` alone.
    const options = { ...readOptions(["--quick", "--rate", "10"]), advanceMs: 60_000 };
    const report = await runChaos(options, folder, createConsole({ write: (text: string) => said.push(text) > 0 }), new AbortController().signal);
    expect(report.claims.filter(({ holds }) => !holds), said.join("")).toEqual([]);
    expect(report).toMatchObject({ ok: true, lost: 0, forks: 0 });
    expect(report.faults.map(({ name }) => name)).toEqual(options.faults);
    expect(report.load.committed).toBeGreaterThan(50);
    rmSync(folder, { recursive: true, force: true });
  },
  300_000,
);
