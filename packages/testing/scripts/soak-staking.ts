/**
 * `npm run soak:staking`: random stakers on the whole chain. `--seeds N` (20) runs of `--blocks N` (1,000) each, from
 * `--first N` (1) on; every invariant of every module after every block, then a replay on two more stores. `--json`
 * prints one JSON report as the last line. Exit 1 when anything does not hold.
 */
import { parseArgs } from "node:util";
import { createNodeCrypto } from "@openledger/crypto";
import { toHex } from "@openledger/primitives";
import { replayOnNewChain } from "../src/chain/replay.ts";
import { simulateStaking } from "../src/staking/simulate-staking.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    blocks: { type: "string", default: "1000" },
    first: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});

function countOf(name: "seeds" | "blocks" | "first"): number {
  const count = Number(values[name]);
  if (Number.isSafeInteger(count) && count > 0) return count;
  process.stderr.write(`openledger: --${name} takes a whole number above 0.\n`);
  process.exit(2);
}

const crypto = createNodeCrypto();
const [seeds, blocks, first] = [countOf("seeds"), countOf("blocks"), countOf("first")];
const faults: string[] = [];
const [total, took] = [{ txs: 0, slashes: 0 }, performance.now()];
for (let seed = first; seed < first + seeds; seed++) {
  const startedMs = performance.now();
  const { chain, broken, blockEvents } = simulateStaking({ crypto, seed: `${seed}`, blocks });
  const { executed, restored } = replayOnNewChain(crypto, chain.genesis, chain.blocks);
  const at = chain.blocks.findIndex(({ response }, i) => {
    const hash = toHex(response.appHash);
    return executed[i] !== hash || restored[i] !== hash;
  });
  faults.push(...broken.map((sentence) => `seed ${seed}, ${sentence}`));
  if (at >= 0) faults.push(`seed ${seed}, block ${at + 1}: a replay has another app hash`);
  const txs = chain.blocks.reduce((sum, { response }) => sum + response.txResults.length, 0);
  const slashes = blockEvents["slash"] ?? 0;
  total.txs += txs;
  total.slashes += slashes;
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  process.stderr.write(`seed ${seed}: ${chain.blocks.length} blocks, ${txs} transactions, ${slashes} slashes, ${seconds} s\n`);
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
const seconds = (performance.now() - took) / 1_000;
if (values.json) process.stdout.write(`${JSON.stringify({ seeds, blocks, first, ...total, seconds: Math.round(seconds), faults })}\n`);
else process.stdout.write(faults.length === 0 ? `All invariants held after each of ${seeds * blocks} blocks.\n` : `${faults.length} faults.\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
