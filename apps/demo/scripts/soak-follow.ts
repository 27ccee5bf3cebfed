/**
 * `npm run soak:follow`: the whole demo and then random transactions of all kinds on a chain that posts to DA; a follower on an
 * empty folder, with nothing but genesis and DA, must come to the same blocks and, by executing them, to the same app hash after each,
 * although DA is killed on its way, and then itself, from where it must go on. `--txs` (100,000), `--seed`, `--rate` transactions offered
 * a second, `--json`. The end is a report with the rates of both; what a sequencer at its limit produces, `npm run bench:rollup` measures.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connect, createTxSender, outgoing, type ChainClient } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { MsgMultiSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { QueryService as StakingQuery } from "@openledger/messages/cosmos/staking/v1beta1";
import { homePaths } from "@openledger/node";
import { assertDefined, toBase64 } from "@openledger/primitives";
import { createAccounts, signRandomTxs, type RandomSender } from "@openledger/testing";
import { demoHome } from "../src/home/demo-home.ts";
import { openDemoKeys } from "../src/home/demo-keys.ts";
import { BASE_DENOM, CHAIN_ID, GAS_PRICE } from "../src/steps/demo-terms.ts";
import { loadedChain, round, runOpenLoop } from "./bench/open-loop.ts";
import { endChild as end, startOpenledgerd as start, type Child } from "./openledgerd-child.ts";
import { startDemo } from "./run-openledger.ts";
import { compareChains } from "./soak/compare-chains.ts";

const SENDERS = 500;
const FUNDS = 1_000_000_000n;
const LANES = 50;
/** Of those that random transactions begin with; votes and deposits find no proposal. */
const KINDS_LEAST = 14;

const { values } = parseArgs({
  options: {
    txs: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    rate: { type: "string", default: "400" },
    json: { type: "boolean", default: false },
  },
});
const crypto = createNodeCrypto();
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** `soft` is the last block that was executed there. */
async function heightAt({ rpcUrl }: Child, level: "soft" | "included"): Promise<number> {
  const answer = (await (await fetch(`${rpcUrl}/rollup_status`)).json()) as { result: { soft_height: string; included_height: string } };
  return Number(answer.result[`${level}_height`]);
}

/** Rejects when the process ends before. */
async function untilIncluded(child: Child, goal: number): Promise<void> {
  for (let toldMs = Date.now(); ; await delay(100)) {
    if (child.process.exitCode !== null) throw new Error(`openledgerd ended with code ${child.process.exitCode} before block ${goal}`);
    const at = await heightAt(child, "included");
    if (at >= goal) return;
    if (Date.now() - toldMs < 10_000) continue;
    toldMs = Date.now();
    say(`block ${at} of ${goal}`);
  }
}

/** Gives them coins and reads the numbers that the chain gave their accounts. */
async function fund(client: ChainClient): Promise<readonly [RandomSender, ...RandomSender[]]> {
  const { roles } = await openDemoKeys(home, crypto.sha256);
  const { wallet, address: from } = roles.faucet;
  const faucet = createTxSender({ client, wallet, address: from, gasPrice: GAS_PRICE });
  const accounts = createAccounts(crypto, SENDERS);
  for (let at = 0; at < accounts.length; at += 100) {
    const outputs = accounts.slice(at, at + 100).map(({ address }) => ({ address, coins: [{ denom: BASE_DENOM, amount: String(FUNDS) }] }));
    const coins = [{ denom: BASE_DENOM, amount: String(FUNDS * BigInt(outputs.length)) }];
    await faucet.send([outgoing(MsgMultiSend, { inputs: [{ address: from, coins }], outputs })]);
  }
  const [first, ...others] = await Promise.all(accounts.map(async (account): Promise<RandomSender> => {
    const { info } = await client.query(AuthQuery.AccountInfo, { address: account.address });
    return { ...account, accountNumber: assertDefined(info, "a funded account").accountNumber, sequence: 0n };
  }));
  return [assertDefined(first, "somebody sends"), ...others];
}

