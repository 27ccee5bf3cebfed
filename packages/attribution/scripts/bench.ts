/**
 * Measures the span index on given files, or on 10 MB of seeded text without any: prints one JSON line per file.
 *
 *   node scripts/bench.ts [FILE...]
 */
import { readFileSync } from "node:fs";
import { attribute, createSpanIndex, tokenise, type SpanIndex } from "../src/index.ts";

const OUTPUT_BYTES = 2000;
const QUERIES = 200;

/** Zipf-like words from a linear congruential generator. */
function seededText(byteLength: number): Uint8Array {
  const words: string[] = [];
  let seed = 1;
  for (let length = 0; length < byteLength; ) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    const rank = Math.floor(1.00015 ** (seed >>> 16));
    const word = rank % 17 === 0 ? "," : `w${rank.toString(36)}`;
    words.push(word);
    length += word.length + 1;
  }
  return new Uint8Array(Buffer.from(words.join(" ")));
}

function build(documents: readonly Uint8Array[]): { index: SpanIndex; seconds: number } {
  const started = performance.now();
  const index = createSpanIndex([{ ref: { datanetId: 1n, seq: 1n }, sequence: 1n, documents }]);
  return { index, seconds: (performance.now() - started) / 1000 };
}

function measure(name: string, bytes: Uint8Array): void {
  const runs = [build([bytes]), build([bytes]), build([bytes])].sort((a, b) => a.seconds - b.seconds);
  const { index, seconds } = runs[0] as (typeof runs)[number];
  const tokens = tokenise(bytes).count;
  const rule = { manifestTokens: tokens, minExcessBits: 20, minWords: 5 };
  const times: number[] = [];
  const step = Math.floor((bytes.length - OUTPUT_BYTES) / QUERIES);
  for (let i = 0; i < QUERIES; i++) {
    const output = bytes.slice(i * step, i * step + OUTPUT_BYTES);
    const started = performance.now();
    attribute({ output, request: [], index, rule, standing: () => "manifest" });
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const result = {
    name,
    bytes: bytes.length,
    tokens,
    buildMBPerSecond: Number((bytes.length / 1e6 / seconds).toFixed(2)),
    attributeP50Ms: Number((times[QUERIES / 2] as number).toFixed(2)),
    attributeP95Ms: Number((times[Math.floor(QUERIES * 0.95)] as number).toFixed(2)),
  };
  console.log(JSON.stringify(result));
}

const files = process.argv.slice(2);
if (files.length === 0) measure("seeded", seededText(10_000_000));
for (const file of files) measure(file, new Uint8Array(readFileSync(file)));
