import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Request } from "@openledger/messages/tendermint/abci";
import { ResponseProcessProposal_ProposalStatus as Status } from "@openledger/messages/tendermint/abci";
import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createRandom, type Random } from "../simulation/random.ts";
import { createBench, crypto, type AppProcess, type Bench } from "./app-process.fixture.ts";
import type { CometEngine } from "./comet-engine.ts";
import { isLegalOrder, type OrderedCall } from "./grammar.ts";

const CALLS: Partial<Record<keyof Request, OrderedCall>> = {
  info: "Info",
  initChain: "InitChain",
  offerSnapshot: "Offer",
  applySnapshotChunk: "Apply",
  prepareProposal: "Prepare",
  processProposal: "Process",
  extendVote: "Extend",
  verifyVoteExtension: "Verify",
  finalizeBlock: "Finalize",
  commit: "Commit",
};

/** The calls of each process in a log of requests, read as CometBFT's grammar checker reads it. */
function loggedCalls(text: string): readonly OrderedCall[][] {
  return text.split("Application started\n").slice(1).map((run) =>
    [...run.matchAll(/abci-req(.*?)abci-req/g)].map(([, base64 = ""]) => {
      const request = Request.decode(Buffer.from(base64, "base64"));
      const kind = (Object.keys(CALLS) as (keyof Request)[]).find((name) => request[name] !== undefined);
      return CALLS[kind ?? "info"] as OrderedCall;
    }),
  );
}

/** Some rounds in which proposals come and go, then one of them, or another, is decided. */
async function randomHeight(random: Random, { engine, accounts, send }: Bench, { comet }: AppProcess, sequences: bigint[]): Promise<void> {
  const pool = sequences.flatMap((sequence, from) => (random.chance(50) ? [send(from, sequence + BigInt(random.below(2)))] : []));
  const { mempool, consensus, query, snapshot } = comet;
  const beside: Promise<unknown>[] = pool.map((tx) => mempool.send("checkTx", { tx, type: 0 }));
  beside.push(mempool.flush(), query.call("query", { path: "/app/version" }), snapshot.call("listSnapshots", {}), query.call("echo", { message: "e" }));
  let decided = engine.nextBlock(pool);
  for (let round = random.below(3); round >= 0; round--) {
    const some = pool.filter(() => random.chance(70));
    decided = engine.nextBlock(some);
    const { decidedLastCommit: proposedLastCommit, txs: _txs, hash: _hash, ...rest } = decided;
    if (random.chance(40)) {
      const votes = (proposedLastCommit?.votes ?? []).map((vote) => ({ ...vote, voteExtension: new Uint8Array(0), extensionSignature: new Uint8Array(0) }));
      const prepared = await consensus.call("prepareProposal", { ...rest, txs: some, localLastCommit: { round: 0, votes }, maxTxBytes: 100_000n });
      decided = engine.nextBlock(prepared.txs);
    }
    if (!random.chance(70)) continue;
    const { txs, hash } = decided;
    const { status } = await consensus.call("processProposal", { ...rest, txs, hash, proposedLastCommit });
    expect(status).toBe(Status.ACCEPT);
  }
  const response = await engine.finish(comet, decided);
  response?.txResults.forEach(({ code, events }, i) => {
    const from = accounts.findIndex((_, at) => [0n, 1n].some((more) => toHex(send(at, (sequences[at] ?? 0n) + more)) === toHex(decided.txs[i] ?? new Uint8Array(0))));
    if (code === 0 || events.length > 0) sequences[from] = (sequences[from] ?? 0n) + 1n;
  });
  await Promise.all(beside);
  await mempool.call("checkTx", { tx: pool[0] ?? new Uint8Array(0), type: 1 });
}

test("random walks of the grammar with rounds, proposals and crashes give the state of the decided blocks alone", async () => {
  const seed = process.env["OPENLEDGER_SEEDS"]?.split(",")[0] ?? "1";
  const random = createRandom(crypto.sha256, `abci grammar ${seed}`);
  using bench = createBench();
  const requestLog = join(bench.folder, "requests.log");
  const sequences = bench.accounts.map(() => 0n);
  let running = await bench.start({ requestLog });
  await bench.engine.handshake(running.comet);
  for (let at = 0; at < 14; at++) {
    await randomHeight(random, bench, running, sequences);
    if (!random.chance(25)) continue;
    await running.kill();
    running = await bench.start({ requestLog });
    await bench.engine.handshake(running.comet);
  }
  await running.kill();
  const plain = await bench.start({ folder: join(bench.folder, "plain") });
  await replayOn(bench.engine, plain);
  await plain.kill();
  const runs = loggedCalls(readFileSync(requestLog, "utf8"));
  expect(runs.length).toBeGreaterThan(1);
  for (const calls of runs) expect([calls.join(" "), isLegalOrder(calls)]).toEqual([calls.join(" "), true]);
});

/** Another App gets nothing but the decided blocks. */
async function replayOn(engine: CometEngine, other: AppProcess): Promise<void> {
  const { appHeight, replayed } = await engine.handshake(other.comet);
  expect([appHeight, replayed]).toEqual([0n, engine.blocks.length]);
  expect(toHex(other.machine.info().appHash)).toBe(toHex(engine.appHash));
}

test("orders that CometBFT never gives are no words of the grammar", () => {
  const good: readonly OrderedCall[][] = [
    ["Info", "InitChain", "Finalize", "Commit"],
    ["InitChain", "Prepare", "Process", "Verify", "Extend", "Verify", "Process", "Finalize", "Commit", "Process"],
    ["Offer", "Offer", "Apply", "Apply", "Info", "Finalize", "Commit"],
  ];
  const bad: readonly OrderedCall[][] = [
    ["Finalize", "Commit"],
    ["InitChain", "Commit"],
    ["InitChain", "Finalize", "Finalize", "Commit"],
    ["InitChain", "Finalize", "Prepare"],
    ["Offer", "Info", "Finalize"],
    ["Info", "Finalize", "Commit", "InitChain"],
  ];
  expect(good.map(isLegalOrder)).toEqual([true, true, true]);
  expect(bad.map(isLegalOrder)).toEqual(bad.map(() => false));
});