const root = mkdtempSync(join(tmpdir(), "openledger-follow-"));
const home = demoHome(join(root, "demo"));
const followerHome = join(root, "follower");
const serveDa = (laddr: string): Promise<Child> => start("da", "serve", "--home", join(root, "da"), "--laddr", laddr);
let da = await serveDa("127.0.0.1:0");
const anyPorts = ["--rpc.laddr", "127.0.0.1:0", "--rest.laddr", "127.0.0.1:0", "--log-level", "warn", "--da", `celestia:${da.daUrl}`];

say("the demo");
process.env["OPENLEDGER_DA"] = `celestia:${da.daUrl}`;
const demo = await startDemo(["--home", home.root, "--port-base", "0", "--once", "--json"]).ended;
delete process.env["OPENLEDGER_DA"];
if (demo.code !== 0) throw new Error(`the demo ended with code ${demo.code}:\n${demo.stderr}`);

const sequencer = await start("start", "--home", home.node, "--block-time", "1s", ...anyPorts);
const client = await connect(sequencer.rpcUrl);
const senders = await fund(client);
const { validators } = await client.query(StakingQuery.Validators, {});
const operator = assertDefined(validators[0], "the sequencer's validator").operatorAddress;
const txs = Number(values.txs);
say(`signing ${txs} transactions, seed ${values.seed}`);
const file = join(root, "txs");
const options = { crypto, chainId: CHAIN_ID, seed: values.seed, senders, operator, datanets: 1, denom: BASE_DENOM, count: txs };
writeFileSync(file, Array.from(signRandomTxs(options), toBase64).join("\n"));
say(`${values.rate} of them a second`);
const chain = loadedChain(sequencer.rpcUrl);
const load = await runOpenLoop(chain, file, Number(values.rate), LANES);
const goal = Number(await chain.height());
chain.comet.disconnect();
client.disconnect();
await untilIncluded(sequencer, goal);
await end(sequencer, "SIGTERM");

say(`a follower of ${goal} blocks`);
const follow = (): Promise<Child> => start("start", "--follow", "da", "--home", followerHome, "--genesis", homePaths(home.node).genesisFile, ...anyPorts);
const startedMs = performance.now();
let follower = await follow();
await untilIncluded(follower, Math.floor(goal / 4));
await end(da, "SIGKILL");
da = await serveDa(new URL(da.daUrl).host);
await untilIncluded(follower, Math.floor(goal / 2));
const killedFrom = await heightAt(follower, "soft");
await end(follower, "SIGKILL");
const killedAt = performance.now();
follower = await follow();
const resumedAt = await heightAt(follower, "soft");
const resumeSeconds = (performance.now() - killedAt) / 1_000;
await untilIncluded(follower, goal);
const seconds = (performance.now() - startedMs) / 1_000;
await end(follower, "SIGTERM");
await end(da, "SIGTERM");

say("comparing every block and app hash");
const { firstDifference, kinds } = compareChains(home.node, followerHome, goal);
const ran = Object.values(kinds).filter((one) => one.ran > 0).length;
const followed = load.committed / seconds;
const report = {
  ...{ seed: values.seed, blocks: goal, txs: load.committed, failed: load.failed, refused: load.refused, firstRefusal: load.firstRefusal },
  ...{ producedPerSecond: load.committedPerSecond, followedPerSecond: round(followed), timesProduction: round(followed / load.committedPerSecond) },
  ...{ offeredPerSecond: Number(values.rate), seconds: round(seconds) },
  ...{ killedFrom, resumedAt, resumeSeconds: round(resumeSeconds), firstDifference: firstDifference ?? null, kinds },
};
rmSync(root, { recursive: true, force: true });
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, undefined, 2)}\n`);
const problems = [
  ...(firstDifference === undefined ? [] : [`block ${firstDifference} or the state after it differs`]),
  ...(load.committed < txs ? [`${txs - load.committed} transactions are in no block`] : []),
  ...(resumedAt < killedFrom ? [`it was killed at block ${killedFrom} and went on from ${resumedAt}`] : []),
  ...(txs >= 1_000 && ran < KINDS_LEAST ? [`${ran} kinds of messages ran, fewer than ${KINDS_LEAST}`] : []),
];
for (const problem of problems) say(problem);
if (problems.length > 0) process.exitCode = 1;
