import { ResponseProcessProposal_ProposalStatus as Status } from "@openledger/messages/tendermint/abci";
import { QueryService } from "@openledger/messages/cosmos/bank/v1beta1";
import { InvariantViolation, toHex } from "@openledger/primitives";
import { ChainHalt, type StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { createBench, type AppProcess } from "./app-process.fixture.ts";

async function check({ comet: { mempool } }: AppProcess, txs: readonly Uint8Array[], type: 0 | 1): Promise<readonly number[]> {
  const answers = txs.map((tx) => mempool.send("checkTx", { tx, type }));
  await mempool.flush();
  return (await Promise.all(answers)).map(({ code }) => code);
}

test("pipelined checks and rechecks of 5,000 transactions are answered in order while queries are answered too", async () => {
  using bench = createBench(20);
  const running = await bench.start();
  await bench.engine.handshake(running.comet);
  await bench.engine.decide(running.comet, []);
  // 50 signed ones, each a hundred times: CometBFT asks for whatever comes, and signing takes longer than checking.
  const signed = Array.from({ length: 50 }, (_, i) => bench.send(i % 20, BigInt(Math.floor(i / 20))));
  expect(await check(running, signed, 0)).toEqual(signed.map(() => 0));
  const many = Array.from({ length: 5_000 }, (_, i) => signed[i % signed.length] as Uint8Array);
  const checking = check(running, many, 0);
  const { path, request } = QueryService.Balance;
  const data = request.toBytes({ address: bench.accounts[0]?.address ?? "", denom: "uopen" });
  let isDone = false;
  void checking.finally(() => (isDone = true));
  let queries = 0;
  while (!isDone) {
    const answer = await running.comet.query.call("query", { path, data });
    expect([answer.code, answer.height]).toEqual([0, 1n]);
    queries += 1;
  }
  // Their sequences are used up by the first of each.
  expect(new Set(await checking)).toEqual(new Set([32]));
  expect(queries).toBeGreaterThan(5);
  await bench.engine.decide(running.comet, []);
  expect(await check(running, signed, 1)).toEqual(signed.map(() => 0));
  const response = await bench.engine.decide(running.comet, signed);
  expect(response?.txResults.map(({ code }) => code)).toEqual(signed.map(() => 0));
  expect(new Set(await check(running, signed, 1))).toEqual(new Set([32]));
  await running.kill();
});

test("a transaction that comes before the node has any state is refused and not held against it later", async () => {
  using bench = createBench();
  const running = await bench.start();
  const early = bench.send(0, 0n);
  expect(await check(running, [early], 0)).toEqual([35]);
  expect(running.reports).toEqual([]);
  await bench.engine.handshake(running.comet);
  await bench.engine.decide(running.comet, []);
  expect(await check(running, [early], 0)).toEqual([0]);
  await running.kill();
});

test("a proposal keeps within its bytes and leaves out what the ante chain refuses, never what only fails later", async () => {
  using bench = createBench();
  const running = await bench.start();
  await bench.engine.handshake(running.comet);
  const good = [bench.send(0, 0n), bench.send(0, 1n)];
  const wrong = [bench.send(1, 7n), new Uint8Array(10)];
  const { txs: _txs, decidedLastCommit: _votes, hash: _hash, ...rest } = bench.engine.nextBlock([]);
  const prepare = async (txs: readonly Uint8Array[], maxTxBytes: bigint): Promise<readonly string[]> =>
    (await running.comet.consensus.call("prepareProposal", { ...rest, txs, maxTxBytes, localLastCommit: { round: 0, votes: [] } })).txs.map(toHex);
  expect(await prepare([...wrong, ...good], 10_000n)).toEqual(good.map(toHex));
  const one = BigInt((good[0]?.length ?? 0) + 3);
  expect(await prepare(good, one)).toEqual([toHex(good[0] ?? new Uint8Array(0))]);
  expect(await prepare(good, one - 1n)).toEqual([]);
  await running.kill();
});

test("a proposal that takes too long ends with what has run, and its block runs no second time", async () => {
  using bench = createBench(4);
  const seen = { runs: 0, slow: true };
  const wrap = (machine: StateMachine): StateMachine => ({
    ...machine,
    *executeBlock(request) {
      seen.runs += 1;
      const steps = machine.executeBlock(request);
      for (let step = steps.next(), at = 0; ; at++) {
        if (step.done === true) return step.value;
        // The third transaction takes all the time there is.
        if (at === 3 && seen.slow) for (const end = performance.now() + 1_100; performance.now() < end; );
        step = steps.next(yield);
      }
    },
  });
  const running = await bench.start({ wrap });
  await bench.engine.handshake(running.comet);
  const txs = Array.from({ length: 12 }, (_, i) => bench.send(i % 4, BigInt(Math.floor(i / 4))));
  const response = await bench.engine.decide(running.comet, txs);
  expect(response?.txResults.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(seen.runs).toBe(1);
  seen.slow = false;
  expect((await bench.engine.decide(running.comet, txs.slice(3)))?.txResults.map(({ code }) => code)).toEqual(txs.slice(3).map(() => 0));
  await running.kill();
});

/** Trips an assertion for transfers of one account, as a defect would. */
function poisoned(machine: StateMachine, poison: Uint8Array, seen: { checks: number }): StateMachine {
  const isPoison = (tx: Uint8Array): boolean => toHex(tx) === toHex(poison);
  return {
    ...machine,
    checkTx(tx, recheck) {
      if (!isPoison(tx)) return machine.checkTx(tx, recheck);
      seen.checks += 1;
      throw new InvariantViolation("the books do not balance");
    },
    *executeBlock(request) {
      const index = request.txs.findIndex(isPoison);
      const executed = yield* machine.executeBlock({ ...request, txs: request.txs.filter((tx) => !isPoison(tx)) });
      return index < 0 ? executed : { ...executed, quarantined: [{ index, reason: "the books do not balance" }] };
    },
  };
}

test("a transaction that trips an assertion is set aside: not proposed, not accepted, and never the end of the node", async () => {
  using bench = createBench();
  const poison = bench.send(1, 0n);
  const seen = { checks: 0 };
  const running = await bench.start({ wrap: (machine) => poisoned(machine, poison, seen) });
  const { engine } = bench;
  await engine.handshake(running.comet);
  const { consensus } = running.comet;
  const good = bench.send(0, 0n);
  const { decidedLastCommit: proposedLastCommit, ...block } = engine.nextBlock([good, poison]);
  expect(await consensus.call("processProposal", { ...block, proposedLastCommit })).toEqual({ status: Status.REJECT });
  expect(running.reports.filter((sentence) => sentence.includes("the books do not balance")).length).toBe(2);
  expect(await check(running, [poison, good], 0)).toEqual([35, 0]);
  // It is known by then, and not run again.
  expect(seen.checks).toBe(0);
  const response = await engine.decide(running.comet, [poison, good]);
  expect(response?.txResults.length).toBe(1);
  // Only when all others decide for it does the node stop: its state would be another than theirs.
  await expect(consensus.call("finalizeBlock", engine.nextBlock([poison]))).rejects.toThrow("trips an assertion");
  await running.kill();
});

test("a block that cannot end with its transactions is proposed empty and rejected from others; a due upgrade stops the node", async () => {
  using bench = createBench();
  const running = await bench.start({
    wrap: (machine) => ({
      ...machine,
      *executeBlock(request) {
        if (request.height === 3n) throw new ChainHalt("upgrade v2 is due at height 3; start the version that has it");
        if (request.txs.length > 1) throw new InvariantViolation("the totals of the block do not agree");
        return yield* machine.executeBlock(request);
      },
    }),
  });
  const { engine } = bench;
  await engine.handshake(running.comet);
  const two = [bench.send(0, 0n), bench.send(1, 0n)];
  const { decidedLastCommit: proposedLastCommit, ...block } = engine.nextBlock(two);
  expect(await running.comet.consensus.call("processProposal", { ...block, proposedLastCommit })).toEqual({ status: Status.REJECT });
  expect((await engine.decide(running.comet, two))?.txResults).toEqual([]);
  expect(running.reports.map((sentence) => sentence.includes("the totals of the block do not agree"))).toEqual([true, true]);
  expect((await engine.decide(running.comet, two.slice(0, 1)))?.txResults.length).toBe(1);
  await expect(engine.decide(running.comet, [])).rejects.toThrow("upgrade v2 is due at height 3; start the version that has it");
  await running.comet.consensus.closed;
  await running.kill();
  const upgraded = await bench.start();
  expect(await engine.handshake(upgraded.comet)).toMatchObject({ appHeight: 2n, replayed: 0 });
  await engine.decide(upgraded.comet, []);
  await upgraded.kill();
});
