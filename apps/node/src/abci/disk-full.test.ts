import { readFileSync } from "node:fs";
import { createNodeCrypto } from "@openledger/crypto";
import { nodeFileSystem } from "@openledger/kv";
import { connectComet, createCometEngine, engineGenesis } from "@openledger/testing";
import { expect, test } from "vitest";
import { startAbciNode } from "../compose-abci.ts";
import { homePaths } from "../home.ts";
import { createTestHome } from "../node.fixture.ts";

test("a full disk at Commit ends both with a sentence, and with room again the block runs once more", async () => {
  using home = await createTestHome();
  const document: unknown = JSON.parse(readFileSync(homePaths(home.home).genesisFile, "utf8"));
  const engine = createCometEngine(engineGenesis(document, 1_790_000_000n), createNodeCrypto().sha256);
  let isFull = false;
  const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC", errno: -28 });
  const fileSystem = {
    ...nodeFileSystem,
    write(fd: number, bytes: Uint8Array, position: number): number {
      if (isFull) throw full;
      return nodeFileSystem.write(fd, bytes, position);
    },
  };
  const config = { abci_laddr: "tcp://127.0.0.1:0", log_level: "silent" };
  const node = await startAbciNode({ home: home.home, config, fileSystem });
  const comet = await connectComet(node.abciAddress);
  await engine.handshake(comet);
  await engine.decide(comet, []);
  isFull = true;
  const stopped = expect(node.stopped).rejects.toMatchObject({ code: "DISK_FULL" });
  await expect(engine.decide(comet, [])).rejects.toThrow("the disk is full; free some space");
  await stopped;
  isFull = false;
  await using again = await startAbciNode({ home: home.home, config, fileSystem });
  expect(again.startHeight).toBe(1n);
  const next = await connectComet(again.abciAddress);
  expect(await engine.handshake(next)).toMatchObject({ appHeight: 1n, replayed: 1 });
  await engine.decide(next, []);
  next.close();
});
