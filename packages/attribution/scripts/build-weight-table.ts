/**
 * Builds src/tokens/weight-table.ts, the frozen table of token weights, from an equal mixture of five public-domain
 * texts and the documentation of installed packages (at most 5,000 tokens of each package).
 *
 *   node scripts/build-weight-table.ts TEXT_FOLDER NODE_MODULES
 *
 * TEXT_FOLDER holds bible.txt, dickens.zip, world192.txt, tinyshakespeare.txt and inaugural.zip. The table is part of
 * genesis: run this only to make a new version of it.
 */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareBytes } from "@openledger/primitives";
import { log2Q8 } from "../src/tokens/log2.ts";
import { tokenise, TOKEN_BREAK } from "../src/tokens/tokenise.ts";

const ENTRIES = 2048;
const TOKENS_PER_PACKAGE_MAX = 5000;
const SCALE = 1n << 60n;
const LINE_CHARS = 118;

type Counts = { tokens: Map<string, number>; total: number };

function count(into: Counts, bytes: Uint8Array, limit: number): number {
  const tokens = tokenise(bytes);
  const used = Math.min(limit, tokens.count);
  for (let i = 0; i < used; i++) {
    if (((tokens.flags[i] as number) & TOKEN_BREAK) !== 0) continue;
    const raw = Buffer.from(bytes.subarray(tokens.start[i], tokens.end[i])).toString("latin1");
    const token = raw.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    into.tokens.set(token, (into.tokens.get(token) ?? 0) + 1);
    into.total++;
  }
  return used;
}

function countText(bytes: Uint8Array): Counts {
  const counts: Counts = { tokens: new Map(), total: 0 };
  count(counts, bytes, Number.POSITIVE_INFINITY);
  return counts;
}

function unzip(path: string): Uint8Array {
  return execFileSync("unzip", ["-p", path], { maxBuffer: 1 << 28 });
}

/** One folder per installed name: the first in byte order of the store's folder names. */
function packageFolders(nodeModules: string): string[] {
  const byName = new Map<string, string>();
  const store = join(nodeModules, ".pnpm");
  for (const entry of readdirSync(store).sort(byBytes)) {
    const at = entry.indexOf("@", 1);
    if (at < 0) continue;
    const name = entry.slice(0, at).replace("+", "/");
    const folder = join(store, entry, "node_modules", name);
    if (!byName.has(name) && readable(folder)) byName.set(name, realpathSync(folder));
  }
  return [...byName.keys()].sort(byBytes).map((name) => byName.get(name) as string);
}

function readable(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

function documentsOf(folder: string): string[] {
  const readmes = readdirSync(folder).filter((file) => /^readme.*\.(md|markdown)$/i.test(file));
  const docs = readdirSync(folder).includes("docs")
    ? readdirSync(join(folder, "docs"), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.mdx?$/.test(file) && !file.includes("node_modules"))
        .map((file) => join("docs", file))
    : [];
  return [...readmes.sort(byBytes), ...docs.sort(byBytes)].map((file) => join(folder, file));
}

function countPackages(nodeModules: string): Counts {
  const counts: Counts = { tokens: new Map(), total: 0 };
  for (const folder of packageFolders(nodeModules)) {
    let left = TOKENS_PER_PACKAGE_MAX;
    for (const file of documentsOf(folder)) {
      if (left > 0) left -= count(counts, readFileSync(file), left);
    }
  }
  return counts;
}

function byBytes(a: string, b: string): number {
  return compareBytes(Buffer.from(a, "latin1"), Buffer.from(b, "latin1"));
}

function mixture(corpora: readonly Counts[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { tokens, total } of corpora) {
    for (const [token, times] of tokens) {
      const share = (BigInt(times) * SCALE) / BigInt(total);
      sums.set(token, (sums.get(token) ?? 0n) + share);
    }
  }
  return sums;
}

const [texts, nodeModules] = process.argv.slice(2);
if (texts === undefined || nodeModules === undefined) throw new Error("usage: build-weight-table TEXT_FOLDER NODE_MODULES");
const corpora = [
  countText(readFileSync(join(texts, "bible.txt"))),
  countText(unzip(join(texts, "dickens.zip"))),
  countText(readFileSync(join(texts, "world192.txt"))),
  countText(readFileSync(join(texts, "tinyshakespeare.txt"))),
  countText(unzip(join(texts, "inaugural.zip"))),
  countPackages(nodeModules),
];
const whole = log2Q8(SCALE * BigInt(corpora.length));
const entries = [...mixture(corpora)]
  .sort(([a, shareA], [b, shareB]) => (shareA === shareB ? byBytes(a, b) : shareA > shareB ? -1 : 1))
  .filter(([token]) => /^[\x21-\x7e]+$/.test(token) || /^[\xc2-\xf4][\x80-\xbf]+$/.test(token))
  .slice(0, ENTRIES)
  .map(([token, share]) => `${Buffer.from(token, "latin1").toString("utf8")} ${whole - log2Q8(share)}`);

const lines: string[] = [];
for (const entry of entries) {
  const last = lines.at(-1);
  if (last !== undefined && last.length + entry.length < LINE_CHARS) lines[lines.length - 1] = `${last} ${entry}`;
  else lines.push(entry);
}
const source = `/** Generated by scripts/build-weight-table.ts: "token weight" pairs, most frequent first, weights in Q8 bits. */
export const WEIGHT_TABLE_LINES: readonly string[] = [
${lines.map((line) => `  ${JSON.stringify(line)},`).join("\n")}
];
`;
writeFileSync(join(import.meta.dirname, "../src/tokens/weight-table.ts"), source);
const canonical = entries.map((entry) => `${entry}\n`).join("");
console.log(`entries ${entries.length}, sha256 ${createHash("sha256").update(canonical).digest("hex")}`);
corpora.forEach(({ total, tokens }, i) => console.log(`corpus ${i}: ${total} tokens, ${tokens.size} distinct`));
