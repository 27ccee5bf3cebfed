import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { proposalSignBytes, voteSignBytes, ZERO_BLOCK_ID } from "@openledger/comet";
import { toUtf8 } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { nodeFileSystem } from "./file-system.ts";
import { openSignState, STEP_PRECOMMIT, STEP_PREVOTE, STEP_PROPOSE, type SignRequest } from "./sign-state.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();
let made = 0;
const signer = (bytes: Uint8Array): Uint8Array => new Uint8Array([++made, ...bytes.slice(0, 3)]);
const vote = (height: bigint, round: number, timestamp: bigint, hashByte = 1): SignRequest => {
  const blockId = { hash: new Uint8Array(32).fill(hashByte), partSetHeader: ZERO_BLOCK_ID.partSetHeader };
  const signBytes = voteSignBytes("chain", { type: 2, height, round, blockId, timestamp });
  return { height, round, step: STEP_PRECOMMIT, signBytes };
};
const fresh = (): string => join(folder(), "priv_validator_state.json");

describe("the last-sign state", () => {
  test("a new height, round or step is signed, and survives a restart", () => {
    const path = fresh();
    const state = openSignState(path, { create: true });
    const prevote = { ...vote(1n, 0, 5n), step: STEP_PREVOTE } as const;
    const signatures = [prevote, vote(1n, 0, 5n), vote(1n, 1, 5n), vote(2n, 0, 5n)].map(
      (request) => state.sign(request, signer).signature,
    );
    expect(new Set(signatures.map((signature) => signature[0])).size).toBe(4);
    expect(openSignState(path).last).toEqual(state.last);
    expect(openSignState(path).last?.height).toBe(2n);
  });

  test("the same request gets the same signature, also after a restart, without asking the key", () => {
    const path = fresh();
    const first = openSignState(path, { create: true }).sign(vote(3n, 0, 5n), signer);
    const refuse = (): never => {
      throw new Error("the key was asked again");
    };
    expect(openSignState(path).sign(vote(3n, 0, 5n), refuse)).toEqual(first);
  });

  test("the same vote at another time gets the earlier bytes and signature", () => {
    const state = openSignState(fresh(), { create: true });
    const first = state.sign(vote(3n, 0, 5n), signer);
    const second = state.sign(vote(3n, 0, 9n), signer);
    expect(second).toEqual(first);
    expect(second.signBytes).toEqual(vote(3n, 0, 5n).signBytes);
  });

  test.each([
    ["another block at the same place", vote(3n, 1, 5n, 2)],
    ["a lower height", vote(2n, 9, 5n)],
    ["a lower round", vote(3n, 0, 5n)],
    ["a lower step", { ...vote(3n, 1, 5n), step: STEP_PROPOSE } as const],
    ["bytes that are no vote", { ...vote(3n, 1, 5n), signBytes: toUtf8("something") }],
  ])("refuses %s, and stays as it was", (_claim, request) => {
    const path = fresh();
    const state = openSignState(path, { create: true });
    state.sign(vote(3n, 1, 5n), signer);
    const before = readFileSync(path);
    expect(() => state.sign(request, signer)).toThrow(expect.objectContaining({ code: "SIGN_CONFLICT" }));
    expect(readFileSync(path)).toEqual(before);
  });

  test("proposals must be identical to get the earlier signature", () => {
    const state = openSignState(fresh(), { create: true });
    const propose = (timestamp: bigint): SignRequest => {
      const proposal = { height: 1n, round: 0, polRound: -1, blockId: ZERO_BLOCK_ID, timestamp };
      return { height: 1n, round: 0, step: STEP_PROPOSE, signBytes: proposalSignBytes("chain", proposal) };
    };
    const first = state.sign(propose(5n), signer);
    expect(state.sign(propose(5n), signer)).toEqual(first);
    expect(() => state.sign(propose(6n), signer)).toThrow(/equivocation/);
  });

  test("no signature leaves before the state is durable", () => {
    const path = fresh();
    const events: string[] = [];
    const recording = {
      ...nodeFileSystem,
      sync: (fd: number) => {
        nodeFileSystem.sync(fd);
        events.push("file synced");
      },
      rename: (from: string, to: string) => {
        nodeFileSystem.rename(from, to);
        events.push("renamed");
      },
      syncFolder: (name: string) => {
        nodeFileSystem.syncFolder(name);
        events.push("folder synced");
      },
    };
    openSignState(path, { create: true, fileSystem: recording }).sign(vote(1n, 0, 1n), signer);
    expect(events).toEqual(["file synced", "renamed", "folder synced"]);
    const full = {
      ...nodeFileSystem,
      write: (): never => {
        throw Object.assign(new Error("full"), { code: "ENOSPC", errno: -28 });
      },
    };
    const state = openSignState(path, { fileSystem: full });
    expect(() => state.sign(vote(2n, 0, 1n), signer)).toThrow(expect.objectContaining({ code: "DISK_FULL" }));
    expect(state.last?.height).toBe(1n);
  });

  test("a missing or damaged file stops the signer instead of starting anew", () => {
    const path = fresh();
    expect(() => openSignState(path)).toThrow(expect.objectContaining({ code: "SIGN_STATE_MISSING" }));
    for (const text of ["", "{", "{}", '{"height":"1","round":0,"step":3}', '{"height":1,"round":0,"step":0}']) {
      writeFileSync(path, text);
      expect(() => openSignState(path, { create: true })).toThrow(
        expect.objectContaining({ code: "SIGN_STATE_CORRUPT" }),
      );
    }
  });

  test("reads the file of a CometBFT key that never signed", () => {
    const path = fresh();
    writeFileSync(path, '{\n  "height": "0",\n  "round": 0,\n  "step": 0\n}');
    expect(openSignState(path).last).toBeUndefined();
  });
});
