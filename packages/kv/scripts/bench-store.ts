/**
 * `npm run bench:store -- --json`: the compact trees beside the plain ones and, where there is Go, beside cosmos/iavl v1
 * on goleveldb. Every measurement has a process of its own. `--keys 10000,100000` and `--seconds` make it shorter;
 * `--plain-limit` is the largest tree of the plain engine.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";

const run = promisify(execFile);
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    keys: { type: "string", default: "10000,100000,1000000" },
    batches: { type: "string", default: "100,1000,5000" },
    seconds: { type: "string", default: "3" },
    "plain-limit": { type: "string", default: "100000" },
    "go-limit": { type: "string", default: "200000" },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const sizes = values.keys.split(",").map(Number);
const scripts = join(import.meta.dirname, "bench");

async function runScript(name: string, ...args: readonly string[]): Promise<object> {
  const { stdout } = await run(process.execPath, [join(scripts, name), ...args], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as object;
}

async function benchEngine(engine: "compact" | "plain", keys: number): Promise<object> {
  say(`${engine}, ${keys} keys`);
  const folder = mkdtempSync(join(tmpdir(), "openledger-bench-"));
  try {
    const measured = await runScript("run-engine.ts", engine, String(keys), values.batches, values.seconds, folder);
    return engine === "plain" ? measured : { ...measured, restart: await runScript("run-restart.ts", folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined, with a line that says so, on a machine without Go or without its modules. */
async function benchGo(keys: number, batch: number): Promise<object | undefined> {
  const folder = join(import.meta.dirname, "../../../infra/bench/iavl");
  try {
    const { stdout } = await run("go", ["run", ".", "-keys", String(keys), "-batch", String(batch), "-rounds", "20"], { cwd: folder });
    say(`cosmos/iavl, ${keys} keys, commits of ${batch}`);
    return JSON.parse(stdout) as object;
  } catch (error) {
    say(`skipped cosmos/iavl: ${(error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""}`);
    return undefined;
  }
}

const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  loadAverageBefore: loadavg()[0],
};
const compact: object[] = [];
const plain: object[] = [];
for (const keys of sizes) {
  compact.push(await benchEngine("compact", keys));
  if (keys <= Number(values["plain-limit"])) plain.push(await benchEngine("plain", keys));
}
const iavl: object[] = [];
for (const keys of sizes.filter((size) => size <= Number(values["go-limit"]))) {
  for (const batch of values.batches.split(",")) {
    const measured = await benchGo(keys, Number(batch));
    if (measured !== undefined) iavl.push(measured);
  }
}
const result = { machine, compact, plain, cosmosIavl: iavl };
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
