/** A thread of `soak:market`: plays each seed that it is sent, until it is sent none. */
import { parentPort, workerData } from "node:worker_threads";
import { createNodeCrypto } from "@openledger/crypto";
import { playSeed } from "../../src/market/play-seed.ts";

const crypto = createNodeCrypto();
const { blocks } = workerData as { readonly blocks: number };

parentPort?.on("message", (seed: string | undefined) => {
  if (seed === undefined) return parentPort?.close();
  const { comparisons, ...report } = playSeed({ crypto, seed, blocks });
  const asNumbers = comparisons.map(({ gain, alone, beyond, data, leaks, ...one }) => ({
    ...{ ...one, gain: Number(gain), alone: Number(alone), beyond: Number(beyond), data: Number(data) },
    leaks: Object.fromEntries(Object.entries(leaks).map(([leak, units]) => [leak, Number(units)])),
  }));
  parentPort?.postMessage({ ...report, comparisons: asNumbers });
});
