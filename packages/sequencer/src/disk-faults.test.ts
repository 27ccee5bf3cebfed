// One fault at every single call of the disk that a node's life makes, then a restart: nothing acknowledged is lost.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyCommit } from "@openledger/comet";
import { nodeFileSystem, type FileSystem } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { height, toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import type { SealedBlock } from "./chain-store.ts";
import type { OpenedChain } from "./recover.ts";
import { createTestFolder, crypto, run, type TestFolder } from "./sequencer.fixture.ts";

const BLOCKS = 2;

/** What ends with the power: everything after it fails too, so that no clean-up of ours can help. */
class PowerCut extends Error {}

type Fault = "full" | "dies before" | "dies within" | "dies after";

/** The machine's file system with a fault at one call, and how many calls there were. */
function faulty(fault: Fault, at: number): { readonly fileSystem: FileSystem; readonly calls: () => number } {
  let calls = 0;
  let isDead = false;
  const around = <T>(action: () => T, half: () => void = () => undefined): T => {
    if (isDead) throw new PowerCut();
    if (calls++ !== at) return action();
    if (fault === "full") throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", errno: -28 });
    isDead = true;
    if (fault === "dies after") action();
    if (fault === "dies within") half();
    throw new PowerCut();
  };
  const fileSystem: FileSystem = {
    open: (path, mode) => around(() => nodeFileSystem.open(path, mode)),
    openToRead: (path) => around(() => nodeFileSystem.openToRead(path)),
    close: (fd) => nodeFileSystem.close(fd),
    size: (fd) => around(() => nodeFileSystem.size(fd)),
    read: (fd, into, position) => around(() => nodeFileSystem.read(fd, into, position)),
    write: (fd, bytes, position) =>
      around(
        () => nodeFileSystem.write(fd, bytes, position),
        () => void nodeFileSystem.write(fd, bytes.subarray(0, bytes.length >> 1), position),
      ),
    truncate: (fd, length) => around(() => nodeFileSystem.truncate(fd, length)),
    sync: (fd) => around(() => nodeFileSystem.sync(fd)),
    // A sync that nobody awaits any more would outlive its file.
    syncInBackground: async (fd) => around(() => nodeFileSystem.sync(fd)),
    list: (path) => around(() => nodeFileSystem.list(path)),
    rename: (from, to) => around(() => nodeFileSystem.rename(from, to)),
    remove: (path) => around(() => nodeFileSystem.remove(path)),
    removeFolder: (path) => around(() => nodeFileSystem.removeFolder(path)),
    syncFolder: (path) => around(() => nodeFileSystem.syncFolder(path)),
  };
  return { fileSystem, calls: () => calls };
}

/** App hashes by height of the blocks that were acknowledged. */
type Acknowledged = Map<bigint, string>;

/** A folder of its own for the same chain, and what was signed in it. */
interface Life {
  readonly folder: TestFolder;
  /** Block hashes by height and round of the signatures that were let out: those that were to be logged with their block. */
  readonly signed: Map<string, string>;
  readonly acknowledged: Acknowledged;
}

function begin(chain: TestFolder, name: string): Life {
  const path = join(chain.path, name);
  mkdirSync(path);
  return { folder: { ...chain, path }, signed: new Map(), acknowledged: new Map() };
}

/** Fails when another block is signed at a height and round than before. */
function watchSigning({ signed }: Life): (chain: OpenedChain) => OpenedChain {
  return (chain) => {
    const store = new Proxy(chain.store, {
      get(target, name) {
        if (name !== "appendBlock") return Reflect.get(target, name, target);
        return (sealed: SealedBlock) => {
          const { height: at, round, blockId } = sealed.commit;
          const hash = toHex(blockId.hash);
          expect(signed.get(`${at}/${round}`) ?? hash, `two blocks are signed at ${at}/${round}`).toBe(hash);
          signed.set(`${at}/${round}`, hash);
          target.appendBlock(sealed);
        };
      },
    });
    return { ...chain, store };
  };
}

/** Opens the folder, makes blocks and writes a snapshot after each; the fault may end it anywhere. */
async function live(life: Life, fileSystem: FileSystem): Promise<void> {
  const { acknowledged, folder } = life;
  using node = await run(folder, { fileSystem, wrapChain: watchSigning(life) });
  for (let i = 0; i < BLOCKS; i++) {
    await node.mempool.admit(Uint8Array.of(1, i));
    const { block, response } = await node.producer.produce();
    acknowledged.set(block.header.height, toHex(response.appHash));
    const source = node.app.snapshot();
    await node.chain.snapshots.write(block.header.height, source);
    source.release();
  }
}

async function requireIntact(life: Life, replayBytes: number): Promise<void> {
  const { acknowledged, folder } = life;
  using node = await run(folder, { replayBytes, wrapChain: watchSigning(life) });
  const { store, validators, restored } = node.chain;
  expect(restored.refused).toEqual([]);
  for (const [at, appHash] of acknowledged) {
    expect(toHex(store.results(height(at))?.appHash ?? new Uint8Array(0)), `height ${at}`).toBe(appHash);
    const sealed = store.block(height(at)) ?? expect.fail();
    verifyCommit(crypto, folder.genesis.chainId, validators.at(height(at)), sealed.commit, sealed.block.header);
  }
  const { block } = await node.producer.produce();
  expect(block.header.height).toBe(store.stateHeight);
  expect(readdirSync(join(folder.path, "snapshots")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
}

test.each<Fault>(["full", "dies before", "dies within", "dies after"])("a disk that %s at any call loses nothing that was acknowledged, and nothing is signed twice", async (fault) => {
  using chain = createTestFolder();
  const whole = faulty(fault, -1);
  await live(begin(chain, "whole"), whole.fileSystem);
  expect(whole.calls()).toBeGreaterThan(40);
  for (let call = 0; call < whole.calls(); call++) {
    const life = begin(chain, `${call}`);
    const ended = await live(life, faulty(fault, call).fileSystem).catch((error: unknown) => error);
    if (fault !== "full") expect(ended, `call ${call}`).toBeInstanceOf(PowerCut);
    else expect(ended === undefined || (ended instanceof OperationalError && ended.code === "DISK_FULL"), `call ${call}: ${String(ended)}`).toBe(true);
    await requireIntact(life, call % 2 === 0 ? 0 : 8_000_000);
  }
});

const REFUSALS = ["LOG_CORRUPT", "LOG_FORMAT", "APP_AHEAD", "SIGN_STATE_CORRUPT"];

test("a bit flipped anywhere in any file is refused, or changes nothing of what was acknowledged", async () => {
  using chain = createTestFolder();
  const life = begin(chain, "whole");
  await live(life, nodeFileSystem);
  const names = readdirSync(life.folder.path, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("."));
  expect(names.toSorted()).toEqual(["blocks.log", "snapshots/1.snapshot", "snapshots/2.snapshot", "state.json", "state.log"]);
  let refused = 0;
  for (const [i, name] of names.entries()) {
    const bytes = readFileSync(join(life.folder.path, name));
    for (let at = 3; at < bytes.length; at += Math.ceil(bytes.length / 12)) {
      const copy = `${life.folder.path}-${i}-${at}`;
      cpSync(life.folder.path, copy, { recursive: true });
      writeFileSync(join(copy, name), bytes.with(at, (bytes[at] as number) ^ (1 << (at % 8))));
      const code = await serve({ ...life, folder: { ...life.folder, path: copy } });
      if (code !== undefined) refused += 1;
      expect([undefined, ...REFUSALS], `${name} at ${at}`).toContain(code);
    }
  }
  expect(refused).toBeGreaterThan(10);
});

/** Code of a refusal to start; undefined when everything acknowledged is there. */
async function serve({ acknowledged, folder }: Life): Promise<string | undefined> {
  try {
    using node = await run(folder, { replayBytes: 0 });
    for (const [at, appHash] of acknowledged) expect(toHex(node.chain.store.results(height(at))?.appHash ?? new Uint8Array(0))).toBe(appHash);
    return undefined;
  } catch (error) {
    if (error instanceof OperationalError) return error.code;
    throw error;
  }
}
