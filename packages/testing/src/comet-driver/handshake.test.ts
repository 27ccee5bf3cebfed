import { cpSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { connectComet } from "./comet-connections.ts";
import { createBench, type AppProcess, type Bench } from "./app-process.fixture.ts";
import type { CrashPoint } from "./comet-engine.ts";

/** Two blocks with a transfer each. */
async function twoBlocks({ engine, send }: Bench, { comet }: AppProcess): Promise<void> {
  await engine.handshake(comet);
  for (const sequence of [0n, 1n]) {
    const response = await engine.decide(comet, [send(0, sequence)]);
    expect(response?.txResults.map(({ code }) => code)).toEqual([0]);
  }
}

test("a lone validator makes blocks, and a restart finds the last committed height", async () => {
  using bench = createBench();
  const first = await bench.start();
  await twoBlocks(bench, first);
  await first.kill();
  const second = await bench.start();
  expect(await bench.engine.handshake(second.comet)).toEqual({ appHeight: 2n, didInitChain: false, replayed: 0, tookSavedResponse: false });
  expect((await bench.engine.decide(second.comet, [bench.send(0, 2n)]))?.txResults[0]?.code).toBe(0);
  await second.kill();
});

describe("the handshake after a crash", () => {
  const rows: readonly { readonly crash: CrashPoint; readonly appHeight: bigint; readonly replayed: number; readonly tookSavedResponse: boolean }[] = [
    { crash: "before-store", appHeight: 2n, replayed: 0, tookSavedResponse: false },
    { crash: "after-store", appHeight: 2n, replayed: 1, tookSavedResponse: false },
    { crash: "after-finalize", appHeight: 2n, replayed: 1, tookSavedResponse: false },
    { crash: "after-commit", appHeight: 3n, replayed: 0, tookSavedResponse: true },
  ];
  test.each(rows)("$crash: the App is at $appHeight and goes on with the same hashes", async ({ crash, ...expected }) => {
    using bench = createBench();
    const first = await bench.start();
    await twoBlocks(bench, first);
    await bench.engine.decide(first.comet, [bench.send(0, 2n)], { crash });
    await first.kill();
    const second = await bench.start();
    expect(await bench.engine.handshake(second.comet)).toEqual({ ...expected, didInitChain: false });
    const sequence = crash === "before-store" ? 2n : 3n;
    expect((await bench.engine.decide(second.comet, [bench.send(0, sequence)]))?.txResults[0]?.code).toBe(0);
    await second.kill();
  });

  test.each<CrashPoint>(["before-store", "after-store", "after-finalize"])("%s in the first block: InitChain comes again and nothing was kept", async (crash) => {
    using bench = createBench();
    const first = await bench.start();
    await bench.engine.handshake(first.comet);
    await bench.engine.decide(first.comet, [bench.send(0, 0n)], { crash });
    await first.kill();
    const second = await bench.start();
    const { appHeight, didInitChain, replayed } = await bench.engine.handshake(second.comet);
    expect({ appHeight, didInitChain, replayed }).toEqual({ appHeight: 0n, didInitChain: true, replayed: crash === "before-store" ? 0 : 1 });
    await bench.engine.decide(second.comet, [bench.send(1, 0n)]);
    await second.kill();
  });

  test.each([
    { crash: undefined, name: "state and blocks agree" },
    { crash: "after-store" as const, name: "the last block is not in CometBFT's state" },
  ])("an App of two heights ago, and of genesis, is brought up to the blocks where $name", async ({ crash }) => {
    using bench = createBench();
    const first = await bench.start();
    await twoBlocks(bench, first);
    const old = join(bench.folder, "old");
    for (const file of ["state.log", "snapshots"]) cpSync(join(bench.folder, file), join(old, file), { recursive: true });
    await bench.engine.decide(first.comet, [bench.send(0, 2n)]);
    await bench.engine.decide(first.comet, [bench.send(0, 3n)], crash === undefined ? {} : { crash });
    await first.kill();
    for (const [folder, appHeight] of [[old, 2n], [join(bench.folder, "empty"), 0n]] as const) {
      const again = await bench.start({ folder });
      const handshake = await bench.engine.handshake(again.comet);
      expect(handshake).toMatchObject({ appHeight, didInitChain: appHeight === 0n, replayed: 4 - Number(appHeight) });
      expect(toHex(again.machine.info().appHash)).toBe(toHex(bench.engine.appHash));
      await again.kill();
    }
  });

  test("an App ahead of the blocks is refused by CometBFT, and never comes about by itself", async () => {
    using bench = createBench();
    const first = await bench.start();
    await twoBlocks(bench, first);
    bench.engine.dropBlocksAbove(1n);
    await expect(bench.engine.handshake(first.comet)).rejects.toThrow("app block height (2) is higher than the store (1)");
    await first.kill();
  });
});

test("CometBFT may be killed in the middle of a block and be back before that block is done", async () => {
  using bench = createBench();
  let isSlow = true;
  let hasBegun = false;
  const { comet, server, reports, kill } = await bench.start({
    wrap: (machine) => ({
      ...machine,
      *executeBlock(request) {
        hasBegun = true;
        while (isSlow) yield;
        return yield* machine.executeBlock(request);
      },
    }),
  });
  await bench.engine.handshake(comet);
  const cut = bench.engine.decide(comet, [bench.send(0, 0n)]);
  await expect.poll(() => hasBegun).toBe(true);
  comet.close();
  await expect(cut).rejects.toThrow("the connection was closed");
  isSlow = false;
  const again = await connectComet(server.address);
  expect(await bench.engine.handshake(again)).toMatchObject({ appHeight: 0n, didInitChain: true });
  expect((await bench.engine.decide(again, [bench.send(0, 0n)]))?.txResults[0]?.code).toBe(0);
  expect(reports).toEqual([]);
  again.close();
  await kill();
});

test("CometBFT may end and come back while the App lives: InitChain and a finalized block do not stay", async () => {
  using bench = createBench();
  const { comet, server, kill } = await bench.start();
  await bench.engine.handshake(comet);
  await bench.engine.decide(comet, [bench.send(0, 0n)], { crash: "after-finalize" });
  comet.close();
  const again = await connectComet(server.address);
  expect(await bench.engine.handshake(again)).toMatchObject({ appHeight: 0n, didInitChain: true, replayed: 1 });
  expect((await bench.engine.decide(again, [bench.send(0, 1n)]))?.txResults[0]?.code).toBe(0);
  again.close();
  await kill();
});
