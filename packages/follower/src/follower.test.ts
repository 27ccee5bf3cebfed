import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EMPTY_COMMIT, makeBlock, ZERO_BLOCK_ID } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa } from "@openledger/da";
import { encodeOpenEnvelope, namespacesOf } from "@openledger/derivation";
import { nodeFileSystem, type FileSystem } from "@openledger/kv";
import { fromHex, height, toHex, unixNanos } from "@openledger/primitives";
import type { OpenedChain, SealedBlock } from "@openledger/sequencer";
import type { App } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { loggedBreaks } from "./break-log.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { openDaIndex } from "./da-index.ts";
import { createFollower } from "./follower.ts";
import type { Follower, FollowerOptions, SoftSource } from "./follower-options.ts";

const crypto = createNodeCrypto();
const { sha256 } = crypto;
const CHAIN_ID = "a-1";
const WINDOW = 6n;
const { forced: FORCED } = namespacesOf(sha256, CHAIN_ID);
/** What decodes as a signed transaction with one message and a gas limit of 1. */
const TX = fromHex("0a020a0012060a00120210011a0107");
const HASH = toHex(sha256(TX));
const set = { validators: [{ address: new Uint8Array(20), publicKey: new Uint8Array(32), power: 1n }], totalPower: 1n };

function sealed(at: bigint): SealedBlock {
  const hash = sha256(Uint8Array.of(1));
  const made = makeBlock(sha256, {
    ...{ chainId: CHAIN_ID, appVersion: 0n, height: height(at), time: unixNanos(5n), lastBlockId: ZERO_BLOCK_ID, lastCommit: EMPTY_COMMIT },
    ...{ txs: [], validators: set, nextValidators: set, consensusHash: hash, appHash: hash, lastResultsHash: hash, proposerAddress: new Uint8Array(20) },
  });
  return { ...made, commit: { height: height(at), round: 0, blockId: made.blockId, signatures: [] } };
}

/** Executed here up to a height, with nothing in it that anyone posted. */
function chainTo(stateHeight: () => bigint): OpenedChain {
  const store = {
    get stateHeight() {
      return stateHeight();
    },
    ...{ block: sealed, setChanges: [], txs: { takenAt: () => undefined } },
  };
  const validators = { at: () => set, expect: () => undefined };
  return { store, validators, genesis: { chainId: CHAIN_ID, initialHeight: 1n, genesisTime: unixNanos(1n) } } as unknown as OpenedChain;
}

/** One write to a file with this in its path fails: the disk is full for a moment. */
function failingOnce(part: string): { readonly fileSystem: FileSystem; readonly arm: () => void } {
  const fds = new Set<number>();
  let isArmed = false;
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    open(path, mode) {
      const fd = nodeFileSystem.open(path, mode);
      if (path.includes(part)) fds.add(fd);
      return fd;
    },
    close(fd) {
      fds.delete(fd);
      nodeFileSystem.close(fd);
    },
    write(fd, bytes, position) {
      if (!isArmed || !fds.has(fd)) return nodeFileSystem.write(fd, bytes, position);
      isArmed = false;
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", errno: -28 });
    },
  };
  return { fileSystem, arm: () => void (isArmed = true) };
}

interface Followed {
  readonly follower: Follower;
  readonly folder: string;
  readonly fraudFolder: string;
  readonly deadline: bigint;
  readonly retries: readonly string[];
  /** DA heights without anything of this chain, up to one. */
  passTo(daHeight: bigint): Promise<void>;
}

