import { join } from "node:path";
import { attribute } from "@openledger/attribution";
import { openSpanIndex } from "@openledger/span-index";
import { readTexts, textInTheMannerOf } from "../attribution-texts.ts";
import { storedContributions, traceOutputs } from "../trace-outputs.ts";
import { spreadOf, type Spread } from "./alternate-calls.ts";

const TEXT_BYTES = 10_000_000;
const CONTRIBUTIONS = 200;
const OUTPUTS = 300;

/** Finding the owners of answers of 2,000 bytes in 10 MB of text, half of them quoted whole; the index lies in files. */
export interface TraceCost {
  readonly text: string;
  readonly ms: Spread;
}

export function traceCost(dataFolder: string, folder: string): TraceCost {
  const { found } = readTexts(dataFolder);
  const source = found.reduce((most, text) => (text.bytes.length > most.bytes.length ? text : most));
  const text =
    source.bytes.length >= TEXT_BYTES ? source.bytes.subarray(0, TEXT_BYTES) : textInTheMannerOf(source.bytes, TEXT_BYTES, 1);
  const outputs = traceOutputs(text, source.bytes, OUTPUTS);
  const { index, close } = openSpanIndex({ folder: join(folder, "trace"), contributions: storedContributions(text, CONTRIBUTIONS) });
  const rule = { manifestTokens: 2_000_000, minExcessBits: 20, minWords: 5 };
  const times = outputs.map((output) => {
    const begun = performance.now();
    attribute({ output, request: [], index, rule, standing: () => "manifest" });
    return performance.now() - begun;
  });
  close();
  return { text: source.name, ms: spreadOf(times) };
}
