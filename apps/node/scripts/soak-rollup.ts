/**
 * `npm run soak:rollup`: a sequencer under load, the DA server that it posts to and a follower are killed at random moments, and
 * started again. At the end every block must be on DA, with one header however often it was posted, and in order; rebuilding the chain
 * from DA alone must give the app hashes of the sequencer's own log, which the follower's log must have too; and no process may have ended by itself. `--rounds`, `--seed` (the moments of an earlier run), `--json`.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { createCelestiaDa } from "@openledger/da";
import { openBlockLog } from "@openledger/kv";
import { height, toHex, type Height } from "@openledger/primitives";
import { loadValidatorKey, replayBlockLog } from "@openledger/sequencer";
import { replayHome } from "../src/commands/replay.ts";
import { rebuildFromDa } from "../src/da/rebuild.ts";
import { readGenesisFile } from "../src/genesis-file.ts";
import { homePaths } from "../src/home.ts";
import { createTestHome } from "../src/node.fixture.ts";
import { postedHeaders } from "./crash/posted-headers.ts";
import { createRandom } from "./crash/random.ts";
import { sendUntilGone } from "./crash/send-load.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    json: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const random = createRandom(Number(values.seed));
const crypto = createNodeCrypto();
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const LONGEST_RUN_MS = 1_500;
const LAST_WORDS = 1_000;
/** For everything to get to DA, and from there to the follower, when nobody is killed any more. */
const SETTLE_MS = 120_000;
const unasked: string[] = [];

interface Child {
  readonly process: ChildProcess;
  readonly rpcUrl: string;
  readonly daUrl: string;
  /** What it printed last. */
  lastWords(): string;
}

async function start(...args: readonly string[]): Promise<Child> {
  const child = fork(join(import.meta.dirname, "../src/main.ts"), args, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let says = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (says = `${says}${text}`.slice(-LAST_WORDS)));
  const ready = once(child, "message") as Promise<[{ readonly rpcUrl?: string; readonly daUrl?: string }]>;
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`openledgerd ${args[0]} ended before it was ready`)));
  const [{ rpcUrl = "", daUrl = "" }] = await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return { process: child, rpcUrl, daUrl, lastWords: () => says };
}

async function end({ process: child, lastWords }: Child, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    unasked.push(`${child.spawnargs.slice(2, 4).join(" ")} ended by itself with ${child.exitCode ?? child.signalCode}: ${lastWords()}`);
    return;
  }
  child.kill(signal);
  await once(child, "exit");
}

/** Of the app hashes after the sequencer's blocks up to a height. */
async function digestUpTo(last: number): Promise<string> {
  const { request } = readGenesisFile(paths.genesisFile, crypto.sha256);
  using log = openBlockLog(paths.dataFolder);
  const upTo = { firstHeight: log.firstHeight, lastHeight: height(BigInt(last)), read: (at: Height) => log.read(at) };
  return toHex((await replayBlockLog(upTo, createChain({ crypto }), request, crypto.sha256)).digest);
}

using home = await createTestHome();
const paths = homePaths(home.home);
const serve = (laddr: string): Promise<Child> => start("da", "serve", "--home", join(home.home, "da"), "--laddr", laddr);
let da = await serve("127.0.0.1:0");
const { daUrl } = da;
const flags = ["--rpc.laddr", "127.0.0.1:0", "--rest.laddr", "127.0.0.1:0", "--block-time", "50ms", "--log-level", "silent", "--da", `celestia:${daUrl}`];
const killed = { sequencer: 0, da: 0, follower: 0 };
let sent = 0;
say(`seed ${values.seed}, ${rounds} rounds`);

