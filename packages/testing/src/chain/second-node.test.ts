import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { simulate } from "../simulation/simulate.ts";
import { writeReplayFile } from "./replay-file.ts";

const REPLAY = resolve(import.meta.dirname, "..", "..", "scripts", "replay.ts");
const secondNode = process.env["OPENLEDGER_SECOND_NODE"] ?? "";

test.skipIf(secondNode === "")("another Node major gives the same app hashes (OPENLEDGER_SECOND_NODE names its binary)", () => {
  const folder = mkdtempSync(join(tmpdir(), "replay-"));
  try {
    const { chain } = simulate({ crypto: createNodeCrypto(), seed: "second node", blocks: 80 });
    const file = join(folder, "blocks.jsonl");
    writeReplayFile(file, chain);
    const [version = "", ...hashes] = execFileSync(secondNode, [REPLAY, file], { encoding: "utf8" }).split("\n");
    expect(version.split(".")[0]).not.toBe(process.version.split(".")[0]);
    expect(hashes).toEqual(chain.blocks.map(({ response }) => toHex(response.appHash)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
