// What a seal costs at a signer in another process, beside one by a key in this process: milliseconds per block.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { openSignState } from "@openledger/kv";
import { localSealingKey, type SealingKey } from "@openledger/sequencer";
import { openSharedKey } from "../src/shared-key.ts";
import { openSigner } from "../src/signer.ts";
import { createSignerClient } from "../src/signer-client.ts";
import { CHAIN_ID, createTestSignerHome, crypto, GENESIS, requestAfter, tipAfter, type TestSignerHome, type Tip } from "../src/signer.fixture.ts";
import { startSignerServer } from "../src/signer-server.ts";

const TOKEN = "b".repeat(40);
const BLOCKS = 400;
const SIZES = [200, 100_000, 1_000_000];

const [, , role, folder = ""] = process.argv;
if (role === "serve") await serve(folder);
else await measure();

async function serve(home: string): Promise<void> {
  const signer = openSigner({ home, sha256: crypto.sha256, limitBytes: 4_000_000_000 });
  const onBroken = (error: Error): void => {
    throw error;
  };
  const { url } = await startSignerServer({ signer, address: { host: "127.0.0.1", port: 0 }, token: TOKEN, onBroken });
  process.send?.(url);
}

async function measure(): Promise<void> {
  for (const bytes of SIZES) {
    const blocks = bytes > 500_000 ? BLOCKS / 5 : BLOCKS;
    {
      using home = createTestSignerHome();
      const local = localSealingKey(home.key, openSignState(join(home.home, "own-state.json"), { create: true }));
      report("the key in this process", bytes, await seal(home, local, bytes, blocks));
    }
    using home = createTestSignerHome();
    const child = fork(import.meta.filename, ["serve", home.home]);
    const [url] = (await once(child, "message")) as [string];
    const shared = await openSharedKey({ client: createSignerClient({ url, token: TOKEN }), node: "bench", chainId: CHAIN_ID, hasBlock: () => true });
    const running = shared.run();
    while (!shared.isMyTurn()) await new Promise((resolve) => setTimeout(resolve, 10));
    report("a signer on this machine", bytes, await seal(home, shared, bytes, blocks));
    shared.stop();
    await running;
    child.kill();
  }
}

async function seal({ key }: TestSignerHome, by: SealingKey, bytes: number, blocks: number): Promise<readonly number[]> {
  const signal = new AbortController().signal;
  const taken: number[] = [];
  let tip: Tip = GENESIS;
  for (let i = 0; i < blocks; i++) {
    const tx = new Uint8Array(bytes).fill(i & 0xff);
    const request = requestAfter(key, tip, tx);
    const startedMs = performance.now();
    const signed = await by.seal(request, signal);
    taken.push(performance.now() - startedMs);
    tip = tipAfter(key, request.made, signed);
  }
  return taken.toSorted((a, b) => a - b);
}

function report(who: string, bytes: number, sorted: readonly number[]): void {
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  process.stdout.write(`${who}, blocks of ${bytes} bytes: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`);
}
