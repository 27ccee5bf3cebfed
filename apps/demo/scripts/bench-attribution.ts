/**
 * `npm run bench:attribution -- --json`: what finding the owners of an answer takes, beside libsais and a naive scan. The
 * method is written down in docs/benchmarks-attribution.md. `--data FOLDER` holds the texts (../shared/data);
 * `--sizes 1,10,100` are megabytes of text.
 */
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { readTexts } from "./bench/attribution-texts.ts";
import { benchBuild } from "./bench/bench-build.ts";
import { benchTrace } from "./bench/bench-trace.ts";
import { buildLibsais } from "./bench/libsais.ts";
import { inFolder } from "./bench/in-folder.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    data: { type: "string", default: "../shared/data" },
    sizes: { type: "string", default: "1,10,100" },
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
await inFolder((folder) => {
  const libsais = buildLibsais(folder);
  if (libsais.missing !== undefined) say(`libsais is left out: ${libsais.missing}`);
  const build = benchBuild(texts.found, libsais, folder, say);
  const trace = benchTrace(texts.found, values.sizes.split(",").map(Number), folder, say);
  const missing = [...texts.missing, ...(libsais.missing === undefined ? [] : [`libsais: ${libsais.missing}`])];
  const result = { machine, missing, build, trace };
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
});