const startNode = (): Promise<Child> => start("start", "--home", home.home, ...flags);
let node = await startNode();
let sending = sendUntilGone(home, node.rpcUrl);
const followerHome = join(home.home, "follower");
const followerFlags = ["--rpc.laddr", "127.0.0.1:0", "--rest.laddr", "127.0.0.1:0", "--log-level", "silent", "--da", `celestia:${daUrl}`];
const startFollower = (): Promise<Child> => start("start", "--follow", "da", "--home", followerHome, "--genesis", paths.genesisFile, ...followerFlags);
let follower = await startFollower();
let toldMs = Date.now();
for (let round = 1; round <= rounds; round++) {
  await delay(random(LONGEST_RUN_MS));
  const whom = random(3);
  if (random(2) === 0) {
    await end(follower, "SIGKILL");
    killed.follower += 1;
    follower = await startFollower();
  }
  if (whom !== 0) {
    await end(da, "SIGKILL");
    killed.da += 1;
    // Long enough for posts to fail, at times.
    await delay(random(300));
    da = await serve(daUrl.replace("http://", ""));
  }
  if (whom !== 1) {
    await delay(random(200));
    await end(node, "SIGKILL");
    killed.sequencer += 1;
    sent += await sending;
    node = await startNode();
    sending = sendUntilGone(home, node.rpcUrl);
  }
  if (Date.now() - toldMs < 10_000) continue;
  toldMs = Date.now();
  say(`round ${round} of ${rounds}`);
}

const status = async ({ rpcUrl }: Child = node): Promise<{ readonly soft_height: string; readonly included_height: string }> => {
  const answer = (await (await fetch(`${rpcUrl}/rollup_status`)).json()) as { result: { soft_height: string; included_height: string } };
  return answer.result;
};
const goal = Number((await status()).soft_height);
const deadline = Date.now() + SETTLE_MS;
while (Number((await status()).included_height) < goal && Date.now() < deadline) await delay(100);
while (Number((await status(follower)).included_height) < goal && Date.now() < deadline) await delay(100);
await end(node, "SIGTERM");
sent += await sending;

const { request } = readGenesisFile(paths.genesisFile, crypto.sha256);
const source = createCelestiaDa({ url: daUrl, sha256: crypto.sha256 });
const report = await rebuildFromDa({ da: source, crypto, app: createChain({ crypto }), genesis: request, startHeight: 1n });
const posted = await postedHeaders(source, request.chainId, loadValidatorKey(paths.validatorKeyFile, crypto.sha256).publicKey);
await end(follower, "SIGTERM");
await end(da, "SIGTERM");
const followed = await replayHome(followerHome);
const own = await digestUpTo(followed.lastHeight);
{
  using log = openBlockLog(paths.dataFolder);
  log.truncateTo(height(report.lastHeight));
}
const replayed = await replayHome(home.home);
const problems = [
  ...unasked,
  ...(posted.missing.length === 0 ? [] : [`blocks ${posted.missing.join(", ")} are not on DA`]),
  ...posted.contradicted.map((at) => `block ${at} is on DA with two headers`),
  ...(report.mismatch === undefined ? [] : [report.mismatch]),
  ...report.equivocations.map(({ header }) => `block ${header.height} is sealed twice`),
  ...(Number(report.lastHeight) < goal ? [`DA ends at block ${report.lastHeight}, and ${goal} was to be there`] : []),
  ...(followed.lastHeight < goal ? [`the follower ends at block ${followed.lastHeight}, and ${goal} was to be there`] : []),
  ...(followed.digest === own ? [] : ["the follower has other app hashes than the sequencer's log"]),
  ...followed.mismatches,
  ...(toHex(report.digest) === replayed.digest ? [] : ["the chain rebuilt from DA has other app hashes than the sequencer's log"]),
];
const result = {
  seed: Number(values.seed),
  rounds,
  killed,
  sent,
  blocks: Number(report.lastHeight),
  followed: followed.lastHeight,
  txs: report.txs,
  daHeights: Number(report.daHeight),
  headersRepeated: posted.repeated,
  passedOver: report.passedOver,
  problems,
};
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
if (problems.length > 0) process.exitCode = 1;