/** Reads a DA on which the chain stands still after block 4 and a transaction waits, from where that block was found. */
async function followed(more: Partial<FollowerOptions>, use: (it: Followed) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-follower-"));
  const fraudFolder = join(folder, "fraud");
  const retries: string[] = [];
  try {
    using da = openFileDa({ folder: join(folder, "da"), sha256, nowMs: Date.now });
    const passTo = async (daHeight: bigint): Promise<void> => {
      for (let { height: at } = await da.head(); at < daHeight; at++) await da.submit(FORCED, [Uint8Array.of(Number(at))]);
    };
    await passTo(1n);
    const { height: posted } = await da.submit(FORCED, [encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", TX)]);
    {
      using index = openDaIndex(folder, 1n);
      index.add(4n, 1n);
      index.sync();
    }
    saveCheckpoint(join(folder, "follower.json"), { readTo: 1n, next: 5n, witness: undefined, judgedTo: 1n, chances: [], breaks: [] });
    const whole = { bytesPerWindow: 10_000, gasPerWindow: 1_000n };
    using follower = createFollower({
      ...{ da, app: {} as App, chain: chainTo(() => 4n), crypto, inflate: () => undefined, dataFolder: folder, fraudFolder, startHeight: 1n, nowMs: Date.now, pollMs: 10 },
      forced: { window: WINDOW, ...whole, whyNotOwed: () => undefined, runsInTurn: (waiting) => new Set(waiting.map(({ hash }) => hash)), isOwn: () => false },
      onRetry: ({ code }) => void retries.push(code),
      ...more,
    });
    try {
      await use({ follower, folder, fraudFolder, deadline: posted + WINDOW, retries, passTo });
    } finally {
      follower.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const RECOVERY = { threshold: 1, keys: [new Uint8Array(32)] };

for (const part of ["omission-", "breaks.log"]) {
  test(`a disk that is full for a moment when a miss is found does not make a follower forget it: ${part}`, async () => {
    const { fileSystem, arm } = failingOnce(part);
    await followed({ fileSystem, recovery: RECOVERY }, async ({ follower, folder, fraudFolder, deadline, retries, passTo }) => {
      await passTo(deadline + 2n);
      arm();
      const running = follower.run();
      await expect.poll(() => follower.status()).toMatchObject({ isCaughtUp: true, daHeight: deadline + 2n });
      follower.stop();
      await running;
      expect(retries).toEqual(["DISK_FULL"]);
      const miss = { number: 1n, lastHeight: 4n, miss: { txHash: fromHex(HASH), daHeight: 2n, deadline }, crossed: undefined };
      expect(follower.status().breaks).toMatchObject([miss]);
      expect(loggedBreaks(folder)).toMatchObject([miss]);
      expect(readdirSync(fraudFolder)).toHaveLength(1);
      expect(loadCheckpoint(join(folder, "follower.json"))).toMatchObject({ judgedTo: deadline, breaks: [miss] });
    });
  });
}

test("where nobody can recover the chain, a disk that is full for a moment does not keep a follower from stopping at a miss", async () => {
  const { fileSystem, arm } = failingOnce("omission-");
  await followed({ fileSystem }, async ({ follower, fraudFolder, deadline, retries, passTo }) => {
    await passTo(deadline);
    arm();
    const timer = setTimeout(() => follower.stop(), 3_000);
    await expect(follower.run()).rejects.toThrow(`transaction ${HASH} was posted at DA height 2`);
    clearTimeout(timer);
    expect(retries).toEqual(["DISK_FULL"]);
    expect(readdirSync(fraudFolder)).toHaveLength(1);
  });
});

for (const isBindingStill of [true, false]) {
  test(`a node that must run ahead of DA does not know what could run meanwhile, keeps that, and ${isBindingStill ? "judges nothing" : "once it need not any more it stops"}`, async () => {
    let [stateHeight, isBinding] = [5n, true];
    const soft: SoftSource = { head: () => Promise.resolve(0n), block: () => Promise.reject(new Error("nothing is to be taken")), isBinding: () => isBinding };
    await followed({ soft, chain: chainTo(() => stateHeight), recovery: RECOVERY }, async ({ follower, folder, deadline, passTo }) => {
      await passTo(deadline - 1n);
      const running = follower.run();
      const stopped = isBindingStill ? running : expect(running).rejects.toThrow("by which it is owed or not, is not here any more: follow DA in a new home");
      const kept = (): unknown => loadCheckpoint(join(folder, "follower.json"));
      await expect.poll(kept).toMatchObject({ chances: [{ hash: HASH, deadline, chance: "unknown" }] });
      // As when its block is on DA.
      [stateHeight, isBinding] = [4n, isBindingStill];
      await passTo(deadline + 1n);
      if (isBindingStill) await expect.poll(() => follower.status()).toMatchObject({ isCaughtUp: true, daHeight: deadline + 1n, breaks: [], forcedWaiting: 0 });
      if (isBindingStill) follower.stop();
      await stopped;
    });
  });
}
