/**
 * `npm run bench:attribution -- --json`: what finding the owners of an answer takes, beside libsais and a naive scan; and
 * what proving and settling it takes, beside a database that books the same payouts without proof. The method is written
 * down in docs/benchmarks-attribution.md. `--only index,proof` runs parts; `--data FOLDER` holds the texts
 * (../shared/data); `--sizes 1,10,100` are megabytes of text; `--opened` and `--hashed` are settlements of 64 answers.
 */
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { readTexts } from "./bench/attribution-texts.ts";
import { benchBuild } from "./bench/bench-build.ts";
import { benchProof } from "./bench/bench-proof.ts";
import { benchTrace } from "./bench/bench-trace.ts";
import { buildLibsais } from "./bench/libsais.ts";
import { inFolder } from "./bench/in-folder.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    data: { type: "string", default: "../shared/data" },
    sizes: { type: "string", default: "1,10,100" },
    only: { type: "string", default: "index,proof" },
    opened: { type: "string", default: "48" },
    hashed: { type: "string", default: "1024" },
    "ledger-seconds": { type: "string", default: "4" },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
};
const texts = readTexts(values.data);
for (const name of texts.missing) say(`missing in ${values.data}: ${name}`);
const parts = values.only.split(",");
const missing = [...texts.missing];
const result: Record<string, unknown> = { machine, missing };
if (parts.includes("index")) {
  await inFolder((folder) => {
    const libsais = buildLibsais(folder);
    if (libsais.missing !== undefined) {
      say(`libsais is left out: ${libsais.missing}`);
      missing.push(`libsais: ${libsais.missing}`);
    }
    result["build"] = benchBuild(texts.found, libsais, folder, say);
    result["trace"] = benchTrace(texts.found, values.sizes.split(",").map(Number), folder, say);
  });
}
if (parts.includes("proof")) {
  const { opened, hashed, "ledger-seconds": seconds } = values;
  const counts = { opened: Number(opened), hashed: Number(hashed), ledgerSeconds: Number(seconds) };
  const proof = await benchProof({ ...counts, text: texts.found[0] }, say);
  if ("missing" in proof.ledger) missing.push(`ledger: ${proof.ledger.missing}`);
  result["proof"] = proof;
}
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
