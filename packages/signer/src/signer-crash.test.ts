// The power fails at every single call of the disk that a signer's life makes, then it starts again.
import { nodeFileSystem, type FileSystem } from "@openledger/kv";
import { toHex, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { openSigner } from "./signer.ts";
import { createTestSignerHome, crypto, GENESIS, requestAfter, tipAfter, tipOf, type TestRequest, type TestSignerHome, type Tip } from "./signer.fixture.ts";

class PowerCut extends Error {}

type Moment = "before" | "within" | "after";

/** The machine's file system until one call, and nothing from then on. */
function until(at: number, moment: Moment): { readonly fileSystem: FileSystem; readonly calls: () => number } {
  let calls = 0;
  let isDead = false;
  const around = <T>(action: () => T, half: () => void = () => undefined): T => {
    if (isDead) throw new PowerCut();
    if (calls++ !== at) return action();
    isDead = true;
    if (moment === "after") action();
    if (moment === "within") half();
    throw new PowerCut();
  };
  const fs = nodeFileSystem;
  const fileSystem: FileSystem = {
    ...fs,
    open: (path, mode) => around(() => fs.open(path, mode)),
    write: (fd, bytes, position) => around(() => fs.write(fd, bytes, position), () => void fs.write(fd, bytes.subarray(0, bytes.length >> 1), position)),
    truncate: (fd, length) => around(() => fs.truncate(fd, length)),
    sync: (fd) => around(() => fs.sync(fd)),
    rename: (from, to) => around(() => fs.rename(from, to)),
    remove: (path) => around(() => fs.remove(path)),
    syncFolder: (path) => around(() => fs.syncFolder(path)),
  };
  return { fileSystem, calls: () => calls };
}

interface Life {
  readonly home: TestSignerHome;
  /** With the key that gets the chain for a block, again and again. */
  readonly elsewhere: TestSignerHome;
  /** The last block of that key, and the heights of all. */
  lastOther: Tip | undefined;
  readonly others: Set<bigint>;
  /** Sign bytes of what left the signer, by height. */
  readonly released: Map<bigint, string>;
  lastLease: bigint;
}

function release(life: Life, request: TestRequest, signature: Uint8Array): Tip {
  const bytes = toHex(request.signBytes);
  expect(life.released.get(request.height) ?? bytes).toBe(bytes);
  life.released.set(request.height, bytes);
  return tipAfter(life.home.key, request.made, { signature, signBytes: request.signBytes });
}

/**
 * A node takes what is in the journal and on DA, and seals a block with content of its own before and after one of another key; files of the
 * journal begin meanwhile.
 */
function live(life: Life, node: string, fileSystem: FileSystem): void {
  using signer = openSigner({ home: life.home.home, sha256: crypto.sha256, fileSystem, segmentBlocks: 1 });
  const lease = signer.acquire(node, 5_000).number;
  expect(lease).toBeGreaterThan(life.lastLease);
  life.lastLease = lease;
  let tip = life.lastOther ?? GENESIS;
  for (const block of signer.sealed(1n, 1_000_000)) {
    if (block.height > tip.height) tip = tipOf(life.home.key, block);
    // What was released is there, and what is there is what was released.
    expect(life.released.get(block.height) ?? toHex(block.signBytes)).toBe(toHex(block.signBytes));
  }
  for (const at of life.released.keys()) expect(tip.height).toBeGreaterThanOrEqual(at);
  const sealNext = (text: string): void => {
    if (life.others.has(tip.height)) signer.advance(lease, { height: tip.height, hash: tip.blockId.hash });
    const request = requestAfter(life.home.key, tip, toUtf8(`${node} ${lease} ${text}`));
    expect(life.others.has(request.height)).toBe(false);
    tip = release(life, request, signer.seal(lease, request));
  };
  sealNext("first");
  const { made, signBytes } = requestAfter(life.elsewhere.key, tip, toUtf8(`other ${lease}`));
  tip = tipAfter(life.elsewhere.key, made, { signature: life.elsewhere.key.sign(signBytes), signBytes });
  life.lastOther = tip;
  life.others.add(tip.height);
  sealNext("second");
}

test.each<Moment>(["before", "within", "after"])("the power fails %s each call: no height is sealed with other content, nothing that was released is lost, and leases ascend", (moment) => {
  for (let at = 0; ; at++) {
    using home = createTestSignerHome();
    using elsewhere = createTestSignerHome();
    const life: Life = { home, elsewhere, lastOther: undefined, others: new Set(), released: new Map(), lastLease: 0n };
    const { fileSystem, calls } = until(at, moment);
    try {
      live(life, "a", fileSystem);
    } catch (error) {
      if (!isPowerCut(error)) throw error;
    }
    live(life, "a", nodeFileSystem);
    if (calls() <= at) {
      expect(at).toBeGreaterThan(25);
      return;
    }
  }
});

function isPowerCut(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof PowerCut) return true;
  return false;
}
